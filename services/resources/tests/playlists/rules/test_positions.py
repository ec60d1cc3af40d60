"""Where a learner is in a playlist."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.playlists.rules.entries import Entries, added, moved, removed, validate_move
from resources.playlists.rules.positions import AFTER, Act, EntryState, Position, acted, position
from services.resources.tests.playlists.rules.playlist_pieces import entry, number, playlist

NOT_BEGUN, OPENED, DONE = EntryState


def states(**marks: EntryState) -> dict[UUID, EntryState]:
    return {number(int(name.removeprefix("n"))): state for name, state in marks.items()}


def test_each_act_in_each_state_is_decided() -> None:
    assert set(AFTER) == {(state, act) for state in EntryState for act in Act}


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("state", list(EntryState))
def test_an_act_that_is_told_twice_does_no_more_than_once(state: EntryState, act: Act) -> None:
    once = acted({number(1): state}, number(1), act)
    assert acted(once, number(1), act) == once


def test_opening_what_is_done_undoes_nothing_but_taking_it_up_again_does() -> None:
    done = states(n1=DONE)
    assert acted(done, number(1), Act.OPEN) == done
    assert acted(done, number(1), Act.TAKE_UP_AGAIN) == states(n1=OPENED)


def test_one_begins_at_the_first_entry_and_ends_where_nothing_is_left() -> None:
    entries = playlist(1, 2)
    assert position(entries, {}) == Position(((number(1), NOT_BEGUN), (number(2), NOT_BEGUN)), 0, 2, number(1))
    assert position(entries, states(n1=DONE)).next_entry == number(2)
    assert position(entries, states(n1=DONE, n2=DONE)) == Position(((number(1), DONE), (number(2), DONE)), 2, 2, None)
    assert position((), {}) == Position((), 0, 0, None)


def test_what_somebody_is_in_the_midst_of_is_next() -> None:
    assert position(playlist(1, 2, 3), states(n3=OPENED)).next_entry == number(3)
    assert position(playlist(1, 2, 3), states(n3=OPENED, n2=OPENED)).next_entry == number(2)


def test_nobody_waits_for_what_cannot_be_opened() -> None:
    found = position(playlist(1, 2, 3), states(n1=DONE, n2=DONE), closed={number(1), number(3)})
    assert (found.done, found.to_do, found.next_entry) == (1, 1, None)
    assert dict(found.states)[number(1)] is DONE


ACTS = st.lists(st.tuples(st.integers(1, 6), st.sampled_from(Act)), max_size=10)
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(1, 6), st.none() | st.integers(1, 6)),
        st.tuples(st.just("remove"), st.integers(1, 6), st.none()),
        st.tuples(st.just("add"), st.integers(7, 9), st.none()),
    ),
    max_size=8,
)


def changed(entries: Entries, change: tuple[str, int, int | None]) -> Entries:
    what, which, after = change
    there = number(which) in {one.entry_id for one in entries}
    put_after = None if after is None else number(after)
    if what == "remove":
        return removed(entries, number(which))
    if what == "add":
        return entries if there else added(entries, entry(which), None)
    return (
        entries if list(validate_move(entries, number(which), put_after)) else moved(entries, number(which), put_after)
    )


@given(ACTS, CHANGES)
@settings(max_examples=80, derandomize=True)
def test_where_one_is_outlives_moves_removals_and_additions(
    acts: list[tuple[int, Act]], changes: list[tuple[str, int, int | None]]
) -> None:
    entries = playlist(*range(1, 7))
    done: dict[UUID, EntryState] = {}
    for which, act in acts:
        done = acted(done, number(which), act)
    before = dict(position(entries, done).states)
    for change in changes:
        entries = changed(entries, change)
    found = position(entries, done)
    assert [one for one, _ in found.states] == [one.entry_id for one in entries]
    assert all(state is before.get(one, NOT_BEGUN) for one, state in found.states)
    left = [one for one, state in found.states if state is not DONE]
    assert (found.next_entry is None) == (not left)
    assert found.next_entry in {None, *left}
    assert found.done + len(left) == found.to_do == len(entries)


@given(ACTS)
@settings(max_examples=60, derandomize=True)
def test_whoever_does_what_is_next_comes_to_the_end(acts: list[tuple[int, Act]]) -> None:
    entries = playlist(*range(1, 7))
    done: dict[UUID, EntryState] = {}
    for which, act in acts:
        done = acted(done, number(which), act)
    for _ in entries:
        if (following := position(entries, done).next_entry) is not None:
            done = acted(done, following, Act.FINISH)
    assert position(entries, done).next_entry is None
