"""How a link stands after all that was found of it, and when it is looked at again."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from resources.link_checks.rules.answers import Finding

DAYS_UNTIL_BROKEN = 3
"""On so many different days of the district nothing has to be there, with no look in between that found something."""
_DAILY, _WEEKLY = timedelta(days=1), timedelta(days=7)


class LinkState(StrEnum):
    """How a link stands."""

    UNCHECKED = "unchecked"
    OK = "ok"
    MOVED = "moved"
    BROKEN = "broken"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class Standing:
    """`in_a_row` is how many looks in a row came to the same finding; `missing_on` the last of the `missing_days`."""

    state: LinkState = LinkState.UNCHECKED
    finding: Finding | None = None
    in_a_row: int = 0
    missing_days: int = 0
    missing_on: date | None = None


def stands_after(before: Standing, finding: Finding, today: date) -> Standing:
    """Returns how a link stands after one more look, on this day of its district's. What is unclear neither makes a
    link broken nor mends it.
    """
    in_a_row = before.in_a_row + 1 if before.finding == finding else 1
    if finding == Finding.FOUND:
        return Standing(LinkState.OK, finding, in_a_row)
    if finding == Finding.MOVED:
        return Standing(LinkState.MOVED, finding, in_a_row)
    days, last = before.missing_days, before.missing_on
    if finding == Finding.MISSING and (last is None or today > last):
        days, last = days + 1, today
    state = LinkState.BROKEN if days >= DAYS_UNTIL_BROKEN else LinkState.INCONCLUSIVE
    return Standing(state, finding, in_a_row, days, last)


def pause_after(standing: Standing) -> timedelta:
    """Returns how long a link is left alone: a week where it is clear how it stands, else a day, and longer for a site
    that goes on refusing to be looked at.
    """
    if standing.state != LinkState.INCONCLUSIVE:
        return _WEEKLY
    return _DAILY if standing.finding == Finding.MISSING else min(_DAILY * standing.in_a_row, _WEEKLY)
