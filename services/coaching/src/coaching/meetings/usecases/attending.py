"""Those who are to be at a meeting begin it, say who comes and goes, and end it. No adult is ever alone with a student.

Who is merely expected is not there: a meeting begins when those who are there may be together, and ends when they may
not be any more.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from coaching.coaches.rules.quorum import Participant, QuorumProblem
from coaching.coaches.rules.student_times import Span
from coaching.meetings.queries.meetings import MeetingRecord, set_begun, touch_meeting
from coaching.meetings.queries.members import MeetingMemberRecord, set_booked, set_presence
from coaching.meetings.rules.company import (
    HOURS,
    codes_of,
    early_problems,
    held_problems,
    planned_problems,
    present_problems,
    validate_present,
    validate_said_by,
    validate_speaks_for,
)
from coaching.meetings.rules.states import validate_begin, validate_record
from coaching.meetings.schemas.meetings import Beginning, PresenceSent, Recorded
from coaching.meetings.usecases.company import hold_company, participants_of
from coaching.meetings.usecases.ending import break_off, call_off, conclude
from coaching.meetings.usecases.reading import Attending, SeenMeeting, attend_for, lock_for, see_meeting
from coaching.meetings.usecases.risks import judge_stored, settle_risks
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, invalid
from shared.values.ids import new_id

ELSEWHERE = (
    "They are at another meeting then, or to be at one: end, record or cancel that one, or say there that they are "
    "gone or cannot come, and then say this again."
)
RAISE_IT = "If it took place nevertheless, raise a concern: POST /coaching/v1/my-concerns."


async def begin(session: Transaction, caller: Caller, meeting_id: UUID, sent: Beginning, now: datetime) -> SeenMeeting:
    """Begins a meeting with those who are there, where they may be together."""
    attending = await attend_for(session, caller, meeting_id, "begin")
    seen = attending.seen
    if problem := validate_begin(seen.record.span, now):
        raise Conflict(problem)
    if attending.member.member_id not in sent.present:
        raise invalid("/present", "You begin a meeting that you are at: name yourself among those who are there.")
    members = [_there(one, now, seen.record) for one in _with_present(seen.members, sent.present)]
    judged = await _ensure_may_begin(session, seen.record, members, now, then=caller.district_id)
    _ensure_said_by(judged, attending.member.member_id)
    there = [one for one in members if one.presence == "present"]
    await _ensure_nowhere_else(session, there, members)
    for one in there:
        await _say(session, one, now, attending.member.member_id)
    await set_begun(session, meeting_id, now)
    return await see_meeting(session, meeting_id)


async def say_presence(
    session: Transaction, caller: Caller, meeting_id: UUID, sent: PresenceSent, now: datetime
) -> SeenMeeting:
    """Records that somebody came or went; of a meeting that is planned, whether the caller can come."""
    attending = await attend_for(session, caller, meeting_id, "attend")
    seen = attending.seen
    if all(one.member_id != sent.member_id for one in seen.members):
        raise invalid("/member_id", "This member is not to be at this meeting: have whoever plans it name them.")
    if seen.record.state == "planned":
        await _say_whether_coming(session, caller, attending, sent, now)
    else:
        await _say_coming_or_going(session, caller, attending, sent, now)
    return await see_meeting(session, meeting_id)


async def end(session: Transaction, caller: Caller, meeting_id: UUID, now: datetime) -> SeenMeeting:
    """Says that a meeting which is under way is over; at the latest it is at its planned end."""
    seen = (await attend_for(session, caller, meeting_id, "end")).seen
    held = Span(seen.record.started_at or now, max(seen.record.started_at or now, min(now, seen.record.ends_at)))
    await conclude(session, seen.record, seen.members, held, then=caller.district_id, now=now)
    return await see_meeting(session, meeting_id)


async def cancel_own(session: Transaction, caller: Caller, meeting_id: UUID, now: datetime) -> SeenMeeting:
    """Cancels a meeting that the caller, an adult, is to be at."""
    attending = await attend_for(session, caller, meeting_id, "cancel")
    if attending.member.minor:
        raise Conflict("Say that you cannot come: the adults of a meeting decide what becomes of it.")
    seen = attending.seen
    await call_off(session, seen.record, seen.members, "asked_for", then=caller.district_id, now=now)
    return await see_meeting(session, meeting_id)


async def record_own(
    session: Transaction, caller: Caller, meeting_id: UUID, sent: Recorded, now: datetime
) -> SeenMeeting:
    """Records that a meeting was held at which the caller was to be."""
    await hold_company(session, meeting_id, then=caller.district_id)
    attending = await attend_for(session, caller, meeting_id, "record")
    return await _record(session, caller, attending.seen, sent, attending.member.member_id, now)


async def record(
    session: Transaction, caller: Caller, meeting_id: UUID, sent: Recorded, expected: str, now: datetime
) -> SeenMeeting:
    """Records that a meeting was held, by whoever plans meetings."""
    await hold_company(session, meeting_id, then=caller.district_id)
    seen = await lock_for(session, meeting_id, "record", expected)
    return await _record(session, caller, seen, sent, None, now)


async def _record(
    session: Transaction, caller: Caller, seen: SeenMeeting, sent: Recorded, said_by: UUID | None, now: datetime
) -> SeenMeeting:
    held = Span(sent.started_at, sent.ended_at)
    if errors := [one._asdict() for one in validate_record(seen.record.span, held, now)]:
        raise Invalid("This cannot be recorded; see errors.", errors=errors)
    members = [_was_there(one, held) for one in _with_present(seen.members, sent.present)]
    judged = participants_of(await judge_stored(session, seen.record, members, at=held, then=caller.district_id))
    _ensure_none(held_problems(judged, held), members)
    if said_by is not None:
        _ensure_said_by(judged, said_by)
    await _ensure_nowhere_else(session, members, members)
    for one in members:
        await _say(session, one, now, said_by)
    await conclude(session, seen.record, members, held, then=caller.district_id, now=now)
    return await see_meeting(session, seen.record.meeting_id)


async def _say_whether_coming(
    session: Transaction, caller: Caller, attending: Attending, sent: PresenceSent, now: datetime
) -> None:
    """Somebody cannot come, or can after all: the meeting is at risk where the others may not meet without them."""
    record, member = attending.seen.record, attending.member
    if sent.member_id != member.member_id:
        raise invalid("/member_id", "Before a meeting everybody speaks for themselves: name yourself.")
    if sent.presence == "present":
        raise invalid("/presence", "The meeting has not begun: say expected or absent, or begin it.")
    changed = member._replace(presence=sent.presence, booked=sent.presence != "absent")
    if await set_booked(session, [changed]):
        raise Conflict("You are in another meeting then: say there that you cannot come.")
    await _say(session, changed, now, member.member_id)
    await touch_meeting(session, record.meeting_id, now)
    members = _replaced(attending.seen.members, changed)
    judged = await judge_stored(session, record, members, then=caller.district_id)
    risks = codes_of(planned_problems(participants_of(judged), record.span))
    await settle_risks(session, record, risks, then=caller.district_id, now=now)


async def _say_coming_or_going(
    session: Transaction, caller: Caller, attending: Attending, sent: PresenceSent, now: datetime
) -> None:
    """Nobody comes in whom those who are there may not be with; when somebody goes whom they need, the meeting ends."""
    seen, member = attending.seen, attending.member
    if member.presence != "present" and sent.member_id != member.member_id:
        raise Conflict("You are not at this meeting: say first that you are there.")
    if sent.presence == "expected":
        raise invalid("/presence", "The meeting is under way: say present or absent.")
    (before,) = (one for one in seen.members if one.member_id == sent.member_id)
    changed = (
        _there(before._replace(presence="present"), now, seen.record)
        if sent.presence == "present"
        else _gone(before, now)
    )
    if before.presence == sent.presence:
        changed = before
    members = _replaced(seen.members, changed)
    if sent.presence == "present":
        judged = participants_of(await judge_stored(session, seen.record, members, then=caller.district_id))
        _ensure_none(present_problems(judged, seen.record.span), members)
        if problem := validate_speaks_for(judged, str(member.member_id), str(sent.member_id)):
            raise Conflict(problem)
    await _ensure_nowhere_else(session, [changed], members)
    await _say(session, changed, now, member.member_id)
    await touch_meeting(session, seen.record.meeting_id, now)
    judged = participants_of(await judge_stored(session, seen.record, members, then=caller.district_id))
    if all(one.presence != "present" for one in members) or present_problems(judged, seen.record.span):
        await break_off(session, seen.record, members, then=caller.district_id, now=now)


async def _ensure_may_begin(
    session: Transaction, record: MeetingRecord, members: list[MeetingMemberRecord], now: datetime, *, then: UUID
) -> list[Participant]:
    """Returns them as they are judged; raises what is in the way of who is there from now on, of their hours only
    what nobody has planned.
    """
    span = Span(now, record.ends_at)
    judged = participants_of(await judge_stored(session, record, members, at=span, then=then))
    early = now < record.starts_at
    _ensure_none(early_problems(judged, span) if early else present_problems(judged, span), members)
    return judged


def _ensure_said_by(judged: Sequence[Participant], said_by: UUID) -> None:
    """Raises a Conflict where the member who says that a meeting takes place cannot answer for it."""
    if problem := validate_said_by(judged, str(said_by)):
        raise Conflict(problem)


async def _ensure_nowhere_else(
    session: Transaction, changed: Sequence[MeetingMemberRecord], members: Sequence[MeetingMemberRecord]
) -> None:
    """Takes these people's time. Raises a Conflict where it is not theirs: the database knows of whichever meeting."""
    taken = await set_booked(session, changed)
    _ensure_none([QuorumProblem("double_booked", (str(one.member_id),), ELSEWHERE) for one in taken], members)


def _ensure_none(problems: Sequence[QuorumProblem], members: Sequence[MeetingMemberRecord]) -> None:
    """Raises what is in the way of people who met: of hours that are not a student's Invalid, else a Conflict."""
    errors = [_shown(one, members) for one in problems]
    if any(one.code in HOURS for one in problems):
        raise Invalid(f"They may not meet then; see errors. {RAISE_IT}", errors=errors)
    if errors:
        raise Conflict(f"Those who are there may not be together; see errors. {RAISE_IT}", errors=errors)


def _shown(problem: QuorumProblem, members: Sequence[MeetingMemberRecord]) -> dict[str, str]:
    place = next(place for place, one in enumerate(members) if str(one.member_id) in problem.who)
    return {"pointer": f"/participants/{place}", "detail": problem.detail}


def _with_present(members: Sequence[MeetingMemberRecord], present: Sequence[UUID]) -> list[MeetingMemberRecord]:
    """Returns all, those who are named as there; raises Invalid where these are not two or more of them."""
    known = {one.member_id for one in members}
    errors = [one._asdict() for one in validate_present(present, known)]
    if errors:
        raise Invalid("These people cannot be there; see errors.", errors=errors)
    return [one._replace(presence="present") if one.member_id in present else one for one in members]


def _there(member: MeetingMemberRecord, now: datetime, record: MeetingRecord) -> MeetingMemberRecord:
    """Returns somebody whose time is taken from now on, where they are there."""
    if member.presence != "present":
        return member
    return member._replace(starts_at=now, ends_at=max(now, record.ends_at), booked=True)


def _gone(member: MeetingMemberRecord, now: datetime) -> MeetingMemberRecord:
    """Returns somebody who is not there any more, booked for as long as they were."""
    was_there = member.presence == "present"
    ends_at = max(member.starts_at, min(now, member.ends_at)) if was_there else member.ends_at
    return member._replace(presence="absent", ends_at=ends_at, booked=was_there)


def _was_there(member: MeetingMemberRecord, held: Span) -> MeetingMemberRecord:
    """Returns somebody of a meeting that was held then, booked for it where they were there."""
    if member.presence != "present":
        return member._replace(presence="absent", booked=False)
    return member._replace(starts_at=held.starts_at, ends_at=held.ends_at, booked=True)


def _replaced(members: Sequence[MeetingMemberRecord], changed: MeetingMemberRecord) -> list[MeetingMemberRecord]:
    return [changed if one.member_id == changed.member_id else one for one in members]


async def _say(session: Transaction, member: MeetingMemberRecord, now: datetime, said_by: UUID | None) -> None:
    await set_presence(session, member, new_id(), now, said_by)
