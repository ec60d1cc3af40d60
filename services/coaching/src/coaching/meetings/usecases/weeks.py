"""What somebody is to be at, day by day."""

from datetime import date, datetime, timedelta
from uuid import UUID

from coaching.coaches.rules.student_times import Span
from coaching.meetings.queries.meetings import page_of_own_meetings
from coaching.meetings.usecases.reading import SeenMeeting, with_members
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import NotFound, invalid
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of, last_of, start_of

A_WEEK = timedelta(days=6)
MOST = timedelta(days=366)


async def list_own(
    session: Transaction,
    caller: Caller,
    first: date | None,
    last: date | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
    now: datetime,
) -> list[SeenMeeting]:
    """Returns the caller's meetings from one day to another, by the district's calendar."""
    if caller.person_id is None:
        raise NotFound("A system is at no meeting: ask for the district's.")
    zone = await find_zone(session, caller.district_id)
    begins = first or day_of(now, zone)
    ends = last or begins + A_WEEK
    if not timedelta(0) <= ends - begins <= MOST:
        raise invalid("/last", "Name a last day that is not before the first, and at most a year later.")
    span = Span(start_of(begins, zone), last_of(ends, zone))
    found = await page_of_own_meetings(session, caller.district_id, caller.person_id, span, after, limit)
    return await with_members(session, found)
