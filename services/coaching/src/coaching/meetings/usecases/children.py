"""What families see of the meetings of their children: when, where and with how many adults, and no one else's name."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from coaching.meetings.queries.children import ChildMeetingRecord, page_of_childrens_meetings
from coaching.meetings.queries.members import MeetingMemberRecord, find_meeting_members
from coaching.meetings.rules.children import Attendee, count_adults
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import NotFound
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of


class ChildMeeting(NamedTuple):
    """A meeting of a child, and how many adults are to be there."""

    record: ChildMeetingRecord
    adults: int


async def list_of_children(
    session: Transaction, caller: Caller, after: tuple[datetime, UUID, UUID] | None, limit: int, now: datetime
) -> list[ChildMeeting]:
    """Returns the meetings to come of the children whose guardian the caller is today. A child who has turned 18 is
    none any more from that day of the district's calendar on, whatever the roster says.
    """
    if caller.person_id is None:
        raise NotFound("A system is nobody's guardian: ask for the district's meetings.")
    today = day_of(now, await find_zone(session, caller.district_id))
    found = await page_of_childrens_meetings(session, caller.district_id, caller.person_id, today, now, after, limit)
    members = await find_meeting_members(session, {one.meeting_id for one in found})
    return [ChildMeeting(one, _adults(one, members[one.meeting_id])) for one in found]


def _adults(record: ChildMeetingRecord, members: Iterable[MeetingMemberRecord]) -> int:
    named = (Attendee(one.minor, one.deputy, one.presence) for one in members)
    return count_adults(named, under_way=record.state == "under_way")
