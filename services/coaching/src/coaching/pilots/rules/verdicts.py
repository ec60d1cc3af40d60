"""What a gate comes to: by what was measured, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple

from coaching.pilots.rules.gates import Gate, Measure, gain
from coaching.pilots.rules.waves import REASONS, Outcome, Reason

SignalState = Literal["reached", "not_reached", "too_early", "too_few", "not_measured"]
GuardrailState = Literal["holds", "broken", "too_few", "not_measured"]
Verdict = Literal["guardrail_broken", "too_early", "not_judgeable", "reached", "partly_reached", "not_reached"]

_TENTH = Decimal("0.1")


class Measured(NamedTuple):
    """A value of so many people, on a day; of several of one day the last counts."""

    measure: str
    on: date
    value: Decimal
    n: int


class Exposure(NamedTuple):
    """For how many days a wave has gone on, with how many teachers. Nothing is judged before it is `reached`, nor by
    what was measured before `judgeable_from`.
    """

    days: int
    teachers: int
    judgeable_from: date
    reached: bool


class Judged(NamedTuple):
    """The last value of a measure, None where it was not measured or of too few people."""

    measure: Measure
    value: Decimal | None
    n: int | None
    on: date | None
    progress: Decimal | None
    """How much of the way from the baseline to the threshold, in percent; below 0 it got worse."""
    as_predicted: bool | None
    """Whether it is at least as good as was predicted."""


class Signal(NamedTuple):
    judged: Judged
    state: SignalState


class Guardrail(NamedTuple):
    judged: Judged
    state: GuardrailState
    broken_on: date | None
    """The first day on which it was broken; it is, from then on."""


class Evidence(NamedTuple):
    """All of it. `weight_reached` of `weight` is what the reached signals weigh."""

    verdict: Verdict
    exposure: Exposure
    signals: tuple[Signal, ...]
    guardrails: tuple[Guardrail, ...]
    weight: int
    weight_reached: int


def exposure_of(gate: Gate, opened_on: date, teachers: int, today: date) -> Exposure:
    """Returns how far a wave is that began on a day, by how many teachers take part today."""
    judgeable_from = opened_on + timedelta(days=gate.minimum_days or 0)
    reached = today >= judgeable_from and teachers >= (gate.minimum_teachers or 0)
    return Exposure((today - opened_on).days, teachers, judgeable_from, reached)


def judge(gate: Gate, exposure: Exposure, measured: Iterable[Measured], minimum_group: int) -> Evidence:
    """Returns what a gate comes to by what was measured, in any order but of one day."""
    by_measure: dict[str, list[Measured]] = {}
    for one in sorted(measured, key=lambda one: one.on):
        by_measure.setdefault(one.measure, []).append(one)
    signals = tuple(_signal(one, by_measure.get(one.key, []), exposure, minimum_group) for one in gate.signals)
    guardrails = tuple(_guardrail(one, by_measure.get(one.key, []), minimum_group) for one in gate.guardrails)
    return Evidence(
        verdict=_verdict(exposure, signals, guardrails),
        exposure=exposure,
        signals=signals,
        guardrails=guardrails,
        weight=sum(one.judged.measure.weight for one in signals),
        weight_reached=sum(one.judged.measure.weight for one in signals if one.state == "reached"),
    )


def progress(measure: Measure, value: Decimal) -> Decimal | None:
    """Returns how much of the way to the threshold was made, in percent; None where the gate is not complete."""
    if measure.baseline is None or measure.threshold is None:
        return None
    way = gain(measure.direction, measure.baseline.value, measure.threshold)
    made = gain(measure.direction, measure.baseline.value, value)
    return None if way == 0 else (100 * made / way).quantize(_TENTH, ROUND_HALF_UP)


def foreign_reasons(outcome: Outcome, reasons: Sequence[Reason]) -> list[tuple[int, list[Reason]]]:
    """Returns the places of those that are no reasons for this outcome, each with all that are."""
    return [(place, sorted(REASONS[outcome])) for place, one in enumerate(reasons) if one not in REASONS[outcome]]


def decision_problem(outcome: Outcome, reasons: Sequence[Reason], evidence: Evidence) -> str | None:
    """Returns why a gate cannot be decided so by its evidence and what to do, or None. To stop is always possible."""
    if outcome != "expand":
        return None
    if any(one.state == "broken" for one in evidence.guardrails):
        return "A guardrail is broken, which is the condition to go back: adjust, or sunset."
    if not evidence.exposure.reached:
        since = evidence.exposure.judgeable_from
        return (
            f"The minimum exposure is not reached, so that nothing is judgeable yet: wait (from {since} on, where "
            "enough teachers take part), adjust, or sunset."
        )
    if evidence.verdict != "reached" and "despite_signals" not in reasons:
        return "Not every signal is reached: name despite_signals among the reasons and say why, adjust, or sunset."
    if evidence.verdict == "reached" and "despite_signals" in reasons:
        return "Every signal is reached, so that nothing is decided despite them: name signals_reached."
    return None


def _signal(measure: Measure, found: Sequence[Measured], exposure: Exposure, minimum: int) -> Signal:
    judged = _judged(measure, found, minimum)
    if judged.on is None:
        return Signal(judged, "not_measured")
    if judged.value is None or measure.threshold is None:
        return Signal(judged, "too_few")
    if judged.on < exposure.judgeable_from or not exposure.reached:
        return Signal(judged, "too_early")
    reached = gain(measure.direction, measure.threshold, judged.value) >= 0
    return Signal(judged, "reached" if reached else "not_reached")


def _guardrail(measure: Measure, found: Sequence[Measured], minimum: int) -> Guardrail:
    """A guardrail waits for no exposure: what it guards against is to be stopped at once."""
    judged = _judged(measure, found, minimum)
    beyond = (
        one.on
        for one in found
        if one.n >= minimum
        and measure.threshold is not None
        and gain(measure.direction, measure.threshold, one.value) < 0
    )
    if (broken_on := next(beyond, None)) is not None:
        return Guardrail(judged, "broken", broken_on)
    if judged.on is None:
        return Guardrail(judged, "not_measured", None)
    return Guardrail(judged, "too_few" if judged.value is None else "holds", None)


def _judged(measure: Measure, found: Sequence[Measured], minimum: int) -> Judged:
    if not found:
        return Judged(measure, None, None, None, None, None)
    last = found[-1]
    if last.n < minimum:
        return Judged(measure, None, last.n, last.on, None, None)
    predicted = None if measure.predicted is None else gain(measure.direction, measure.predicted, last.value) >= 0
    return Judged(measure, last.value, last.n, last.on, progress(measure, last.value), predicted)


def _verdict(exposure: Exposure, signals: Sequence[Signal], guardrails: Sequence[Guardrail]) -> Verdict:
    if any(one.state == "broken" for one in guardrails):
        return "guardrail_broken"
    if not exposure.reached:
        return "too_early"
    states = {one.state for one in signals}
    if not states <= {"reached", "not_reached"}:
        return "not_judgeable"
    if states == {"reached"}:
        return "reached"
    return "partly_reached" if "reached" in states else "not_reached"
