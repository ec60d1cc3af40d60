"""What an indicator says: from where to where, by when, in which unit, and where its values come from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple
from uuid import UUID

from coaching.common.rules.problems import Problem

Direction = Literal["up", "down"]
Unit = Literal["per_cent", "count", "points"]
Source = Literal["entered", "survey", "computed"]
MeasureKind = Literal["learners_mastering", "meetings_held", "teachers_in_waves", "actions_completed"]

SMALLEST_GROUP, LEAST_SMALLEST_GROUP = 10, 5
"""Of how many people a value speaks at least to be shown, where the district says nothing; and what it may say."""
NOUGHT, HUNDRED = Decimal(0), Decimal(100)


class Baseline(NamedTuple):
    """What the value was before, and the day of which that is so."""

    value: Decimal
    on: date


class Terms(NamedTuple):
    """What is to change, and by when. A draft may lack what a published goal has."""

    direction: Direction
    unit: Unit
    low: Decimal | None
    high: Decimal | None
    baseline: Baseline | None
    target: Decimal | None
    due_on: date | None


class Measure(NamedTuple):
    """What is counted of the events that the district hears. Of learners: who come to master so many items of a
    framework, or one item; as a share, where it is said of how many learners.
    """

    kind: MeasureKind
    item_id: UUID | None = None
    framework_id: UUID | None = None
    items: int = 1
    learners: int | None = None


def with_usual_range(unit: Unit, low: Decimal | None, high: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """Returns the range of a unit: that of a share or a count is known where nothing is said."""
    if unit == "points":
        return low, high
    return NOUGHT if low is None else low, HUNDRED if unit == "per_cent" and high is None else high


def is_within(terms: Terms, value: Decimal) -> bool:
    return not ((terms.low is not None and value < terms.low) or (terms.high is not None and value > terms.high))


def range_problem(terms: Terms) -> str:
    low = "nothing" if terms.low is None else format(terms.low, "f")
    high = "nothing" if terms.high is None else format(terms.high, "f")
    return f"It lies outside the unit's range, bounded by {low} below and {high} above: write a value within."


def validate_terms(terms: Terms, today: date) -> Iterator[Problem]:
    """Yields what is wrong with an indicator, as far as it is said."""
    yield from _range_problems(terms)
    baseline, target = terms.baseline, terms.target
    if baseline is not None and not is_within(terms, baseline.value):
        yield Problem("/baseline/value", range_problem(terms))
    if baseline is not None and baseline.on > today:
        yield Problem("/baseline/on", "This day is still to come: write the day on which it was measured.")
    if target is not None and not is_within(terms, target):
        yield Problem("/target", range_problem(terms))
    if baseline is not None and target is not None:
        yield from _way_problems(terms.direction, baseline.value, target)
    if baseline is not None and terms.due_on is not None and terms.due_on <= baseline.on:
        yield Problem("/due_on", "The target is due before anything can change: write a day after the baseline's.")


def _range_problems(terms: Terms) -> Iterator[Problem]:
    if terms.unit == "points" and (terms.low is None or terms.high is None):
        yield Problem("/low", "Points have a lowest and a highest value: write low and high.")
    if terms.low is not None and terms.high is not None and terms.low >= terms.high:
        yield Problem("/high", "The highest value is not above the lowest: write a greater one.")
    if terms.unit == "per_cent" and (terms.low, terms.high) != (NOUGHT, HUNDRED):
        yield Problem("/low", "A share goes from 0 to 100: leave low and high out.")
    if terms.unit == "count" and terms.low is not None and terms.low < NOUGHT:
        yield Problem("/low", "Nothing is counted below 0: leave low out, or write a greater one.")


def _way_problems(direction: Direction, baseline: Decimal, target: Decimal) -> Iterator[Problem]:
    if baseline == target:
        yield Problem("/target", "The target is the baseline: nothing would have to change. Write another value.")
    elif (target > baseline) is not (direction == "up"):
        way = "above" if direction == "up" else "below"
        yield Problem("/target", f"The value is to go {direction}: write a target {way} the baseline.")


def validate_measure(measure: Measure | None, source: Source, unit: Unit) -> Iterator[Problem]:
    """Yields what is wrong with what is counted."""
    if (measure is None) is (source == "computed"):
        detail = "Say what is counted." if measure is None else "Only a computed indicator counts: leave it out."
        yield Problem("/measure", detail)
    if measure is None:
        return
    share = measure.learners is not None
    if unit != ("per_cent" if share else "count"):
        detail = "A share of learners is in per_cent." if share else "What is counted is a count."
        yield Problem("/unit", f"{detail} Write that unit.")


def validate_watch(measure: Measure | None, baseline: Baseline | None, watched_from: date) -> Iterator[Problem]:
    """Yields that mastery is counted from the day on which it is watched: what learners came to master before, nobody
    has kept here.
    """
    if measure is not None and measure.kind == "learners_mastering" and baseline and baseline.on < watched_from:
        yield Problem("/baseline/on", f"Mastery is counted from {watched_from} on: take that day, or a later one.")
