"""Load over capacity in a declared window, with credit for those who came later."""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from coaching.matching.rules.fairness import Past, Window, carried_load, steps, uneven

OLD, NEW = UUID(int=1), UUID(int=2)
WINDOW = Window(date(2026, 1, 1), date(2026, 1, 10))


def test_what_was_begun_before_the_window_counts_no_longer() -> None:
    past = Past(date(2020, 1, 1), 2, (date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 10), date(2026, 1, 11)))
    assert carried_load({OLD: past}, WINDOW) == {OLD: 2}


def test_a_newcomer_begins_with_the_others_mean_load_over_their_capacity() -> None:
    old = Past(date(2020, 1, 1), 2, tuple(date(2026, 1, day) for day in range(1, 9)))
    assert carried_load({OLD: old, NEW: Past(date(2026, 1, 11), 1, ())}, WINDOW) == {OLD: 8, NEW: 4}
    half = carried_load({OLD: old, NEW: Past(date(2026, 1, 6), 2, ())}, WINDOW)
    assert half == {OLD: 8, NEW: 3}  # of 8 begun in 30 days of capacity, 10 are 2.67


def test_nobody_carries_anything_before_anybody_coached() -> None:
    assert carried_load({NEW: Past(date(2026, 2, 1), 3, ())}, WINDOW) == {NEW: 0}
    assert carried_load({}, WINDOW) == {}


@given(st.integers(0, 5), st.integers(1, 6))
def test_steps_grow_and_add_up_to_load_squared_over_capacity(carried: int, capacity: int) -> None:
    added = steps(carried, capacity, 60)
    assert added == sorted(set(added))
    assert list(accumulate(added)) == [uneven(carried, count, capacity, 60) for count in range(1, capacity + 1)]
    assert added[0] * capacity == 60 * (2 * carried + 1)
