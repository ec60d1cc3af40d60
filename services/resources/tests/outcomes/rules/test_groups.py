"""Atoms of groups, and what is said of them."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.outcomes.rules.groups import EDGE, Group, coded, minimum_of, split

GROUPS = st.lists(st.frozensets(st.sampled_from("abcdefgh")), max_size=6)


@given(GROUPS)
@settings(max_examples=50, derandomize=True)
def test_atoms_are_who_is_in_the_very_same_groups(groups: list[Group]) -> None:
    atoms: list[Group] = []
    for group in groups:
        atoms = split(atoms, group)
    alike: defaultdict[tuple[bool, ...], set[str]] = defaultdict(set)
    for person in frozenset().union(*groups):
        alike[tuple(person in group for group in groups)].add(person)
    assert sorted(map(sorted, atoms)) == sorted(map(sorted, alike.values()))


@given(st.integers(2 * EDGE, 40), st.data())
@settings(max_examples=50, derandomize=True)
def test_what_is_said_of_an_atom_is_never_none_or_all_and_keeps_the_order(of: int, data: st.DataObject) -> None:
    less, more = sorted(data.draw(st.tuples(st.integers(0, of), st.integers(0, of))))
    assert EDGE <= coded(less, of) <= coded(more, of) <= of - EDGE
    if EDGE <= less <= of - EDGE:
        assert coded(less, of) == less


@pytest.mark.parametrize(("count", "of"), [(1, 3), (-1, 10), (11, 10)])
def test_what_is_no_number_of_an_atom_is_an_error(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="coded"):
        coded(count, of)


@pytest.mark.parametrize(("district", "minimum"), [(None, 10), (10, 10), (20, 20), (5, 5), (1, 5)])
def test_a_minimum_is_the_districts_and_never_below_five(district: int | None, minimum: int) -> None:
    assert minimum_of(district) == minimum
