"""A solver that says what is not so never gets a matching called proved."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from coaching.common.rules.linear import Answer, Model, Objective, Solve
from coaching.common.solving import solve
from coaching.matching.rules.check import broken_rules
from coaching.matching.rules.doubts import Doubt, Reason
from coaching.matching.rules.matching import match
from coaching.matching.rules.phases import Phase
from services.coaching.tests.matching.matching_pieces import coach, gap, instance, network, student

WHOLE = instance([coach(1), coach(2, skill=1), student(3)], [gap(101, weight=2), gap(102)])

Lie = Callable[[Model, Objective, Answer], Answer]


def telling(lie: Lie, with_presolve: bool, without: bool) -> Solve:
    """A solver that lies with presolve, without it, or both."""

    def answer(model: Model, objective: Objective, presolve: bool, known: Sequence[int] | None) -> Answer:
        honest = solve(model, objective, presolve, known)
        return lie(model, objective, honest) if (with_presolve if presolve else without) else honest

    return answer


def nothing_at_all(model: Model, objective: Objective, honest: Answer) -> Answer:
    return Answer("optimal", [0.0] * len(model.tops), 0.0)


def the_worst(model: Model, objective: Objective, honest: Answer) -> Answer:
    """The same wrong answer each time, with the bound that it would have if it were right."""
    values = solve(model, {column: -worth for column, worth in objective.items()}, True).values or ()
    return Answer("optimal", values, float(sum(round(values[column]) * worth for column, worth in objective.items())))


def nearly_whole(model: Model, objective: Objective, honest: Answer) -> Answer:
    return honest._replace(values=[0.9999995 * value for value in honest.values or ()])


def everything(model: Model, objective: Objective, honest: Answer) -> Answer:
    return Answer("optimal", [1.0] * len(model.tops), float(sum(objective.values())))


def a_bound_too_high(model: Model, objective: Objective, honest: Answer) -> Answer:
    return honest._replace(bound=honest.bound + 1)


def a_bound_too_low(model: Model, objective: Objective, honest: Answer) -> Answer:
    return honest._replace(bound=honest.bound - 1)


def no_bound(model: Model, objective: Objective, honest: Answer) -> Answer:
    return honest._replace(bound=float("nan"))


def stopped(model: Model, objective: Objective, honest: Answer) -> Answer:
    return honest._replace(status="limit")


def impossible(model: Model, objective: Objective, honest: Answer) -> Answer:
    return Answer("impossible", None, float("inf"))


def found_nothing(model: Model, objective: Objective, honest: Answer) -> Answer:
    return Answer("failed", None, float("inf"))


LIES: dict[Lie, Doubt] = {
    nothing_at_all: Doubt.OVERLOOKS,
    the_worst: Doubt.OVERLOOKS,
    nearly_whole: Doubt.NOT_WHOLE,
    everything: Doubt.BREAKS_A_RULE,
    a_bound_too_high: Doubt.BOUND_APART,
    a_bound_too_low: Doubt.BOUND_APART,
    no_bound: Doubt.BOUND_APART,
    stopped: Doubt.STOPPED,
    impossible: Doubt.IMPOSSIBLE,
    found_nothing: Doubt.FOUND_NOTHING,
}


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize(("with_presolve", "without"), [(True, False), (False, True), (True, True)])
def test_a_lie_is_never_proved_and_no_matching_breaks_a_rule(lie: Lie, with_presolve: bool, without: bool) -> None:
    outcome = match(WHOLE, telling(lie, with_presolve, without))
    assert not outcome.proved
    doubts = {reason.doubt for reason in outcome.reasons}
    assert Doubt.DISAGREES in doubts if with_presolve != without and lie is not stopped else LIES[lie] in doubts
    assert outcome.matching is None or broken_rules(WHOLE, outcome.matching) == []


@pytest.mark.parametrize("lie", LIES)
def test_a_solver_that_lies_once_costs_the_proof_and_not_the_matching(lie: Lie) -> None:
    assert match(WHOLE, telling(lie, True, False)).matching == match(WHOLE, solve).matching


def test_the_honest_solver_is_proved() -> None:
    assert match(WHOLE, solve).proved


def test_a_phase_that_stops_early_says_how_far_it_came_and_the_bound() -> None:
    outcome = match(
        WHOLE, telling(lambda model, objective, honest: honest._replace(status="limit", bound=99.0), True, True)
    )
    assert (outcome.runs[0].value, outcome.runs[0].bound) == (3, 99)
    assert outcome.reasons[:2] == (
        Reason(Doubt.STOPPED, Phase.COVERAGE),
        Reason(Doubt.BOUND_APART, Phase.COVERAGE),
    )


@pytest.mark.parametrize("number", range(2))
def test_every_value_off_by_a_little_in_a_larger_network_is_noticed(number: int) -> None:
    def one_off(model: Model, objective: Objective, honest: Answer) -> Answer:
        values = list(honest.values or ())
        values[next(place for place, value in enumerate(values) if value > 0.5)] -= 5e-7
        return honest._replace(values=values)

    outcome = match(network(12, 8, 2, number), telling(one_off, True, True))
    assert not outcome.proved
