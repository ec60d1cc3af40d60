"""How a slot of a workshop stands in a calendar, over any life that it can have."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coaching.feed.rules.entries import LAST, Slot, Status, status_of

SEATS = st.lists(st.booleans(), max_size=12)
"""Whether somebody sits there, after each change of who sits where."""


def slot(sits: bool | None, sequence: int = 0, *, assigned: bool = True, **over: bool) -> Slot:
    return Slot(over.get("cancelled", False), over.get("withdrawn", False), assigned, sits, sequence)


def life(seats: list[bool], over: str | None) -> list[Status]:
    """How it stands from the invitation on; `sequence` is counted as the database counts it."""
    found, sequence = [slot(None, assigned=False), slot(None)], 0
    for place, sits in enumerate(seats):
        sequence += int(not sits) if place == 0 else int(sits != seats[place - 1])
        found.append(slot(sits, sequence))
    return [status_of(one) for one in [*found, *([slot(None, **{over: True})] if over else [])]]


@given(SEATS, st.sampled_from([None, "cancelled", "withdrawn"]))
def test_the_sequence_goes_up_with_each_cancellation_and_return_and_at_nothing_else(
    seats: list[bool], over: str | None
) -> None:
    shown = life(seats, over)
    for before, after in pairwise(shown):
        if before.cancelled == after.cancelled and after.sequence != LAST:
            assert after.sequence == before.sequence
        else:
            assert after.sequence > before.sequence


@given(SEATS)
def test_it_is_in_doubt_until_seats_are_assigned_and_never_after(seats: list[bool]) -> None:
    shown = life(seats, None)
    assert [one.doubtful for one in shown] == [True, True] + [False] * len(seats)
    assert [one.cancelled for one in shown[2:]] == [not sits for sits in seats]
