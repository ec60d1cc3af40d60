"""Order in what builds on one another, and the name of the circle where there is none to be found."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

_NAMED = 12


class Cycle(ValueError):
    """Things rest on one another in a circle. `path` has each once; each rests on the next, the last on the first.

    The text names the path, long ones in part.
    """

    def __init__(self, path: Sequence[Hashable]) -> None:
        self.path = tuple(path)
        steps = [str(step) for step in self.path[:_NAMED]]
        if len(self.path) > _NAMED:
            steps.append(f"… ({len(self.path)} in all)")
        super().__init__(" → ".join([*steps, str(self.path[0])]))


def bottom_up(rests_on: Mapping[K, Iterable[K]]) -> tuple[K, ...]:
    """Returns the keys of `rests_on`, each after all that it rests on; alike for the same mapping in the same order.

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


def closing(edges: Sequence[tuple[K, K]]) -> dict[int, Cycle]:
    """Returns the positions of the edges that close a cycle, each with the cycle it closes; without them none is left.

    Walks every edge once, in the order given, without recursion; alike for the same edges in the same order.
    """
    ahead_of: dict[K, list[tuple[int, K]]] = {}
    for position, (origin, destination) in enumerate(edges):
        ahead_of.setdefault(origin, []).append((position, destination))
    found: dict[int, Cycle] = {}
    done: set[K] = set()
    for start in ahead_of:
        if start not in done:
            _walk(start, ahead_of, done, found)
    return found


def _walk(start: K, ahead_of: Mapping[K, Sequence[tuple[int, K]]], done: set[K], found: dict[int, Cycle]) -> None:
    path, place = [start], {start: 0}
    ahead: list[Iterator[tuple[int, K]]] = [iter(ahead_of[start])]
    while path:
        edge = next(ahead[-1], None)
        if edge is None:
            ahead.pop()
            del place[path[-1]]
            done.add(path.pop())
            continue
        position, beyond = edge
        if beyond in place:
            found[position] = Cycle(path[place[beyond] :])
        elif beyond not in done:
            place[beyond] = len(path)
            path.append(beyond)
            ahead.append(iter(ahead_of.get(beyond, ())))
