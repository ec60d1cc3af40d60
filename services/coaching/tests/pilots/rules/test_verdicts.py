"""What a gate comes to, over every way that figures can lie."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.pilots.rules.gates import Baseline, Direction, Gate, Measure
from coaching.pilots.rules.verdicts import (
    Evidence,
    Measured,
    decision_problem,
    exposure_of,
    foreign_reasons,
    judge,
    progress,
)
from coaching.pilots.rules.waves import REASONS, Outcome
from services.coaching.tests.pilots.pilot_pieces import (
    BEGAN,
    MINIMUM,
    directions,
    gate,
    gates,
    measure,
    measures,
    percents,
)

LATE = BEGAN + timedelta(days=40)
EARLY = BEGAN + timedelta(days=29)
DOWN: Direction = "down"


def judged(one: Gate, *measured: Measured, teachers: int = 10, today: date = LATE) -> Evidence:
    return judge(one, exposure_of(one, BEGAN, teachers, today), measured, MINIMUM)


def is_(value: Decimal | str, key: str = "one", on: date = LATE, n: int = 50) -> Measured:
    return Measured(key, on, Decimal(value), n)


@given(measures("one"), percents)
def test_a_signal_is_reached_exactly_from_its_threshold_on(one: Measure, value: Decimal) -> None:
    (signal,) = judged(gate(one), is_(value)).signals
    assert one.threshold is not None
    wanted = value >= one.threshold if one.direction == "up" else value <= one.threshold
    assert (signal.state == "reached") is wanted
    assert signal.state in ("reached", "not_reached")


@given(measures("one"))
def test_a_value_equal_to_the_threshold_reaches_it_and_one_equal_to_the_baseline_does_not(one: Measure) -> None:
    assert one.threshold is not None
    assert one.baseline is not None
    assert judged(gate(one), is_(one.threshold)).verdict == "reached"
    assert judged(gate(one), is_(one.baseline.value)).verdict == "not_reached"
    assert progress(one, one.threshold) == 100
    assert progress(one, one.baseline.value) == 0


@given(measures("one"), percents)
def test_a_falling_measure_is_judged_as_the_rising_one_that_mirrors_it(one: Measure, value: Decimal) -> None:
    assert one.baseline is not None
    assert one.threshold is not None
    assert one.predicted is not None
    mirrored = one._replace(
        direction="down" if one.direction == "up" else "up",
        baseline=one.baseline._replace(value=100 - one.baseline.value),
        threshold=100 - one.threshold,
        predicted=100 - one.predicted,
    )
    (here,), (there,) = judged(gate(one), is_(value)).signals, judged(gate(mirrored), is_(100 - value)).signals
    assert (here.state, here.judged.progress, here.judged.as_predicted) == (
        there.state,
        there.judged.progress,
        there.judged.as_predicted,
    )


@given(measures("one"), percents, percents)
def test_better_is_never_judged_worse(one: Measure, first: Decimal, second: Decimal) -> None:
    worse, better = sorted((first, second), reverse=one.direction == "down")
    assert (progress(one, worse) or 0) <= (progress(one, better) or 0)
    if judged(gate(one), is_(worse)).verdict == "reached":
        assert judged(gate(one), is_(better)).verdict == "reached"


@given(gates, st.data())
def test_a_verdict_is_of_the_signals_alone_and_of_their_weights(one: Gate, data: st.DataObject) -> None:
    values = {signal.key: data.draw(percents) for signal in one.signals}
    found = judged(one, *(is_(value, key) for key, value in values.items()))
    reached = [signal.judged.measure for signal in found.signals if signal.state == "reached"]
    wanted = "reached" if len(reached) == len(one.signals) else "partly_reached" if reached else "not_reached"
    assert found.verdict == wanted
    assert found.weight_reached == sum(signal.weight for signal in reached)
    assert found.weight == sum(signal.weight for signal in one.signals)


@given(gates, st.randoms(), st.data())
def test_in_what_order_it_was_told_makes_no_difference(one: Gate, random: Random, data: st.DataObject) -> None:
    days = st.integers(0, 60).map(lambda count: BEGAN + timedelta(days=count))
    measured = [
        is_(data.draw(percents), signal.key, day, data.draw(st.integers(1, 30)))
        for signal in one.signals
        for day in data.draw(st.lists(days, unique=True, max_size=4))
    ]
    shuffled = list(measured)
    random.shuffle(shuffled)
    assert judged(one, *measured) == judged(one, *shuffled)


@given(measures("one"), percents, st.integers(1, MINIMUM - 1))
def test_of_too_few_people_nothing_is_told(one: Measure, value: Decimal, n: int) -> None:
    found = judged(gate(one), is_(value, n=n))
    (signal,) = found.signals
    assert (signal.state, signal.judged.value, signal.judged.progress) == ("too_few", None, None)
    assert signal.judged.as_predicted is None
    assert found.verdict == "not_judgeable"


@given(gates, st.data())
def test_a_peek_before_the_minimum_exposure_is_no_result(one: Gate, data: st.DataObject) -> None:
    peeks = [is_(data.draw(percents), signal.key, EARLY) for signal in one.signals]
    for found in (judged(one, *peeks, today=EARLY), judged(one, *peeks, teachers=4)):
        assert {signal.state for signal in found.signals} == {"too_early"}
        assert (found.verdict, found.weight_reached) == ("too_early", 0)
    later = judged(one, *peeks)
    assert {signal.state for signal in later.signals} == {"too_early"}, "it was measured before all the same"
    assert later.verdict == "not_judgeable"


def test_the_day_of_the_minimum_is_judged_and_the_one_before_is_not() -> None:
    day = BEGAN + timedelta(days=30)
    assert judged(gate(), is_("60", on=day), today=day).verdict == "reached"
    assert judged(gate(), is_("60", on=EARLY), today=day).verdict == "not_judgeable"
    assert judged(gate(), is_("60", on=day), today=day, teachers=5).verdict == "reached"


@given(directions, percents)
def test_a_guardrail_is_broken_beyond_its_threshold_alone_and_waits_for_nothing(
    direction: Direction, value: Decimal
) -> None:
    guard = measure("guard", direction=direction, baseline=Baseline(Decimal(50), 50, BEGAN), threshold=Decimal(50))
    found = judged(gate(guardrails=(guard,)), is_(value, "guard", EARLY), today=EARLY)
    broken = value < 50 if direction == "up" else value > 50
    assert (found.guardrails[0].state == "broken") is broken
    assert (found.verdict == "guardrail_broken") is broken
    assert found.guardrails[0].broken_on == (EARLY if broken else None)


def test_a_guardrail_that_was_broken_stays_so_and_names_the_first_day() -> None:
    guard = measure("guard", direction="down", threshold=Decimal(45))
    values = [("44", 5), ("46", 9), ("47", 12), ("40", 20)]
    told = [is_(value, "guard", BEGAN + timedelta(days=day)) for value, day in values]
    (found,) = judged(gate(guardrails=(guard,)), *told).guardrails
    assert (found.state, found.broken_on, found.judged.value) == ("broken", BEGAN + timedelta(days=9), Decimal(40))
    few = [one._replace(n=4) for one in told]
    assert judged(gate(guardrails=(guard,)), *few).guardrails[0].state == "too_few"


@pytest.mark.parametrize(
    ("value", "way"), [("50", "50.0"), ("40", "0.0"), ("30", "-50.0"), ("70", "150.0"), ("41", "5.0")]
)
def test_progress_has_a_sign(value: str, way: str) -> None:
    assert progress(measure(), Decimal(value)) == Decimal(way)
    falling = measure(direction="down", baseline=Baseline(Decimal(60), 50, BEGAN), threshold=Decimal(40))
    assert progress(falling, 100 - Decimal(value)) == Decimal(way)


def expand(found: Evidence, *reasons: Any) -> str | None:
    return decision_problem("expand", reasons or ("signals_reached",), found)


def test_nobody_expands_before_the_exposure_beyond_a_guardrail_or_against_signals_without_saying_so() -> None:
    assert expand(judged(gate(), is_("60"))) is None
    assert "minimum exposure" in str(expand(judged(gate(), is_("60", on=EARLY), today=EARLY)))
    guard = measure("guard", direction=DOWN, threshold=Decimal(45))
    broken = judged(gate(guardrails=(guard,)), is_("60"), is_("46", "guard"))
    assert "guardrail" in str(expand(broken))
    assert "guardrail" in str(expand(broken, "despite_signals"))
    missed = judged(gate(), is_("59"))
    assert "despite_signals" in str(expand(missed))
    assert expand(missed, "despite_signals") is None
    assert "signals_reached" in str(expand(judged(gate(), is_("60")), "despite_signals"))


@given(gates, percents, st.booleans(), st.sampled_from(["adjust", "sunset"]))
def test_to_go_back_is_always_possible(one: Gate, value: Decimal, early: bool, outcome: Any) -> None:
    found = judged(one, is_(value, "m0"), today=EARLY if early else LATE)
    assert decision_problem(outcome, [next(iter(REASONS[outcome]))], found) is None


@pytest.mark.parametrize("outcome", get_args(Outcome))
def test_a_reason_of_another_outcome_is_named_with_its_place(outcome: Outcome) -> None:
    own = sorted(REASONS[outcome])
    foreign = sorted({one for some in REASONS.values() for one in some} - set(own))
    assert foreign_reasons(outcome, own) == []
    assert foreign_reasons(outcome, [*own, foreign[0]]) == [(len(own), own)]
