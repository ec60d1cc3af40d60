"""When clocks of a zone are changed, as a calendar says it: by rules of every year where the zone has such.

Some calendars (Outlook) take a zone only with rules of every year. A zone whose clocks follow no such rule, as
Morocco's by the moon, is given the single changes of these years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from shared.values.calendar import zone_named

YEARS_AHEAD = 12
"""So many years tell the last Sunday of a month from the fourth."""


class Yearly(NamedTuple):
    """A day of every year: the `nth` of a weekday (0 is Monday) of a month, or the last, which is -1."""

    month: int
    weekday: int
    nth: int


class Observance(NamedTuple):
    """An offset from UTC and its name, from a moment on, which is given as the clock showed it before: once, or every
    year.
    """

    name: str
    before: timedelta
    after: timedelta
    starts: datetime
    yearly: Yearly | None

    @property
    def daylight(self) -> bool:
        return self.after > self.before


class _Change(NamedTuple):
    """That clocks are changed at a moment."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def wall(self) -> datetime:
        """What the clock shows when it is changed."""
        return (self.at + self.before).replace(tzinfo=None)


@cache
def observances(zone: str, first_year: int, last_year: int) -> tuple[Observance, ...]:
    """Returns what a calendar has to know of a zone for moments of these years: what holds when the first begins, and
    every change from then on.
    """
    where = zone_named(zone)
    begins = datetime(first_year, 1, 1, tzinfo=UTC)
    changes = list(_changes(where, begins, datetime(last_year + YEARS_AHEAD, 1, 1, tzinfo=UTC)))
    offset, name = _offset(where, begins), _name(where, begins)
    found = [Observance(name, offset, offset, (begins + offset).replace(tzinfo=None), None)]
    changes.sort(key=lambda one: (one.before, one.after, one.name, one.at))
    for _, alike in groupby(changes, key=lambda one: (one.before, one.after, one.name)):
        found += _of_kind(list(alike), first_year, last_year)
    return tuple(sorted(found, key=lambda one: one.starts))


def _of_kind(alike: Sequence[_Change], first_year: int, last_year: int) -> Iterator[Observance]:
    """Yields one rule for all changes of a kind, where there is one; else each of them, as far as is asked."""
    yearly = _rule_of(alike, first_year, last_year)
    if yearly is not None:
        yield _observance(alike[0], yearly)
        return
    for one in alike:
        if one.wall.year <= last_year + 1:
            yield _observance(one, None)


def _rule_of(alike: Sequence[_Change], first_year: int, last_year: int) -> Yearly | None:
    walls = [one.wall for one in alike]
    if [one.year for one in walls] != [*range(first_year, last_year + YEARS_AHEAD)]:
        return None
    if len({(one.month, one.weekday(), one.time()) for one in walls}) > 1:
        return None
    common = set.intersection(*[_places(one) for one in walls])
    return Yearly(walls[0].month, walls[0].weekday(), common.pop()) if len(common) == 1 else None


def _places(day: datetime) -> set[int]:
    """Which of its weekdays in the month a day is: the second, say; the last is the fourth or the fifth besides."""
    places = {(day.day - 1) // 7 + 1} - {5}
    return places | {-1} if (day + timedelta(days=7)).month != day.month else places


def _observance(change: _Change, yearly: Yearly | None) -> Observance:
    return Observance(change.name, change.before, change.after, change.wall, yearly)


def _changes(where: ZoneInfo, begins: datetime, ends: datetime) -> Iterator[_Change]:
    day = timedelta(days=1)
    while begins < ends:
        if _state(where, begins) != _state(where, begins + day):
            at = _first_after(where, begins, begins + day)
            yield _Change(at, _offset(where, begins), _offset(where, at), _name(where, at))
        begins += day


def _first_after(where: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Returns the first second at which clocks are changed between two moments."""
    second = timedelta(seconds=1)
    while after - before > second:
        middle = before + second * ((after - before) // second // 2)
        if _state(where, middle) == _state(where, before):
            before = middle
        else:
            after = middle
    return after


def _state(where: ZoneInfo, moment: datetime) -> tuple[timedelta, str]:
    return _offset(where, moment), _name(where, moment)


def _offset(where: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(where).utcoffset() or timedelta(0)


def _name(where: ZoneInfo, moment: datetime) -> str:
    return moment.astimezone(where).tzname() or "UTC"
