"""What saving an answer does, in whatever order saves arrive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.instruments.rules.save import FURTHEST_AHEAD, Held, Outcome, Standing, decide_save, next_sequence


def saved(held: Held | None, sequence: int, standing: Standing = Standing.OPEN, window_open: bool = True) -> Outcome:
    return decide_save(standing, window_open=window_open, held=held, sequence=sequence)


@pytest.mark.parametrize(
    ("held", "sequence", "outcome"),
    [
        (None, 1, "store"),
        (None, 7, "store"),
        (Held(3, same=False), 4, "store"),
        (Held(3, same=True), 4, "store"),
        (Held(3, same=True), 3, "already_stored"),  # sent twice
        (Held(3, same=True), 2, "already_stored"),
        (Held(3, same=False), 2, "overtaken"),  # late
        (Held(3, same=False), 3, "overtaken"),  # of another tab
    ],
)
def test_the_newest_save_wins_and_an_older_or_equal_one_changes_nothing(
    held: Held | None, sequence: int, outcome: Outcome
) -> None:
    assert saved(held, sequence) == outcome


@pytest.mark.parametrize("sequence", [1, 3, 4, 10**9, -1])
@pytest.mark.parametrize("held", [None, Held(3, same=True), Held(3, same=False)])
@pytest.mark.parametrize("window_open", [True, False])
def test_after_submission_nothing_is_stored_and_the_page_says_received(
    held: Held | None, sequence: int, window_open: bool
) -> None:
    assert saved(held, sequence, Standing.SUBMITTED, window_open) == "received"


def test_after_the_window_nothing_is_stored_and_a_revoked_link_is_unknown_before_all_else() -> None:
    assert saved(None, 1, window_open=False) == "closed"
    assert saved(Held(1, same=True), 1, window_open=False) == "closed"
    assert saved(None, 1, Standing.REVOKED, window_open=False) == "unknown"


@pytest.mark.parametrize("sequence", [0, -5, FURTHEST_AHEAD + 4, 2**31, 2**63])
def test_a_number_that_no_page_gives_cannot_shut_out_later_saves(sequence: int) -> None:
    assert saved(Held(3, same=False), sequence) == "out_of_sequence"


def test_a_device_that_goes_on_from_what_is_stored_is_heard() -> None:
    assert saved(None, next_sequence(None)) == "store"
    held = Held(41, same=False)
    assert saved(held, next_sequence(held)) == "store"


@given(st.permutations(range(1, 8)), st.lists(st.integers(0, 6)))
def test_in_whatever_order_and_however_often_saves_arrive_the_newest_is_what_stays(
    order: list[int], again: list[int]
) -> None:
    stored: int | None = None
    for sequence in [*order, *(order[place] for place in again)]:
        held = None if stored is None else Held(stored, same=stored == sequence)
        if saved(held, sequence) == "store":
            stored = sequence
    assert stored == 7
