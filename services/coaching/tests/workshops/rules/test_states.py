"""How a workshop moves on, as data: every pair of states is allowed, or refused with what to do."""

from itertools import product

import pytest

from coaching.workshops.rules.states import CHANGING, STATES, State, validate_act, validate_move

ALLOWED: set[tuple[State, State]] = {
    ("draft", "open"), ("open", "ranking_closed"), ("ranking_closed", "assigned"), ("assigned", "under_way"),
    ("under_way", "held"),
    *((state, "cancelled") for state in STATES if state not in ("held", "cancelled")),
}  # fmt: skip


@pytest.mark.parametrize(("state", "to"), list(product(STATES, STATES)))
def test_a_move_is_allowed_or_refused_with_what_to_do(state: State, to: State) -> None:
    problem = validate_move(state, to)
    if (state, to) in ALLOWED:
        assert problem is None
    else:
        assert problem is not None
        assert problem.startswith(f"A workshop does not become {to} when it is {state}. ")
        assert problem.endswith((".", "again."))
        assert ": " in problem, "it says what to do"


@pytest.mark.parametrize("state", STATES)
def test_an_act_names_the_states_in_which_it_is_done(state: State) -> None:
    problem = validate_act(state, CHANGING, "What is offered changes")
    assert (problem is None) == (state in CHANGING)
    if problem is not None:
        assert "while a workshop is draft or open or ranking_closed or assigned. " in problem
