"""What HiGHS is asked and how its answers are read."""

from __future__ import annotations

import pytest

from coaching.common.rules.linear import Model
from coaching.common.solving import solve


def knapsack() -> Model:
    model = Model()
    columns = [model.column() for _ in range(3)]
    model.row(zip(columns, (3, 4, 5), strict=True), most=8)
    return model


@pytest.mark.parametrize("presolve", [True, False])
@pytest.mark.parametrize("known", [None, [0, 1, 0]])
def test_the_best_is_found_with_its_bound(presolve: bool, known: list[int] | None) -> None:
    answer = solve(knapsack(), {0: 3, 1: 4, 2: 6}, presolve, known)
    assert answer.status == "optimal"
    assert answer.values == (1, 0, 1)
    assert answer.bound == pytest.approx(9)


@pytest.mark.parametrize("presolve", [True, False])
def test_a_model_that_nothing_satisfies_is_impossible(presolve: bool) -> None:
    model = knapsack()
    model.row([(0, 1), (1, 1), (2, 1)], least=3)
    answer = solve(model, {0: 1}, presolve)
    assert (answer.status, answer.values) == ("impossible", None)


def test_columns_may_be_larger_than_one() -> None:
    model = Model()
    model.row([(model.column(7), 2)], most=9)
    assert solve(model, {0: 1}, True).values == (4,)


def test_a_model_without_columns_has_the_empty_answer() -> None:
    assert solve(Model(), {}, True) == ("optimal", (), 0.0)


def test_nothing_is_written_while_it_solves(capfd: pytest.CaptureFixture[str]) -> None:
    solve(knapsack(), {0: 3, 1: 4, 2: 6}, True)
    assert capfd.readouterr() == ("", "")
