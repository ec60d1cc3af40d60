"""What small groups are never worked out from."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.common.rules.groups import minimum_of, shown_groups

MINIMUMS = st.integers(5, 12)


@given(st.lists(st.integers(1, 40), max_size=7), st.integers(0, 12), MINIMUMS)
def test_no_sum_of_what_is_shown_leaves_a_small_group(groups: list[int], unnamed: int, minimum: int) -> None:
    """Whatever shown groups are taken from the whole, or from each other, is left of nobody or of enough people."""
    total = sum(groups) + unnamed
    shown = [n for n, visible in zip(groups, shown_groups(total, groups, minimum), strict=True) if visible]
    for size in range(len(shown) + 1):
        for some in combinations(shown, size):
            if total >= minimum:
                left = total - sum(some)
                assert left == 0 or left >= minimum
            assert sum(some) == 0 or sum(some) >= minimum


@given(st.lists(st.integers(12, 40), max_size=7), MINIMUMS)
def test_where_no_group_is_small_all_are_shown(groups: list[int], minimum: int) -> None:
    assert all(shown_groups(sum(groups), groups, minimum))


@given(st.lists(st.integers(1, 3), min_size=1, max_size=3), MINIMUMS)
def test_of_too_few_people_nothing_is_shown(groups: list[int], minimum: int) -> None:
    if sum(groups) < minimum:
        assert not any(shown_groups(sum(groups), groups, minimum))


def test_beside_one_small_group_the_next_small_one_is_hidden() -> None:
    assert shown_groups(75, [30, 3, 12, 30], 10) == (True, False, False, True)
    assert shown_groups(45, [30, 3, 12], 10) == (True, False, False)
    assert shown_groups(30, [27], 10) == (False,)
    assert shown_groups(40, [30], 10) == (True,)


@pytest.mark.parametrize(("set_", "is_"), [(None, 10), (10, 10), (20, 20), (5, 5), (1, 5)])
def test_a_minimum_is_the_districts_and_never_below_five(set_: int | None, is_: int) -> None:
    assert minimum_of(set_) == is_
