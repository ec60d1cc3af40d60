"""What is wrong with a gate."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from coaching.pilots.rules.gates import Baseline, Gate, contradictions, gain, lacking, unreachable, value_problem
from services.coaching.tests.pilots.pilot_pieces import BEGAN, MINIMUM, directions, gate, gates, measure, percents

POINTS = {"unit": "points", "lowest": Decimal(1), "highest": Decimal(4)}


def at(value: str, n: int = 50) -> Baseline:
    return Baseline(Decimal(value), n, BEGAN)


def found(one: Gate) -> list[str]:
    return [problem.pointer for problem in contradictions(one, MINIMUM)]


@given(gates)
def test_a_gate_whose_thresholds_are_better_than_the_baselines_can_be_locked(one: Gate) -> None:
    assert found(one) == []
    assert [*lacking(one)] == []


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"threshold": Decimal(101)}, "threshold"),
        ({"threshold": Decimal(-1), "direction": "down"}, "threshold"),
        ({"threshold": Decimal(40)}, "threshold"),
        ({"threshold": Decimal(39)}, "threshold"),
        ({"threshold": Decimal(41), "direction": "down"}, "threshold"),
        ({"baseline": at("100"), "threshold": Decimal(100)}, "threshold"),
        ({"baseline": at("0"), "threshold": Decimal(0), "direction": "down"}, "threshold"),
        ({"predicted": Decimal(120)}, "predicted"),
        ({"baseline": at("130")}, "baseline/value"),
        ({"baseline": at("40", 9)}, "baseline/n"),
        ({"unit": "count", "threshold": Decimal(-1), "direction": "down"}, "threshold"),
        (POINTS | {"baseline": at("2"), "predicted": Decimal(3), "threshold": Decimal(5)}, "threshold"),
        (POINTS | {"baseline": at("2"), "predicted": Decimal(3), "threshold": Decimal(3), "highest": Decimal(1)},
         "highest"),
    ],
)  # fmt: skip
def test_a_threshold_that_nobody_can_reach_is_refused(more: dict[str, Any], pointer: str) -> None:
    assert f"/signals/0/{pointer}" in found(gate(measure(**more)))


@pytest.mark.parametrize(
    ("more", "fine"),
    [
        ({"threshold": Decimal(40)}, True),
        ({"threshold": Decimal(30)}, True),
        ({"threshold": Decimal(41)}, False),
        ({"threshold": Decimal(0)}, False),
        ({"threshold": Decimal(41), "direction": "down"}, True),
        ({"threshold": Decimal(39), "direction": "down"}, False),
        ({"threshold": Decimal(100), "direction": "down"}, False),
        ({"unit": "count", "threshold": Decimal(5000), "direction": "down"}, True),
    ],
)
def test_a_guardrail_is_not_broken_before_it_begins_and_can_be_broken(more: dict[str, Any], fine: bool) -> None:
    assert (found(gate(measure(), guardrails=(measure("guard", **more),))) == []) is fine


def test_two_measures_of_one_gate_have_two_keys() -> None:
    guard = measure("one", threshold=Decimal(30))
    assert found(gate(measure("one"), guardrails=(guard,))) == ["/guardrails/0/key"]


def test_a_measure_without_a_baseline_locks_no_gate() -> None:
    assert [one.pointer for one in lacking(gate(measure(baseline=None)))] == ["/signals/0/baseline"]


@pytest.mark.parametrize(
    ("one", "pointers"),
    [
        (gate(prediction=None), ["/prediction"]),
        (gate()._replace(signals=()), ["/signals"]),
        (gate(measure(predicted=None, threshold=None)), ["/signals/0/predicted", "/signals/0/threshold"]),
        (gate(measure(unit="points")), ["/signals/0"]),
        (gate(minimum_days=None, minimum_teachers=None), ["/minimum_days"]),
        (gate(decides_on=None), ["/decides_on"]),
        (gate(minimum_days=None), []),
        (gate(minimum_teachers=None), []),
    ],
)
def test_what_is_still_to_be_written_is_named(one: Gate, pointers: list[str]) -> None:
    assert [problem.pointer for problem in lacking(one)] == pointers


def test_a_minimum_exposure_that_cannot_be_reached_is_named() -> None:
    one = gate(decides_on=BEGAN + timedelta(days=30))
    assert [*unreachable(one, BEGAN, 5)] == []
    assert [problem.pointer for problem in unreachable(one, BEGAN, 4)] == ["/minimum_teachers"]
    assert [problem.pointer for problem in unreachable(one, BEGAN + timedelta(days=1), 5)] == ["/decides_on"]


@given(percents, percents, directions)
def test_what_is_gained_one_way_is_lost_the_other(before: Decimal, after: Decimal, direction: Any) -> None:
    other: Any = "down" if direction == "up" else "up"
    assert gain(direction, before, after) == -gain(direction, after, before) == -gain(other, before, after)


def test_a_value_outside_its_unit_is_none() -> None:
    assert value_problem(measure(), Decimal("100.01"))
    assert value_problem(measure(), Decimal("-0.01"))
    assert value_problem(measure(unit="count"), Decimal(5000)) is None
    assert value_problem(measure(), Decimal(100)) is None
