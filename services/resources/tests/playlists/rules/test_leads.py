"""What an entry leads to."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.playlists.rules.leads import (
    Closed,
    Open,
    Published,
    Retired,
    Standing,
    TakenDown,
    Why,
    lead,
    within_sight,
)
from services.resources.tests.playlists.rules.playlist_pieces import entry, number

ONE, TWO, THREE = number(1), number(2), number(3)


@pytest.mark.parametrize(
    ("pinned", "shelf", "found"),
    [
        (None, {ONE: Published(4)}, Open(ONE, 4)),
        (2, {ONE: Published(4)}, Open(ONE, 2)),
        (None, {ONE: Retired(4, TWO), TWO: Published(7)}, Open(TWO, 7, instead_of=ONE)),
        (2, {ONE: Retired(4, TWO), TWO: Published(7)}, Open(TWO, 7, instead_of=ONE)),
        (None, {ONE: Retired(4, TWO), TWO: Retired(1, THREE), THREE: Published(1)}, Open(THREE, 1, instead_of=ONE)),
        (None, {ONE: Retired(4, None)}, Open(ONE, 4, retired=True)),
        (2, {ONE: Retired(4, None)}, Open(ONE, 2, retired=True)),
        (2, {ONE: Retired(4, TWO)}, Open(ONE, 2, retired=True)),
        (None, {ONE: Retired(4, TWO), TWO: Retired(1, None)}, Open(ONE, 4, retired=True)),
        (None, {ONE: Retired(4, TWO), TWO: Retired(1, ONE)}, Open(ONE, 4, retired=True)),
        (None, {ONE: Retired(4, ONE)}, Open(ONE, 4, retired=True)),
        (2, {ONE: TakenDown("rights")}, Closed(ONE, Why.TAKEN_DOWN, "rights")),
        (2, {ONE: Retired(4, TWO), TWO: TakenDown("rights")}, Closed(TWO, Why.TAKEN_DOWN, "rights")),
        (None, {}, Closed(ONE, Why.NOT_FOR_READER)),
    ],
)
def test_an_entry_leads_to(pinned: int | None, shelf: dict[UUID, Standing], found: Open | Closed) -> None:
    assert lead(entry(1, pinned), shelf) == found


IDS = st.integers(1, 5).map(number)
STANDINGS = st.one_of(
    st.builds(Published, st.integers(1, 3)),
    st.builds(Retired, st.integers(1, 3), st.none() | IDS),
    st.builds(TakenDown, st.just("rights")),
)


@given(st.dictionaries(IDS, STANDINGS), st.none() | st.integers(1, 3))
@settings(max_examples=80, derandomize=True)
def test_nothing_is_opened_that_was_taken_down_or_is_not_for_the_reader(
    shelf: dict[UUID, Standing], pinned: int | None
) -> None:
    found = lead(entry(1, pinned), shelf)
    standing = shelf.get(found.resource_id)
    if isinstance(found, Closed):
        assert standing == (None if found.why is Why.NOT_FOR_READER else TakenDown("rights"))
    elif found.retired:
        assert isinstance(standing, Retired)
        assert found.resource_id == ONE
    else:
        assert isinstance(standing, Published)
        assert found.version == (standing.version if pinned is None or found.instead_of else pinned)
        assert (found.instead_of is None) == (found.resource_id == ONE)


@given(st.integers(1, 3), st.sets(st.tuples(st.sampled_from([ONE, TWO]), st.integers(1, 3))))
@settings(max_examples=60, derandomize=True)
def test_only_a_version_that_the_reader_may_see_is_opened(version: int, seen: set[tuple[UUID, int]]) -> None:
    found = Open(ONE, version, instead_of=TWO)
    expected = found if (ONE, version) in seen else Closed(ONE, Why.NOT_FOR_READER)
    assert within_sight(found, seen) == expected


def test_what_is_closed_stays_so_with_its_reason() -> None:
    taken = Closed(ONE, Why.TAKEN_DOWN, "rights")
    assert within_sight(taken, {(ONE, 1)}) == taken
