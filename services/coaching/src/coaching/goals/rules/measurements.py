"""Measurements, and which of them stand. Each keeps two times: the day of which it speaks and when it was told. One
that is wrong stays; another stands in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, TypeVar
from uuid import UUID


class Measurement(NamedTuple):
    """A value of a day. `group_size` is of how many people it speaks, where it speaks of people. Where it is void, the
    day has no value.
    """

    measurement_id: UUID
    measured_on: date
    told_at: datetime
    corrects: UUID | None
    void: bool
    value: Decimal | None
    group_size: int | None


class Figure(NamedTuple):
    """A value of a day, as it is worked out or stands."""

    on: date
    value: Decimal
    group_size: int | None


class Telling(NamedTuple):
    """What is to be told so that what stands is what was worked out."""

    figure: Figure
    corrects: UUID | None


Told = TypeVar("Told", bound=Measurement)


def standing(measurements: Iterable[Told], known_at: datetime | None = None) -> list[Told]:
    """Returns what stands of each day, by what was known at a moment; now where nothing is said. By day."""
    told = [one for one in measurements if known_at is None or one.told_at <= known_at]
    corrected = {one.corrects for one in told}
    left = [one for one in told if one.measurement_id not in corrected and not one.void]
    return sorted(left, key=lambda one: one.measured_on)


def is_shown(group_size: int | None, smallest_group: int) -> bool:
    """Returns whether a value may be shown: it speaks of nobody, or of enough people."""
    return group_size is None or group_size >= smallest_group


def reconcile(series: Sequence[Figure], told: Sequence[Measurement]) -> list[Telling]:
    """Returns what is to be told so that what stands is the series: the values of those days on which it changes. A day
    that was measured and is none of these is corrected to the value that the series has then.
    """
    last = {one.measured_on: one for one in _last_of_days(told)}
    tellings = []
    at: Figure | None = None
    by_day = {one.on: one for one in series}
    for day in sorted({*by_day, *last}):
        at = by_day.get(day, at)
        before = last.get(day)
        if at is None or (before is not None and not before.void and _same(before, at)):
            continue
        tellings.append(Telling(at._replace(on=day), None if before is None else before.measurement_id))
    return tellings


def _last_of_days(told: Sequence[Measurement]) -> list[Measurement]:
    corrected = {one.corrects for one in told}
    return [one for one in told if one.measurement_id not in corrected]


def _same(one: Measurement, figure: Figure) -> bool:
    return (one.value, one.group_size) == (figure.value, figure.group_size)
