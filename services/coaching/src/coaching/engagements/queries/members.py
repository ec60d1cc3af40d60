"""The teams of engagements, in SQL. Both districts see the members; each writes its own."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.followers import StandingTold
from coaching.coaches.rules.standing import State
from coaching.engagements.rules.members import MemberState, Role, is_minor_on, state_on
from shared.db.query import Command, Query, Scalar, Transaction


class MemberRecord(NamedTuple):
    """A member as stored. `person_id` is for the district whose person it is, and never shown to the other."""

    member_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    district_id: UUID
    person_id: UUID
    coach_id: UUID | None
    role: Role
    since: date
    until: date | None
    left_on: date | None
    minor: bool
    minor_until: date | None
    told_state: State | None
    told_until: date | None

    def state_on(self, day: date) -> MemberState:
        """How they stand on a day, by what their home district told last."""
        return state_on(self.since, self.left_on, self.told_state, self.told_until, day)

    def minor_on(self, day: date) -> bool:
        """Whether they count as a student under 18 on a day."""
        return is_minor_on(self.minor, self.minor_until, day)


_SELECT = """
select m.member_id, m.engagement_id, m.host_id, m.partner_id, m.district_id, m.person_id, m.coach_id, m.role, m.since,
  m.until, m.left_on, m.minor, m.minor_until, m.told_state, m.told_until
from engagement_member m
"""
_ADD = Scalar(
    """
    insert into engagement_member (member_id, engagement_id, host_id, partner_id, district_id, person_id, coach_id,
      role, since, until, minor, minor_until, told_state, told_until, added_at, added_by)
    values (:member_id, :engagement_id, :host_id, :partner_id, :district_id, :person_id, :coach_id, :role, :since,
      :until, :minor, :minor_until, :told_state, :told_until, :at, :by)
    on conflict (engagement_id, district_id, person_id) where left_on is null do nothing returning true
    """,
    bool,
)
_FIND = Query(f"{_SELECT} where m.engagement_id = :engagement_id and m.member_id = :member_id", MemberRecord)
_PAGE = Query(
    f"""
    {_SELECT}
    where m.engagement_id = :engagement_id and (cast(:after as uuid) is null or m.member_id > cast(:after as uuid))
      and (cast(:on as date) is null
        or (m.since <= cast(:on as date) and (m.left_on is null or m.left_on > cast(:on as date))))
    order by m.member_id limit :limit
    """,
    MemberRecord,
)
_ON = Query(
    f"""
    {_SELECT}
    where m.engagement_id = :engagement_id and m.since <= :on and (m.left_on is null or m.left_on > :on)
    order by m.member_id
    """,
    MemberRecord,
)
_SET_LEFT = Command("""
update engagement_member set left_on = :day, left_at = :now, left_by = :by
where member_id = :member_id and district_id = :district_id and left_on is null
""")
_COACH_LEFT = Query(
    """
    update engagement_member m set left_on = greatest(m.since, cast(:day as date)), left_at = :now,
      left_by = 'coaching', told_state = 'left', told_until = null
    where m.district_id = :district_id and m.coach_id = :coach_id and m.left_on is null
    returning m.member_id, m.engagement_id, m.host_id, m.partner_id, m.district_id, m.person_id, m.coach_id, m.role,
      m.since, m.until, m.left_on, m.minor, m.minor_until, m.told_state, m.told_until
    """,
    MemberRecord,
)
_SET_TOLD = Command("""
update engagement_member set told_state = :state, told_until = :until, minor = :minor, minor_until = :minor_until
where district_id = :district_id and coach_id = :coach_id and left_on is null
""")
_WAS_STUDENT = Scalar(
    """
    select exists (select from engagement_member m
      where m.district_id = :district_id and m.person_id = :person_id and (m.role = 'student' or m.minor))
    """,
    bool,
)
# Who coaches is told of by their standing; a student stays one whatever the roster says.
_SET_GUESTS = Query(
    """
    update engagement_member m set minor = :minor
    where m.district_id = :district_id and m.person_id = any(cast(:people as uuid[])) and m.coach_id is null
      and m.left_on is null and m.role <> 'student' and m.minor <> :minor
    returning m.member_id, m.engagement_id, m.host_id, m.partner_id, m.district_id, m.person_id, m.coach_id, m.role,
      m.since, m.until, m.left_on, m.minor, m.minor_until, m.told_state, m.told_until
    """,
    MemberRecord,
)


async def add_member(session: Transaction, new: MemberRecord, at: datetime, by: str) -> bool:
    """Returns whether they were added: nobody is in a team twice at a time."""
    return await _ADD.get(session, **_stored(new), at=at, by=by) is True


async def find_member(session: Transaction, engagement_id: UUID, member_id: UUID) -> MemberRecord | None:
    return await _FIND.first(session, engagement_id=engagement_id, member_id=member_id)


async def page_of_members(
    session: Transaction, engagement_id: UUID, after: UUID | None, on: date | None, limit: int
) -> list[MemberRecord]:
    """Returns members of both teams, those who left too; of one day, where one is named."""
    return await _PAGE.all(session, engagement_id=engagement_id, after=after, on=on, limit=limit)


async def find_members(session: Transaction, engagement_id: UUID, on: date) -> list[MemberRecord]:
    """Returns who is in either team on a day, whatever their standing."""
    return await _ON.all(session, engagement_id=engagement_id, on=on)


async def set_member_left(session: Transaction, left: MemberRecord, now: datetime, by: str) -> None:
    await _SET_LEFT.run(
        session, member_id=left.member_id, district_id=left.district_id, day=left.left_on, now=now, by=by
    )


async def set_told(session: Transaction, told: StandingTold) -> None:
    """Stores how a coach stands in every team that they are in."""
    await _SET_TOLD.run(
        session,
        district_id=told.district_id,
        coach_id=told.coach_id,
        state=told.state,
        until=told.until,
        minor=told.minor,
        minor_until=told.minor_until,
    )


async def set_coach_left(session: Transaction, told: StandingTold) -> list[MemberRecord]:
    """Has a coach who leaves leave every team; returns who they were there."""
    return await _COACH_LEFT.all(
        session, district_id=told.district_id, coach_id=told.coach_id, day=told.on, now=told.now
    )


async def was_student(session: Transaction, district_id: UUID, person_id: UUID) -> bool:
    """Returns whether a person of the district is or was in any team as a student, or counted as one."""
    return await _WAS_STUDENT.one(session, district_id=district_id, person_id=person_id)


async def set_guests_minor(
    session: Transaction, district_id: UUID, people: Collection[UUID], *, minor: bool
) -> list[MemberRecord]:
    """Stores whether these people of the district, who do not coach, count as under 18; returns who did not so far."""
    return await _SET_GUESTS.all(session, district_id=district_id, people=list(people), minor=minor)


def _stored(new: MemberRecord) -> dict[str, object]:
    return {key: value for key, value in new._asdict().items() if key != "left_on"}
