"""Who is to be at meetings and who was there, in SQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.rules.attestations import Kind
from coaching.coaches.rules.quorum import Presence
from coaching.coaches.rules.student_times import Span
from shared.db.query import Command, Query, Scalar, Transaction


class MeetingMemberRecord(NamedTuple):
    """A member of the engagement who is to be at a meeting."""

    meeting_id: UUID
    member_id: UUID
    host_id: UUID
    partner_id: UUID
    district_id: UUID
    person_id: UUID
    coach_id: UUID | None
    coach_kind: Kind | None
    minor: bool
    deputy: bool
    presence: Presence
    starts_at: datetime
    ends_at: datetime
    booked: bool


class OtherMeeting(NamedTuple):
    """When somebody is at another meeting."""

    person_id: UUID
    starts_at: datetime
    ends_at: datetime


_COLUMNS = """
p.meeting_id, p.member_id, p.host_id, p.partner_id, p.district_id, p.person_id, p.coach_id, p.coach_kind, p.minor,
p.deputy, p.presence, p.starts_at, p.ends_at, p.booked
"""
_OF_MEETINGS = Query(
    f"""
    select {_COLUMNS} from meeting_member p
    where p.meeting_id = any(cast(:ids as uuid[])) order by p.meeting_id, p.member_id
    """,  # noqa: S608
    MeetingMemberRecord,
)
# In the order of people, so that two who plan at once wait for each other and neither for both. Whoever is booked then
# is left out by the exclusion constraint, which sees the meetings of all districts.
_ADD = Scalar(
    """
    insert into meeting_member (meeting_id, member_id, host_id, partner_id, district_id, person_id, coach_id,
      coach_kind, minor, deputy, presence, starts_at, ends_at, booked)
    values (:meeting_id, :member_id, :host_id, :partner_id, :district_id, :person_id, :coach_id, :coach_kind, :minor,
      :deputy, :presence, :starts_at, :ends_at, :booked)
    on conflict do nothing returning true
    """,
    bool,
)
_DELETE = Command("delete from meeting_member where meeting_id = :meeting_id")
_DELETE_ONE = Command("delete from meeting_member where meeting_id = :meeting_id and member_id = :member_id")
_FREE = Command("update meeting_member set booked = false where meeting_id = :meeting_id and booked")
_FREE_ABSENT = Command("""
update meeting_member set booked = false where meeting_id = :meeting_id and booked and presence <> 'present'
""")
_SET_PRESENCE = Command("""
update meeting_member set presence = :presence where meeting_id = :meeting_id and member_id = :member_id
""")
_ADD_PRESENCE = Command("""
insert into meeting_presence (presence_id, meeting_id, member_id, host_id, partner_id, presence, said_at, said_by)
values (:presence_id, :meeting_id, :member_id, :host_id, :partner_id, :presence, :now, :said_by)
""")
_OTHERS = Query(
    """
    select p.person_id, p.starts_at, p.ends_at from meeting_member p
    where p.district_id = :district_id and p.person_id = any(cast(:people as uuid[])) and p.booked
      and p.meeting_id <> all(cast(:besides as uuid[])) and p.ends_at > :starts and p.starts_at < :ends
    order by p.starts_at, p.person_id
    """,
    OtherMeeting,
)


async def find_meeting_members(
    session: Transaction, meeting_ids: Collection[UUID]
) -> dict[UUID, list[MeetingMemberRecord]]:
    """Returns who is to be at each of these meetings."""
    found: dict[UUID, list[MeetingMemberRecord]] = {one: [] for one in meeting_ids}
    for member in await _OF_MEETINGS.all(session, ids=list(meeting_ids)):
        found[member.meeting_id].append(member)
    return found


async def add_meeting_members(
    session: Transaction, members: Sequence[MeetingMemberRecord]
) -> list[MeetingMemberRecord]:
    """Returns those who could not be added, for they are booked then."""
    ordered = sorted(members, key=lambda one: (one.district_id, one.person_id, one.starts_at))
    return [one for one in ordered if await _ADD.get(session, **one._asdict()) is not True]


async def delete_meeting_members(session: Transaction, meeting_id: UUID) -> None:
    """Takes the list away, for another to be stored in its place."""
    await _DELETE.run(session, meeting_id=meeting_id)


async def free_members(session: Transaction, meeting_id: UUID) -> None:
    """Gives those who were to be there their time back."""
    await _FREE.run(session, meeting_id=meeting_id)


async def free_absent_members(session: Transaction, meeting_id: UUID) -> None:
    await _FREE_ABSENT.run(session, meeting_id=meeting_id)


async def set_booked(session: Transaction, member: MeetingMemberRecord) -> bool:
    """Stores whether somebody's time is taken; returns whether it could be, for they may be booked by now."""
    given = member._asdict()
    await _DELETE_ONE.run(session, meeting_id=member.meeting_id, member_id=member.member_id)
    return await _ADD.get(session, **given) is True


async def set_presence(
    session: Transaction, member: MeetingMemberRecord, presence_id: UUID, now: datetime, said_by: UUID | None
) -> None:
    """Stores that somebody is there or not, and that it was said."""
    await _SET_PRESENCE.run(session, meeting_id=member.meeting_id, member_id=member.member_id, presence=member.presence)
    await _ADD_PRESENCE.run(
        session,
        presence_id=presence_id,
        meeting_id=member.meeting_id,
        member_id=member.member_id,
        host_id=member.host_id,
        partner_id=member.partner_id,
        presence=member.presence,
        now=now,
        said_by=said_by,
    )


async def find_other_meetings(
    session: Transaction, district_id: UUID, people: Collection[UUID], within: Span, besides: Collection[UUID]
) -> dict[UUID, list[Span]]:
    """Returns when each of these people of the session's district is at other meetings, of whichever engagement."""
    found: dict[UUID, list[Span]] = {one: [] for one in people}
    rows = await _OTHERS.all(
        session,
        district_id=district_id,
        people=list(people),
        besides=list(besides),
        starts=within.starts_at,
        ends=within.ends_at,
    )
    for row in rows:
        found[row.person_id].append(Span(row.starts_at, row.ends_at))
    return found
