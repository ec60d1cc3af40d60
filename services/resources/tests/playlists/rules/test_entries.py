"""The order of a playlist."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.playlists.rules.entries import (
    MOST_ENTRIES,
    Entries,
    added,
    moved,
    places,
    removed,
    renumbered,
    validate_addition,
    validate_move,
    validate_opening,
)
from services.resources.tests.playlists.rules.playlist_pieces import entry, number, playlist


def order(entries: Entries) -> list[int]:
    return [one.entry_id.int for one in entries]


@pytest.mark.parametrize(
    ("which", "after", "expected"),
    [
        (3, None, [3, 1, 2, 4]),
        (3, 1, [1, 3, 2, 4]),
        (1, 4, [2, 3, 4, 1]),
        (1, 2, [2, 1, 3, 4]),
        (2, 1, [1, 2, 3, 4]),
        (1, None, [1, 2, 3, 4]),
    ],
)
def test_an_entry_moves_behind_another_or_to_the_front(which: int, after: int | None, expected: list[int]) -> None:
    found = moved(playlist(1, 2, 3, 4), number(which), None if after is None else number(after))
    assert order(found) == expected


MOVES = st.lists(st.tuples(st.integers(1, 8), st.none() | st.integers(1, 8)), max_size=12)


@given(st.integers(1, 7), MOVES)
@settings(max_examples=50, derandomize=True)
def test_any_moves_keep_every_entry_once_and_what_was_moved_stands_where_it_was_put(
    size: int, moves: list[tuple[int, int | None]]
) -> None:
    entries = playlist(*range(1, size + 1))
    for which, after in moves:
        before = order(entries)
        put_after = None if after is None else number(after)
        if list(validate_move(entries, number(which), put_after)):
            with pytest.raises(ValueError, match="no such entry"):
                moved(entries, number(which), put_after)
            continue
        entries = moved(entries, number(which), put_after)
        now = order(entries)
        assert sorted(now) == sorted(before)
        assert now.index(which) == (0 if after is None else now.index(after) + 1)
        assert [n for n in now if n != which] == [n for n in before if n != which]


@given(st.integers(0, 6), MOVES, st.integers(1, 7), st.integers(0, 7))
@settings(max_examples=50, derandomize=True)
def test_what_is_written_of_a_change_gives_the_new_places(
    size: int, moves: list[tuple[int, int | None]], taken: int, behind: int
) -> None:
    written = playlist(*range(1, size + 1))
    kept = places(written)
    entries = removed(added(written, entry(9), number(behind) if 0 < behind <= size else None), number(taken))
    for which, after in moves:
        put_after = None if after is None else number(after)
        if not list(validate_move(entries, number(which), put_after)):
            entries = moved(entries, number(which), put_after)
    changes = renumbered(kept, entries)
    left = {one: place for one, place in kept.items() if one in places(entries)}
    assert {**left, **changes} == places(entries)
    assert sorted(places(entries).values()) == list(range(1, len(entries) + 1))
    assert all(kept.get(one) != place for one, place in changes.items())


def test_a_neighbours_swap_writes_two_places() -> None:
    before = playlist(1, 2, 3, 4)
    assert renumbered(places(before), moved(before, number(2), number(3))) == {number(3): 2, number(2): 3}


def test_a_resource_may_stand_in_a_playlist_twice_but_an_entry_may_not() -> None:
    again = added(playlist(1, 2), entry(3), number(1))
    assert order(again) == [1, 3, 2]
    with pytest.raises(ValueError, match="already"):
        added(again, entry(3), None)


def test_what_was_taken_out_already_is_taken_out() -> None:
    assert removed(playlist(1, 2), number(3)) == playlist(1, 2)


def test_a_move_that_cannot_be_says_which_of_its_ends_is_wrong() -> None:
    entries = playlist(1, 2)

    def wrong(which: int, after: int | None) -> list[str]:
        found = validate_move(entries, number(which), None if after is None else number(after))
        return [problem.pointer for problem in found]

    assert wrong(1, 2) == []
    assert wrong(3, 2) == ["/entry_id"]
    assert wrong(1, 3) == ["/after"]
    assert wrong(1, 1) == ["/after"]
    assert wrong(3, 4) == ["/entry_id", "/after"]


def test_a_full_playlist_takes_no_more() -> None:
    full = playlist(*range(1, MOST_ENTRIES + 1))
    assert list(validate_addition(full[1:], None)) == []
    assert [problem.pointer for problem in validate_addition(full, None)] == [""]
    assert [problem.pointer for problem in validate_addition(full[1:], number(1))] == ["/after"]


def test_entries_whose_licence_refuses_keep_a_playlist_from_being_opened() -> None:
    (problem,) = validate_opening(playlist(1, 2, 3), {number(2): "Its author keeps all rights.", number(9): "No."})
    assert problem.pointer == "/entries/1"
    assert problem.detail.startswith("Its author keeps all rights. Take the entry out")
