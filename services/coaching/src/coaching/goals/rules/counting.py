"""What is computed of events: a fold over the log of what was heard, the same in whatever order it came, and however
often.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple
from uuid import UUID

from coaching.goals.rules.indicators import HUNDRED, Baseline, Measure, Terms
from coaching.goals.rules.measurements import Figure


class Step(NamedTuple):
    """By how much a count changes on a day."""

    on: date
    change: int


class WaveFact(NamedTuple):
    """Of a wave of a pilot: that it was opened with so many teachers, that it was adjusted, or that its pilot ended."""

    kind: str
    pilot_id: UUID
    wave: int
    teachers: int
    on: date


def steps_of_waves(facts: Iterable[WaveFact]) -> list[Step]:
    """Returns by how much the teachers in waves change on each day. A wave that is adjusted is replaced by the one that
    tries again; with the sunset of a pilot all its waves are over.
    """
    known = list(facts)
    adjusted = {(one.pilot_id, one.wave): one.on for one in known if one.kind == "wave_adjusted"}
    over = {one.pilot_id: one.on for one in known if one.kind == "pilot_sunset"}
    steps = []
    for one in known:
        if one.kind != "wave":
            continue
        ends = [day for day in (adjusted.get((one.pilot_id, one.wave)), over.get(one.pilot_id)) if day is not None]
        steps.append(Step(one.on, one.teachers))
        steps += [Step(max(min(ends), one.on), -one.teachers)] if ends else []
    return by_day(steps)


def by_day(steps: Iterable[Step]) -> list[Step]:
    """Returns one step a day, and none where nothing changes."""
    days: dict[date, int] = {}
    for one in steps:
        days[one.on] = days.get(one.on, 0) + one.change
    return [Step(day, days[day]) for day in sorted(days) if days[day]]


def series(measure: Measure, terms: Terms, baseline: Baseline, steps: Sequence[Step], until: date) -> list[Figure]:
    """Returns the values of an indicator: of its baseline's day, and of the days on which it changes until another.

    What happens after the baseline is added to it. How many teachers are in waves is so many, whatever was before.
    """
    absolute = measure.kind == "teachers_in_waves"
    before = sum(one.change for one in steps if one.on <= baseline.on) if absolute else 0
    found = [_figure(measure, terms, baseline, baseline.on, before)] if baseline.on <= until else []
    counted = [one for one in by_day(steps) if baseline.on < one.on <= until]
    for one, total in zip(counted, accumulate((one.change for one in counted), initial=before), strict=False):
        found.append(_figure(measure, terms, baseline, one.on, total + one.change))
    return found


def _figure(measure: Measure, terms: Terms, baseline: Baseline, on: date, total: int) -> Figure:
    if measure.kind == "teachers_in_waves":
        value = Decimal(total)
    elif measure.learners is None:
        value = baseline.value + total
    else:
        value = baseline.value + (HUNDRED * total / measure.learners).quantize(Decimal(1))
    low, high = terms.low, terms.high
    value = value if low is None else max(value, low)
    value = value if high is None else min(value, high)
    return Figure(on, value, _group_of(measure, total))


def _group_of(measure: Measure, total: int) -> int | None:
    """Of how many learners a value speaks at least: those who came to master something, or the rest."""
    if measure.kind != "learners_mastering":
        return None
    if measure.learners is None:
        return total or None
    return min(one for one in (measure.learners, total, measure.learners - total) if one > 0)
