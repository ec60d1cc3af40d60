"""Who is to be at meetings and who was there, in SQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.rules.attestations import Kind
from coaching.coaches.rules.quorum import Presence
from coaching.coaches.rules.student_times import Span
from coaching.meetings.queries.meetings import MeetingRecord
from shared.db.query import Command, Query, Scalar, Transaction


class MeetingMemberRecord(NamedTuple):
    """A member of the engagement who is to be at a meeting. From `starts_at` to `ends_at` that time is theirs no more:
    as it is planned until somebody says who was there, and then as long as they were.
    """

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


class SaidPresence(NamedTuple):
    """What was said last of whether somebody comes."""

    member_id: UUID
    presence: Presence


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
# Who has gone stays booked for as long as they were there.
_FREE_REST = Command("""
update meeting_member set booked = presence <> 'expected',
  ends_at = case when presence = 'present' then greatest(starts_at, least(ends_at, cast(:ended_at as timestamptz)))
    else ends_at end
where meeting_id = :meeting_id and booked
""")
_SAID = Query(
    """
    select distinct on (s.member_id) s.member_id, s.presence from meeting_presence s
    where s.meeting_id = :meeting_id order by s.member_id, s.said_at desc, s.presence_id desc
    """,
    SaidPresence,
)
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


async def free_rest(session: Transaction, meeting_id: UUID, ended_at: datetime) -> None:
    """Gives who never came their time back, and who was there what comes after the meeting's end."""
    await _FREE_REST.run(session, meeting_id=meeting_id, ended_at=ended_at)


async def set_booked(session: Transaction, members: Sequence[MeetingMemberRecord]) -> list[MeetingMemberRecord]:
    """Stores whether and when these people's time is taken; returns those of whom it could not be, for they are booked
    by now: nothing of this may be kept then.
    """
    for one in members:
        await _DELETE_ONE.run(session, meeting_id=one.meeting_id, member_id=one.member_id)
    return await add_meeting_members(session, members)


async def find_absences(session: Transaction, meeting_id: UUID) -> frozenset[UUID]:
    """Returns the members who have said that they cannot come and have not taken it back, on the list or not."""
    said = await _SAID.all(session, meeting_id=meeting_id)
    return frozenset(one.member_id for one in said if one.presence == "absent")


async def add_presence(
    session: Transaction, record: MeetingRecord, member_id: UUID, presence: Presence, presence_id: UUID, now: datetime
) -> None:
    """Keeps that it is as if a member had said so."""
    await _ADD_PRESENCE.run(
        session, presence_id=presence_id, meeting_id=record.meeting_id, member_id=member_id, host_id=record.host_id,
        partner_id=record.partner_id, presence=presence, now=now, said_by=None,
    )  # fmt: skip


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
