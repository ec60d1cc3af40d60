"""What is left out of a model is in no matching that is as good, whatever prices somebody claims."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coaching.common.rules.certified import bound_by
from coaching.common.rules.linear import Model, Objective
from coaching.common.solving import price, solve
from coaching.matching.rules import narrowing
from coaching.matching.rules.check import worth
from coaching.matching.rules.hard import possible_meetings
from coaching.matching.rules.instance import Instance
from coaching.matching.rules.matching import match
from coaching.matching.rules.model import build
from coaching.matching.rules.phases import Phase, objective, phases
from services.coaching.tests.matching.matching_pieces import network, small_instances
from services.coaching.tests.matching.rules.test_matching import every_matching

prices_of_anybody = st.lists(st.floats(-40, 40), min_size=1, max_size=8)


@pytest.fixture(autouse=True)
def every_model_is_narrowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(narrowing, "FEWEST", 0)


def figures(whole: Instance, narrowed: bool) -> list[object]:
    outcome = match(whole, solve, price=price if narrowed else None)
    return [outcome.matching and [worth(whole, outcome.matching, one) for one in phases(whole)], outcome.proved]


@settings(max_examples=40, derandomize=True)
@given(small_instances())
def test_a_matching_is_as_good_with_meetings_left_out(whole: Instance) -> None:
    assert figures(whole, narrowed=True) == figures(whole, narrowed=False)


def test_a_network_comes_to_the_same_with_meetings_left_out() -> None:
    whole = network(60, 40, 4)
    assert figures(whole, narrowed=True) == figures(whole, narrowed=False)


@settings(max_examples=60, derandomize=True)
@given(small_instances(), prices_of_anybody)
def test_no_matching_exceeds_a_bound_or_has_what_it_leaves_out(whole: Instance, claimed: list[float]) -> None:
    built = build(whole, possible_meetings(whole))
    random = Random(len(claimed))
    prices = [random.choice(claimed) for _ in built.model.rows]
    for phase in phases(whole):
        bound = bound_by(built.model, objective(built, phase), prices)
        for matching in every_matching(whole):
            reached = worth(whole, matching, phase)
            assert reached <= bound.whole
            assert all(bound.may_be_in(built.meets[one], reached) for one in matching)


@settings(max_examples=15, derandomize=True)
@given(small_instances(), prices_of_anybody)
def test_prices_that_are_wrong_change_no_matching(whole: Instance, claimed: list[float]) -> None:
    def lying(model: Model, _: Objective) -> Sequence[float]:
        random = Random(len(claimed))
        return [random.choice(claimed) for _ in model.rows]

    outcome = match(whole, solve, price=lying)
    found = outcome.matching and [worth(whole, outcome.matching, one) for one in phases(whole)]
    assert [found, outcome.proved] == figures(whole, narrowed=False)


def test_prices_of_the_solver_leave_out_most_of_a_network() -> None:
    whole = network(60, 40, 4)
    best = match(whole, solve).runs[1]
    narrow = narrowing.Narrow(build(whole, possible_meetings(whole)), price)
    narrow.turn_to(Phase.COVERAGE)
    narrow.keep(Phase.COVERAGE, match(whole, solve).runs[0].value or 0)
    before = len(narrow.built.meets)
    narrow.turn_to(Phase.POINTS)
    narrow.keep(Phase.POINTS, best.value or 0)
    assert best.matching is not None
    assert best.matching <= narrow.built.meets.keys()
    assert len(narrow.built.meets) < before / 2
