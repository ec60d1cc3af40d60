"""Meetings as those read them who plan them, and those who are to be there."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from coaching.matching.queries.matches import find_match
from coaching.meetings.queries.engagements import lock_engagement
from coaching.meetings.queries.meetings import MeetingRecord, find_meeting, find_meetings_of_series
from coaching.meetings.queries.members import MeetingMemberRecord, find_meeting_members
from coaching.meetings.queries.series import SeriesRecord, find_series
from coaching.meetings.rules.states import Act, validate_act
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound
from shared.http.editing import ensure_current


class SeenMeeting(NamedTuple):
    """A meeting and who is to be there."""

    record: MeetingRecord
    members: list[MeetingMemberRecord]


class SeenSeries(NamedTuple):
    """A weekly meeting and all its meetings."""

    record: SeriesRecord
    meetings: list[SeenMeeting]


class Attending(NamedTuple):
    """A meeting that the caller is to be at, and as whom."""

    seen: SeenMeeting
    member: MeetingMemberRecord


def no_such_meeting() -> NotFound:
    return NotFound("There is no such meeting.")


async def with_members(session: Transaction, records: Sequence[MeetingRecord]) -> list[SeenMeeting]:
    """Returns the meetings, each with who is to be there."""
    members = await find_meeting_members(session, [one.meeting_id for one in records])
    return [SeenMeeting(one, members[one.meeting_id]) for one in records]


async def see_meeting(session: Transaction, meeting_id: UUID, *, lock: bool = False) -> SeenMeeting:
    """Raises NotFound where the session's district is no party to a meeting of this id."""
    record = await (lock_meeting if lock else find_meeting)(session, meeting_id)
    if record is None:
        raise no_such_meeting()
    (seen,) = await with_members(session, [record])
    return seen


async def lock_meeting(session: Transaction, meeting_id: UUID) -> MeetingRecord | None:
    """Returns a meeting, locked, behind what it is a meeting of. Locks are taken in one order: an engagement, coaches,
    a match, meetings.
    """
    record = await find_meeting(session, meeting_id)
    if record is None:
        return None
    await lock_engagement(session, record.engagement_id)
    if record.match_id is not None:
        await find_match(session, record.match_id, lock=True)
    return await find_meeting(session, meeting_id, lock=True)


async def see_series(session: Transaction, series_id: UUID) -> SeenSeries:
    record = await find_series(session, series_id)
    if record is None:
        raise NotFound("There is no such weekly meeting.")
    return SeenSeries(record, await with_members(session, await find_meetings_of_series(session, series_id)))


async def lock_for(session: Transaction, meeting_id: UUID, act: Act, expected: str) -> SeenMeeting:
    """Returns a meeting, locked, with which this can be done. Raises a Conflict where it cannot."""
    seen = await see_meeting(session, meeting_id, lock=True)
    ensure_current(expected, seen.record.version)
    ensure_act(seen.record, act)
    return seen


async def attend(session: Transaction, caller: Caller, meeting_id: UUID, *, lock: bool = False) -> Attending:
    """Raises NotFound for whoever is not to be at this meeting, as if there were none."""
    seen = await see_meeting(session, meeting_id, lock=lock)
    for one in seen.members:
        if (one.district_id, one.person_id) == (caller.district_id, caller.person_id):
            return Attending(seen, one)
    raise no_such_meeting()


async def attend_for(
    session: Transaction, caller: Caller, meeting_id: UUID, act: Act, expected: str = "*"
) -> Attending:
    """The same, locked, of one with which this can be done."""
    attending = await attend(session, caller, meeting_id, lock=True)
    ensure_current(expected, attending.seen.record.version)
    ensure_act(attending.seen.record, act)
    return attending


def ensure_act(record: MeetingRecord, act: Act) -> None:
    """Raises a Conflict where this cannot be done with the meeting as it is."""
    if problem := validate_act(record.state, act):
        raise Conflict(problem)
