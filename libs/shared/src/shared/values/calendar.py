"""A district's calendar: which day a moment lies in, and when a day begins and ends there (ADR 0020).

A zone is named as the IANA has it; a district that has named none keeps UTC. A day has 23 to 25 hours where clocks are
changed, and begins at one o'clock where they are put forward at midnight: nobody adds 24 hours to get to the next.
Python's answers and PostgreSQL's are the same, so a query may ask either.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

DEFAULT_ZONE = "UTC"
_ONE_DAY = timedelta(days=1)


@cache
def zones() -> frozenset[str]:
    """The names that a district may give: those of places, and UTC. The old ones without a place are left out, because
    PostgreSQL reads `CET` or `EST` as an abbreviation, of an offset that knows no summer.
    """
    return frozenset({name for name in available_timezones() if "/" in name} | {DEFAULT_ZONE})


def zone_named(name: str) -> ZoneInfo:
    """Raises ValueError for what names no zone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {name}") from error


def day_of(moment: datetime, zone: str) -> date:
    """The day that the calendar of the zone shows at this moment. Raises ValueError for one without an offset."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone has no day")
    return moment.astimezone(zone_named(zone)).date()


def start_of(day: date, zone: str) -> datetime:
    """The first moment at which the calendar has come to this day, in UTC: the end of the day before.

    A day that a zone has left out (Apia's 30 December 2011) ends when it begins.
    """
    where = zone_named(zone)
    midnight = datetime.combine(day, time.min, where)
    begins = midnight.astimezone(UTC)  # of a midnight that comes twice, the first
    if begins.astimezone(where).replace(tzinfo=None) == midnight.replace(tzinfo=None):
        return begins
    return _first_at_or_after(midnight, begins, where)


def _first_at_or_after(midnight: datetime, shown_later: datetime, where: ZoneInfo) -> datetime:
    """When clocks are put forward over a midnight that is never shown: the moment that is done, to the second."""
    shown_earlier = midnight.replace(fold=1).astimezone(UTC)
    while shown_later - shown_earlier > timedelta(seconds=1):
        middle = shown_earlier + timedelta(seconds=(shown_later - shown_earlier) // timedelta(seconds=2))
        if middle.astimezone(where).replace(tzinfo=None) < midnight.replace(tzinfo=None):
            shown_earlier = middle
        else:
            shown_later = middle
    return shown_later


def last_of(day: date, zone: str) -> datetime:
    """The last moment of the day, in UTC, as finely as moments are kept."""
    return start_of(day + _ONE_DAY, zone) - timedelta(microseconds=1)


def moment_at(day: date, wall_time: str, zone: str) -> datetime:
    """The moment, in UTC, at which the clock on the wall shows `HH:MM` on this day: of one that comes twice the first;
    of one that is left out the moment as long after midnight as if clocks had not been put forward (RFC 5545).
    """
    return datetime.combine(day, time.fromisoformat(wall_time), zone_named(zone)).astimezone(UTC)


def wall_time_of(moment: datetime, zone: str) -> str:
    """What the clock on the wall shows at this moment, as `HH:MM`."""
    return f"{moment.astimezone(zone_named(zone)):%H:%M}"


def day_in(moment: str, zone: str) -> str:
    """SQL for the day of a moment; both are SQL themselves."""
    return f"cast({moment} at time zone {zone} as date)"


def today_in(zone: str) -> str:
    """SQL for the day that it is in a zone, which is SQL itself."""
    return day_in("statement_timestamp()", zone)
