"""Times of the week, counted alike for everybody: from the clocks of several zones to slots, for a stretch of days.

A slot is a half hour of the week by the host's clock, which meetings keep. Where zones change their clocks on different
days, or one does not, the same slot is at several times by somebody's own clock: they have it only where every one of
these lies within what they offer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from coaching.coaches.rules.terms import Weekday, WeeklyWindow
from coaching.matching.rules.instance import Slot
from shared.values.calendar import day_of, zone_named

STEP = timedelta(minutes=30)
SLOTS_OF_DAY = timedelta(days=1) // STEP
SLOTS = 7 * SLOTS_OF_DAY
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Horizon(NamedTuple):
    """The days for which a matching is made, in the host's calendar, and how long a meeting is."""

    zone: str
    first: date
    last: date
    length: timedelta

    @property
    def span(self) -> int:
        """How many slots a meeting takes."""
        return -(-self.length // STEP)


class Shown(NamedTuple):
    """A meeting as somebody's clock shows it; `ends` is None where that is another day."""

    weekday: int
    starts: str
    ends: str | None


class Clocks:
    """What the clocks of each zone show at each slot, over the whole horizon. A zone is looked up once."""

    def __init__(self, horizon: Horizon) -> None:
        self._horizon = horizon
        self._shown: dict[str, list[frozenset[Shown]]] = {}

    def slots(self, zone: str, windows: Sequence[WeeklyWindow]) -> frozenset[Slot]:
        """Returns the slots at which a meeting lies within these windows of somebody in this zone, every week."""
        shown = self._shown_in(zone)
        by_day = _by_day(windows)
        return frozenset(
            slot for slot, times in enumerate(shown) if times and all(_within(by_day, one) for one in times)
        )

    def _shown_in(self, zone: str) -> list[frozenset[Shown]]:
        if zone not in self._shown:
            self._shown[zone] = [
                frozenset(self._at(day, slot, zone) for day in self._days(slot)) for slot in range(SLOTS)
            ]
        return self._shown[zone]

    def _days(self, slot: Slot) -> Iterable[date]:
        """Yields the days of the slot; those of one week at least, and none where the meeting reaches past the week."""
        if slot + self._horizon.span > SLOTS:
            return
        ahead = (slot // SLOTS_OF_DAY - self._horizon.first.weekday()) % 7
        day = self._horizon.first + timedelta(days=ahead)
        yield day
        while (day := day + timedelta(days=7)) <= self._horizon.last:
            yield day

    def _at(self, day: date, slot: Slot, zone: str) -> Shown:
        begins = starts_at(day, slot, self._horizon.zone)
        there = zone_named(zone)
        starts, ends = begins.astimezone(there), (begins + self._horizon.length).astimezone(there)
        one_day = day_of(starts, zone) == day_of(ends, zone)
        return Shown(starts.weekday(), f"{starts:%H:%M}", f"{ends:%H:%M}" if one_day else None)


def starts_at(day: date, slot: Slot, zone: str) -> datetime:
    """Returns the moment of the slot on a day of its weekday."""
    hour, half = divmod(slot % SLOTS_OF_DAY, 2)
    return datetime(day.year, day.month, day.day, hour, 30 * half, tzinfo=zone_named(zone)).astimezone(UTC)


def written(slot: Slot, length: timedelta) -> WeeklyWindow:
    """Returns the slot as the host's clock shows it."""
    begins = datetime(2000, 1, 3) + STEP * slot  # a Monday; only the clock counts  # noqa: DTZ001
    return WeeklyWindow(WEEKDAYS[begins.weekday()], f"{begins:%H:%M}", f"{begins + length:%H:%M}")


def slot_of(weekday: Weekday, starts: str) -> Slot:
    """Returns the slot that begins then by the host's clock."""
    hour, minute = starts.split(":")
    return WEEKDAYS.index(weekday) * SLOTS_OF_DAY + timedelta(hours=int(hour), minutes=int(minute)) // STEP


def hours_ahead(zone: str, day: date) -> int:
    """Returns how many whole hours the zone is ahead of UTC at noon of a day."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone_named(zone))
    return (noon.utcoffset() or timedelta(0)) // timedelta(hours=1)


def _by_day(windows: Sequence[WeeklyWindow]) -> dict[int, list[WeeklyWindow]]:
    """Returns the windows by weekday; those that touch are one."""
    found: dict[int, list[WeeklyWindow]] = {}
    for one in sorted(windows, key=lambda window: (WEEKDAYS.index(window.weekday), window.starts)):
        day = found.setdefault(WEEKDAYS.index(one.weekday), [])
        if day and one.starts <= day[-1].ends:
            day[-1] = day[-1]._replace(ends=max(day[-1].ends, one.ends))
        else:
            day.append(one)
    return found


def _within(by_day: dict[int, list[WeeklyWindow]], shown: Shown) -> bool:
    return shown.ends is not None and any(
        one.starts <= shown.starts and shown.ends <= one.ends for one in by_day.get(shown.weekday, ())
    )
