"""People join the teams of an engagement, and leave them."""

from datetime import date, datetime
from uuid import UUID

from coaching.coaches.followers import CoachJoining, LearnersTold, StandingTold
from coaching.coaches.queries.attestations import find_attestations
from coaching.coaches.queries.coaches import CoachRecord, find_coach, lock_coach_of
from coaching.coaches.queries.people import hold_roster
from coaching.coaches.rules.standing import minority, standing
from coaching.coaches.usecases.people import find_doubt
from coaching.engagements.followers import MEMBER_COUNTS, MEMBER_LEFT, MemberCounts, MemberLeft
from coaching.engagements.queries.engagements import EngagementRecord
from coaching.engagements.queries.members import (
    MemberRecord,
    add_member,
    find_member,
    set_coach_left,
    set_guests_minor,
    set_member_left,
    set_told,
    was_student,
)
from coaching.engagements.rules.members import validate_days, validate_role
from coaching.engagements.schemas.members import NewMember
from coaching.engagements.usecases.reading import require_open
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, NotAllowed, NotFound, invalid
from shared.values.calendar import day_of
from shared.values.ids import is_learner_of, new_id


async def join_team(
    session: Transaction, caller: Caller, engagement_id: UUID, new: NewMember, now: datetime, person_key: bytes
) -> MemberRecord:
    """Adds somebody to the team of the caller's district."""
    await hold_roster(session, caller.district_id)
    engagement = await require_open(session, engagement_id, now)
    if not is_learner_of(new.person_id, caller.district_id, person_key):
        raise invalid(
            "/person_id", "There is no person of your district with this id. Give the id that rostering gave."
        )
    coach = await _coach_of(session, new)
    since = new.since or engagement.today
    problems = [*validate_days(since, new.until, engagement.started_on, engagement.today)]
    if errors := [one._asdict() for one in problems]:
        raise Invalid("They cannot join so; see errors.", errors=errors)
    student = await was_student(session, caller.district_id, new.person_id)
    doubt = await find_doubt(session, new.person_id, engagement.today, student=student)
    if problem := validate_role(new.role, None if coach is None else coach.kind, doubt):
        raise invalid("/role", problem)
    record = await _with_standing(session, _record(caller.district_id, engagement, new, since), coach, now)
    if not await add_member(session, record, now, caller.subject):
        raise Conflict("This person is in your team already: have them leave first where something is otherwise.")
    return record


async def leave_team(
    session: Transaction, caller: Caller, engagement_id: UUID, member_id: UUID, now: datetime
) -> MemberRecord:
    """Ends a membership today, and tells whoever follows. The row stays; who comes back is another member."""
    engagement = await require_open(session, engagement_id, now)
    member = await require_member(session, engagement_id, member_id)
    if member.district_id != caller.district_id:
        raise NotAllowed("This member is of the other district's team: that district has them leave.")
    if member.left_on is not None:
        raise Conflict("This member has left before. Who comes back joins anew.")
    left = member._replace(left_on=max(member.since, engagement.today))
    await set_member_left(session, left, now, caller.subject)
    await _tell_left(session, left, engagement.today, now)
    return left


async def require_member(session: Transaction, engagement_id: UUID, member_id: UUID) -> MemberRecord:
    """Raises NotFound where the engagement has no such member, of either team, nor had."""
    member = await find_member(session, engagement_id, member_id)
    if member is None:
        raise NotFound("There is no such member of this engagement.")
    return member


async def on_standing_told(session: Transaction, told: StandingTold) -> None:
    """Keeps on every team what the home district tells of a coach; who is a coach no more leaves them."""
    if told.state != "left":
        await set_told(session, told)
        return
    for member in await set_coach_left(session, told):
        await _tell_left(session, member, told.on, told.now)


async def on_coach_joining(session: Transaction, joining: CoachJoining) -> None:
    """Says of whoever is to be a coach whether they are or were a student in a team."""
    if await was_student(session, joining.district_id, joining.person_id):
        joining.student = True


async def on_learners_told(session: Transaction, told: LearnersTold) -> None:
    """Has members who do not coach count as under 18 while they are learners by the roster."""
    for member in await set_guests_minor(session, told.district_id, told.person_ids, minor=told.learners):
        await MEMBER_COUNTS.notify(session, MemberCounts(told.district_id, member.member_id, told.now))


async def _tell_left(session: Transaction, member: MemberRecord, day: date, now: datetime) -> None:
    left = MemberLeft(
        engagement_id=member.engagement_id,
        host_id=member.host_id,
        partner_id=member.partner_id,
        district_id=member.district_id,
        member_id=member.member_id,
        coach_id=member.coach_id,
        on=day,
        now=now,
    )
    await MEMBER_LEFT.notify(session, left)


async def _coach_of(session: Transaction, new: NewMember) -> CoachRecord | None:
    """Returns the coach that this person is, locked: whoever coaches is known as that, whether it is said or not."""
    coach = await lock_coach_of(session, new.person_id)
    if new.coach_id is None or (coach is not None and coach.coach_id == new.coach_id):
        return coach
    named = await find_coach(session, new.coach_id)
    if named is None:
        raise invalid("/coach_id", "Your district has no such coach.")
    if named.left_on is not None:
        raise invalid("/coach_id", "This coach has left: who comes back joins anew, with another id.")
    raise invalid("/coach_id", "This coach is another person: leave the coach out, or name theirs.")


def _record(district_id: UUID, engagement: EngagementRecord, new: NewMember, since: date) -> MemberRecord:
    return MemberRecord(
        member_id=new_id(),
        engagement_id=engagement.engagement_id,
        host_id=engagement.host_id,
        partner_id=engagement.partner_id,
        district_id=district_id,
        person_id=new.person_id,
        coach_id=None,
        role=new.role,
        since=since,
        until=new.until,
        left_on=None,
        minor=new.role == "student",
        minor_until=None,
        told_state=None,
        told_until=None,
    )


async def _with_standing(
    session: Transaction, record: MemberRecord, coach: CoachRecord | None, now: datetime
) -> MemberRecord:
    """Returns the member with what the home district tells of them, where they coach."""
    if coach is None:
        return record
    today = day_of(now, coach.district_zone)
    attested = (await find_attestations(session, [coach.coach_id]))[coach.coach_id]
    found = standing(coach.counts_as, coach.left_on, attested, today)
    young = minority(coach.counts_as, attested, today)
    return record._replace(
        coach_id=coach.coach_id,
        told_state=found.state,
        told_until=found.until,
        minor=young.minor,
        minor_until=young.until,
    )
