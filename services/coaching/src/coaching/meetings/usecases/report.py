"""Which days a report is asked for."""

from datetime import date, datetime, timedelta

from coaching.coaches.rules.student_times import Span
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import invalid
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of, start_of

USUAL = timedelta(days=27)
MOST = timedelta(days=366)


async def find_span(session: Transaction, caller: Caller, first: date | None, last: date | None, now: datetime) -> Span:
    """Returns when these days of the caller's district begin and end: four weeks until today where nothing is said."""
    zone = await find_zone(session, caller.district_id)
    ends = last or day_of(now, zone)
    begins = first or ends - USUAL
    if not timedelta(0) <= ends - begins <= MOST:
        raise invalid("/last", "Name a last day that is not before the first, and at most a year later.")
    return Span(start_of(begins, zone), start_of(ends + timedelta(days=1), zone))
