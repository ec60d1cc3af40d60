"""Order in what builds on one another, and the name of the circle where there is none to be found."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

_NAMED = 12


class Cycle(ValueError):
    """Things that rest on one another in a circle. `path` has each once; each rests on the next, the last on the first.

    The text names the path, long ones in part.
    """

    def __init__(self, path: Sequence[Hashable]) -> None:
        self.path = tuple(path)
        steps = [str(step) for step in self.path[:_NAMED]]
        if len(self.path) > _NAMED:
            steps.append(f"… ({len(self.path)} in all)")
        super().__init__(" → ".join([*steps, str(self.path[0])]))


def bottom_up(rests_on: Mapping[K, Iterable[K]]) -> tuple[K, ...]:
    """The keys of `rests_on`, each after all that it rests on; alike for the same mapping in the same order.

    Raises Cycle, naming the path. Without recursion: chains may be as deep as a framework is long.
    """
    order: list[K] = []
    done: set[K] = set()
    for start in rests_on:
        if start not in done:
            _descend(start, rests_on, done, order)
    return tuple(order)


def _descend(start: K, rests_on: Mapping[K, Iterable[K]], done: set[K], order: list[K]) -> None:
    path, place = [start], {start: 0}
    ahead: list[Iterator[K]] = [iter(rests_on[start])]
    while path:
        below = next((key for key in ahead[-1] if key in rests_on and key not in done), None)
        if below is None:
            ahead.pop()
            finished = path.pop()
            del place[finished]
            done.add(finished)
            order.append(finished)
        elif below in place:
            raise Cycle(path[place[below] :])
        else:
            place[below] = len(path)
            path.append(below)
            ahead.append(iter(rests_on[below]))
