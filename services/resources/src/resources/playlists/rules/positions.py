"""Where a learner is in a playlist: of each entry whether it was begun and done. How long anything took is not kept."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from resources.playlists.rules.entries import Entry


class EntryState(StrEnum):
    """How far a learner is with an entry."""

    NOT_BEGUN = "not_begun"
    OPENED = "opened"
    DONE = "done"


class Act(StrEnum):
    """What a learner does with an entry."""

    OPEN = "open"
    FINISH = "finish"
    TAKE_UP_AGAIN = "take_up_again"


AFTER: Mapping[tuple[EntryState, Act], EntryState] = {
    (EntryState.NOT_BEGUN, Act.OPEN): EntryState.OPENED,
    (EntryState.OPENED, Act.OPEN): EntryState.OPENED,
    (EntryState.DONE, Act.OPEN): EntryState.DONE,
    (EntryState.NOT_BEGUN, Act.FINISH): EntryState.DONE,
    (EntryState.OPENED, Act.FINISH): EntryState.DONE,
    (EntryState.DONE, Act.FINISH): EntryState.DONE,
    (EntryState.NOT_BEGUN, Act.TAKE_UP_AGAIN): EntryState.NOT_BEGUN,
    (EntryState.OPENED, Act.TAKE_UP_AGAIN): EntryState.OPENED,
    (EntryState.DONE, Act.TAKE_UP_AGAIN): EntryState.OPENED,
}
"""Each act may be told twice. Looking at what is done undoes nothing; what has no page to open may be done at once."""

States = Mapping[UUID, EntryState]
"""How far a learner is, by entry. What it lacks is not begun; entries that were taken out may be in it and count for
nothing until they are put back.
"""


@dataclass(frozen=True, slots=True)
class Position:
    """Each entry in its order with its state, how many of those that can be done are done, and which is next; None:
    nothing is left to do.
    """

    states: tuple[tuple[UUID, EntryState], ...]
    done: int
    to_do: int
    next_entry: UUID | None


def acted(states: States, entry_id: UUID, act: Act) -> dict[UUID, EntryState]:
    """Returns the states after an act."""
    return {**states, entry_id: AFTER[states.get(entry_id, EntryState.NOT_BEGUN), act]}


def position(entries: Sequence[Entry], states: States, closed: Container[UUID] = ()) -> Position:
    """Returns where a learner is. `closed` are the entries that nobody can open now (see `leads.Closed`): they keep
    their state, but none waits for them.

    Next is the first entry that was opened and is not done, for somebody is in the midst of it; else the first that is
    not begun.
    """
    found = [(entry.entry_id, states.get(entry.entry_id, EntryState.NOT_BEGUN)) for entry in entries]
    to_do = [(entry_id, state) for entry_id, state in found if entry_id not in closed]
    return Position(
        states=tuple(found),
        done=sum(state is EntryState.DONE for _, state in to_do),
        to_do=len(to_do),
        next_entry=_first(to_do, EntryState.OPENED) or _first(to_do, EntryState.NOT_BEGUN),
    )


def _first(states: Iterable[tuple[UUID, EntryState]], wanted: EntryState) -> UUID | None:
    return next((entry_id for entry_id, state in states if state is wanted), None)
