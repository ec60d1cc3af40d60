"""What a gate is, and what is wrong with one: a threshold that nobody can reach, a measure without a baseline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from coaching.common.rules.problems import Problem

Direction = Literal["up", "down"]
"""Which way is better."""
Unit = Literal["percent", "count", "points"]
Source = Literal["entered", "survey", "indicator"]

_LEAST, _MOST = Decimal(0), Decimal(100)


class Baseline(NamedTuple):
    """What was so before the wave: of so many people, on a day."""

    value: Decimal
    n: int
    on: date


class Measure(NamedTuple):
    """What is measured. `threshold` is, of a signal, from where on it is reached, and of a guardrail, beyond what it is
    broken. What is None is still to be written.
    """

    key: str
    unit: Unit
    direction: Direction
    baseline: Baseline | None = None
    predicted: Decimal | None = None
    threshold: Decimal | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None
    weight: int = 1


class Gate(NamedTuple):
    """By what a wave is judged: signals say whether to go on, guardrails when to go back."""

    prediction: str | None
    signals: Sequence[Measure]
    guardrails: Sequence[Measure]
    minimum_days: int | None
    minimum_teachers: int | None
    decides_on: date | None


def gain(direction: Direction, before: Decimal, after: Decimal) -> Decimal:
    """Returns how much better `after` is, in the unit; below 0 it is worse."""
    return after - before if direction == "up" else before - after


def bounds(measure: Measure) -> tuple[Decimal | None, Decimal | None]:
    """Returns the least and the greatest value that there can be; None: nothing bounds it."""
    match measure.unit:
        case "percent":
            return _LEAST, _MOST
        case "count":
            return _LEAST, measure.highest
        case "points":
            return measure.lowest, measure.highest


def value_problem(measure: Measure, value: Decimal) -> str | None:
    """Returns why a value cannot be one of this measure, or None."""
    lowest, highest = bounds(measure)
    if lowest is not None and value < lowest:
        return f"There is no value below {lowest} of this measure: write {lowest} or more."
    if highest is not None and value > highest:
        return f"There is no value above {highest} of this measure: write {highest} or less."
    return None


def contradictions(gate: Gate, minimum_group: int) -> Iterator[Problem]:
    """Yields what can be true of no gate, whatever is still to be written."""
    seen: set[str] = set()
    for pointer, measure, guards in _measures(gate):
        if measure.key in seen:
            yield Problem(f"{pointer}/key", "Another measure of this gate has this key: choose one of its own.")
        seen.add(measure.key)
        yield from _out_of_bounds(pointer, measure)
        if measure.baseline is not None and measure.baseline.n < minimum_group:
            yield Problem(
                f"{pointer}/baseline/n",
                f"A baseline of fewer than {minimum_group} people tells of single ones: take a wider group.",
            )
        if measure.baseline is not None and measure.threshold is not None:
            yield from (_guardrail_problems if guards else _signal_problems)(
                f"{pointer}/threshold", measure, measure.baseline.value, measure.threshold
            )


def lacking(gate: Gate) -> Iterator[Problem]:
    """Yields what has to be written before the gate can be locked."""
    if gate.prediction is None:
        yield Problem("/prediction", "Nothing is predicted yet: say in words what you expect.")
    if not gate.signals:
        yield Problem("/signals", "No signal says whether to go on: name one measure at least.")
    for pointer, measure, _ in _measures(gate):
        if measure.baseline is None:
            yield Problem(
                f"{pointer}/baseline", "This is a measure without a baseline: say what was so before the wave."
            )
        if measure.predicted is None:
            yield Problem(f"{pointer}/predicted", "No figure is predicted yet: say what you expect of this measure.")
        if measure.threshold is None:
            yield Problem(f"{pointer}/threshold", "No threshold is set yet: say by what figure it is judged.")
        if measure.unit == "points" and (measure.lowest is None or measure.highest is None):
            yield Problem(pointer, "Points need a lowest and a highest: say between what they lie.")
    if gate.minimum_days is None and gate.minimum_teachers is None:
        yield Problem("/minimum_days", "No minimum exposure is set: say how many days or teachers it takes to judge.")
    if gate.decides_on is None:
        yield Problem("/decides_on", "No day is set by which the gate is decided: name one.")


def unreachable(gate: Gate, starts_on: date, teachers: int) -> Iterator[Problem]:
    """Yields what a wave that begins on this day with so many teachers cannot reach."""
    if gate.minimum_teachers is not None and gate.minimum_teachers > teachers:
        yield Problem(
            "/minimum_teachers",
            f"{teachers} teachers are asked, so that fewer than this take part: ask more, or name a smaller number.",
        )
    earliest = starts_on + timedelta(days=gate.minimum_days or 0)
    if gate.decides_on is not None and gate.decides_on < earliest:
        yield Problem(
            "/decides_on", f"The minimum exposure is reached on {earliest} at the earliest: decide then, or later."
        )


def _measures(gate: Gate) -> Iterator[tuple[str, Measure, bool]]:
    """Yields each measure with its pointer, and whether it guards."""
    for name, measures in (("signals", gate.signals), ("guardrails", gate.guardrails)):
        for place, measure in enumerate(measures):
            yield f"/{name}/{place}", measure, name == "guardrails"


def _out_of_bounds(pointer: str, measure: Measure) -> Iterator[Problem]:
    lowest, highest = bounds(measure)
    if measure.unit == "percent" and (measure.lowest, measure.highest) != (None, None):
        yield Problem(pointer, "Percent lie between 0 and 100: leave the lowest and the highest out.")
    if lowest is not None and highest is not None and lowest >= highest:
        yield Problem(f"{pointer}/highest", "The highest is not above the lowest: write a higher one.")
        return
    figures = {"predicted": measure.predicted, "threshold": measure.threshold}
    figures["baseline/value"] = None if measure.baseline is None else measure.baseline.value
    for name, value in figures.items():
        if value is not None and (problem := value_problem(measure, value)):
            reach = "Nobody can reach this threshold. " if name == "threshold" else ""
            yield Problem(f"{pointer}/{name}", reach + problem)


def _signal_problems(pointer: str, measure: Measure, baseline: Decimal, threshold: Decimal) -> Iterator[Problem]:
    if threshold == baseline:
        yield Problem(pointer, "The threshold equals the baseline, so that nothing has to change: set another.")
    elif gain(measure.direction, baseline, threshold) < 0:
        yield Problem(
            pointer, "The baseline is better than this threshold, so that getting worse reaches it: set a better one."
        )


def _guardrail_problems(pointer: str, measure: Measure, baseline: Decimal, threshold: Decimal) -> Iterator[Problem]:
    lowest, highest = bounds(measure)
    if gain(measure.direction, threshold, baseline) < 0:
        yield Problem(pointer, "The baseline lies beyond this guardrail already: set one that it holds.")
    elif threshold == (lowest if measure.direction == "up" else highest):
        yield Problem(pointer, "Nothing can be worse than this, so that it guards against nothing: set a better one.")
