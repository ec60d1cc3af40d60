"""What an indicator may say, what a goal lacks to be published, and how a goal moves on."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from coaching.goals.rules.goals import GOAL_STATES, MOVES, missing_for_publication, validate_move, validate_open
from coaching.goals.rules.indicators import (
    Baseline,
    Measure,
    Source,
    Terms,
    Unit,
    validate_measure,
    validate_terms,
    validate_watch,
    with_usual_range,
)

TODAY = date(2026, 9, 1)
DUE = TODAY + timedelta(days=100)
SHARE = Terms("up", "per_cent", Decimal(0), Decimal(100), Baseline(Decimal(20), TODAY), Decimal(80), DUE)
COUNT = Terms("down", "count", Decimal(0), None, Baseline(Decimal(40), TODAY), Decimal(10), DUE)
POINTS = SHARE._replace(unit="points", low=Decimal(1), high=Decimal(4), baseline=Baseline(Decimal(2), TODAY),
                        target=Decimal(3))  # fmt: skip


def places(terms: Terms, **change: Any) -> list[str]:
    return [one.pointer for one in validate_terms(terms._replace(**change), TODAY)]


@pytest.mark.parametrize("terms", [SHARE, COUNT, POINTS])
def test_what_is_usual_is_in_order_and_a_draft_may_lack_anything(terms: Terms) -> None:
    assert places(terms) == []
    for lacking in ("baseline", "target", "due_on"):
        assert places(terms, **{lacking: None}) == []


@pytest.mark.parametrize(
    ("terms", "change", "expected"),
    [
        (SHARE, {"target": Decimal(20)}, ["/target"]),
        (SHARE, {"target": Decimal(10)}, ["/target"]),
        (SHARE, {"target": Decimal(101)}, ["/target"]),
        (SHARE, {"baseline": Baseline(Decimal(-1), TODAY)}, ["/baseline/value"]),
        (SHARE, {"baseline": Baseline(Decimal(20), TODAY + timedelta(days=1))}, ["/baseline/on"]),
        (SHARE, {"due_on": TODAY}, ["/due_on"]),
        (SHARE, {"high": Decimal(50)}, ["/low", "/target"]),
        (COUNT, {"target": Decimal(50)}, ["/target"]),
        (COUNT, {"target": Decimal(-1)}, ["/target"]),
        (COUNT, {"low": Decimal(-5)}, ["/low"]),
        (POINTS, {"low": None}, ["/low"]),
        (POINTS, {"low": Decimal(4), "high": Decimal(1)}, ["/high", "/baseline/value", "/target"]),
    ],
)
def test_what_nobody_could_reach_or_measure_is_refused_with_its_place(
    terms: Terms, change: dict[str, Any], expected: list[str]
) -> None:
    assert places(terms, **change) == expected


def test_the_range_of_a_share_and_of_a_count_is_known() -> None:
    assert with_usual_range("per_cent", None, None) == (Decimal(0), Decimal(100))
    assert with_usual_range("count", None, Decimal(9)) == (Decimal(0), Decimal(9))
    assert with_usual_range("points", None, None) == (None, None)


ITEM = Measure("learners_mastering", item_id=UUID(int=1))


@pytest.mark.parametrize(
    ("measure", "source", "unit", "expected"),
    [(None, "entered", "points", []), (None, "survey", "per_cent", []), (None, "computed", "count", ["/measure"]),
     (ITEM, "computed", "count", []), (ITEM, "entered", "count", ["/measure"]), (ITEM, "computed", "points", ["/unit"]),
     (ITEM._replace(learners=80), "computed", "per_cent", []),
     (ITEM._replace(learners=80), "computed", "count", ["/unit"]),
     (Measure("meetings_held"), "computed", "per_cent", ["/unit"])],
)  # fmt: skip
def test_what_is_counted_belongs_to_a_computed_indicator_in_its_unit(
    measure: Measure | None, source: Source, unit: Unit, expected: list[str]
) -> None:
    assert [one.pointer for one in validate_measure(measure, source, unit)] == expected


def test_mastery_is_not_counted_from_before_it_was_watched() -> None:
    early, late = Baseline(Decimal(0), TODAY - timedelta(days=1)), Baseline(Decimal(0), TODAY)
    assert [one.pointer for one in validate_watch(ITEM, early, TODAY)] == ["/baseline/on"]
    assert [*validate_watch(ITEM, late, TODAY), *validate_watch(ITEM, None, TODAY)] == []
    assert [*validate_watch(Measure("meetings_held"), early, TODAY), *validate_watch(None, early, TODAY)] == []


def test_a_goal_without_a_measure_or_a_baseline_cannot_be_published_and_each_lack_has_its_place() -> None:
    assert [one.pointer for one in missing_for_publication([])] == ["/indicators"]
    bare = SHARE._replace(baseline=None, target=None, due_on=None)
    assert [one.pointer for one in missing_for_publication([SHARE, bare])] == [
        "/indicators/1/baseline", "/indicators/1/target", "/indicators/1/due_on",
    ]  # fmt: skip
    assert [*missing_for_publication([SHARE, COUNT])] == []


def test_a_goal_moves_as_the_table_says_and_each_refusal_says_what_to_do() -> None:
    for state, to in product(GOAL_STATES, GOAL_STATES):
        found = validate_move(state, to)
        assert (found is None) is (to in MOVES[state])
        assert found is None or ":" in found
    assert [state for state in GOAL_STATES if validate_open(state)] == ["reached", "closed", "dropped"]
