"""The tree that `isChildOf` draws: with a cycle, nobody could walk from a heading to its competencies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from competency.rules.framework import Association

_NAMED = 12


def closing_associations(associations: Sequence[Association]) -> Mapping[int, str]:
    """The positions of the `isChildOf` associations that close a cycle, each with the path it closes.

    Without them no cycle is left. Walks every association once, in listing order, without recursion.
    """
    parents: dict[str, list[tuple[int, str]]] = {}
    for position, association in enumerate(associations):
        if association.association_type == "isChildOf":
            up = (position, association.destination.identifier)
            parents.setdefault(association.origin.identifier, []).append(up)
    closing: dict[int, str] = {}
    done: set[str] = set()
    for start in parents:
        if start not in done:
            _climb(start, parents, done, closing)
    return closing


def _climb(start: str, parents: Mapping[str, list[tuple[int, str]]], done: set[str], closing: dict[int, str]) -> None:
    path, height = [start], {start: 0}
    ahead: list[Iterator[tuple[int, str]]] = [iter(parents[start])]
    while path:
        position, parent = next(ahead[-1], (None, ""))
        if position is None:
            ahead.pop()
            height.pop(path[-1])
            done.add(path.pop())
        elif parent in height:
            closing[position] = _named(path, height[parent])
        elif parent not in done:
            height[parent] = len(path)
            path.append(parent)
            ahead.append(iter(parents.get(parent, ())))


def _named(path: Sequence[str], bottom: int) -> str:
    length = len(path) - bottom
    steps = list(path[bottom : bottom + _NAMED])
    if length > _NAMED:
        steps.append(f"… ({length} in all)")
    return " → ".join([*steps, path[bottom]])
