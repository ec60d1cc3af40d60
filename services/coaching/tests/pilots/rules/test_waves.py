"""How a wave moves on."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.pilots.rules.waves import (
    DECIDED,
    REASONS,
    WAVE_STATES,
    Move,
    OptIn,
    Outcome,
    WaveState,
    may_answer,
    validate_move,
)

MOVES: tuple[Move, ...] = get_args(Move)
LEADS: dict[tuple[WaveState, Move], tuple[WaveState, ...]] = {
    ("draft", "lock"): ("locked",),
    ("locked", "open"): ("open",),
    ("open", "decide"): ("expanded", "adjusted", "sunset"),
}
"""The only ways from one state to another, as the brief of a pilot has them."""
STAYS = {
    "draft": {"plan", "answer"},
    "locked": {"answer", "amend"},
    "open": {"answer", "amend", "measure", "correct"},
    "expanded": {"correct"},
    "adjusted": {"correct"},
    "sunset": {"correct"},
}


@pytest.mark.parametrize("state", WAVE_STATES)
@pytest.mark.parametrize("move", MOVES)
def test_nothing_is_done_with_a_wave_that_the_table_does_not_name(state: WaveState, move: Move) -> None:
    allowed = (state, move) in LEADS or move in STAYS[state]
    assert (validate_move(state, move) is None) is allowed


@pytest.mark.parametrize("state", WAVE_STATES)
def test_a_refusal_says_what_is_so_and_what_to_do(state: WaveState) -> None:
    refusals = {why for move in MOVES if (why := validate_move(state, move)) is not None}
    assert len(refusals) == 1
    assert all(": " in why and why.endswith(".") for why in refusals)


@given(st.lists(st.sampled_from(MOVES), max_size=12), st.data())
def test_no_sequence_of_moves_leaves_a_decision_or_skips_the_lock(moves: list[Move], data: st.DataObject) -> None:
    state: WaveState = "draft"
    seen = [state]
    for move in moves:
        if validate_move(state, move) is None:
            state = data.draw(st.sampled_from(LEADS.get((state, move), (state,))))
            seen.append(state)
    if "open" in seen:
        assert seen.index("locked") < seen.index("open")
    decided = set(DECIDED.values())
    if (first := next((place for place, one in enumerate(seen) if one in decided), None)) is not None:
        assert set(seen[first:]) == {seen[first]}


def test_every_outcome_has_reasons_of_its_own_and_leads_to_a_state() -> None:
    assert set(DECIDED) == set(REASONS) == set(get_args(Outcome))
    assert all(REASONS.values())


@pytest.mark.parametrize("before", get_args(OptIn))
@pytest.mark.parametrize("to", get_args(OptIn))
def test_of_an_open_wave_nobody_is_again_who_opted_out(before: OptIn, to: OptIn) -> None:
    assert may_answer(before, to, "draft")
    assert may_answer(before, to, "locked")
    assert may_answer(before, to, "open") is (before != "no" and to != "none")
