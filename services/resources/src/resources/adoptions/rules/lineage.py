"""What was adapted of what, and when an adaptation is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias
from uuid import UUID

from resources.adoptions.rules.refusals import Refusal

MOST_GENERATIONS = 12
"""So many adaptations one of another there may be: a credit names each, and has to stay readable."""
MOST_SOURCES = 20
"""So many items one item may be made of."""


class Version(NamedTuple):
    """A published version of an item, numbered from 1."""

    item_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class Derivation:
    """That a version was made from another. One that was made of several has one for each."""

    version: Version
    source: Version


Edges: TypeAlias = Mapping[UUID, frozenset[UUID]]


def ancestors(derivations: Iterable[Derivation], item_id: UUID) -> dict[UUID, int]:
    """Returns the items that an item descends from, the nearest first, each with the fewest generations between."""
    return _reached(_sources(derivations), item_id)


def descendants(derivations: Iterable[Derivation], item_id: UUID) -> dict[UUID, int]:
    """Returns the items that descend from an item, the nearest first, each with the fewest generations between: whom it
    concerns that the item is retired or taken down.
    """
    return _reached(_adaptations(derivations), item_id)


def refused_derivation(derivations: Iterable[Derivation], item_id: UUID, source: Version) -> Refusal | None:
    """Returns why an item may not be adapted from a version; None where it may. The derivations are those of all
    ancestors of the source and of all descendants of the item, or more.

    Items count, and not versions: were A adapted from B and B from A, each would offer its changes to the other for
    ever and credit itself.
    """
    known = tuple(derivations)
    sources = _sources(known)
    if source.item_id == item_id:
        return Refusal("itself", "An item is not adapted from itself: publish a new version of it.")
    if item_id in _reached(sources, source.item_id):
        return Refusal(
            "cycle",
            "That item was adapted from this one, so that neither would be the origin: offer your changes to its "
            "authors, or adapt it as a new item.",
        )
    if _longest(sources, source.item_id) + 1 + _longest(_adaptations(known), item_id) > MOST_GENERATIONS:
        return Refusal(
            "too_deep",
            f"There would be more than {MOST_GENERATIONS} adaptations one of another: adapt what it came from.",
        )
    if len(sources.get(item_id, frozenset()) | {source.item_id}) > MOST_SOURCES:
        return Refusal(
            "too_many_sources",
            f"It would be made of more than {MOST_SOURCES} items: put the others beside it in a playlist.",
        )
    return None


def _sources(derivations: Iterable[Derivation]) -> Edges:
    return _edges((one.version.item_id, one.source.item_id) for one in derivations)


def _adaptations(derivations: Iterable[Derivation]) -> Edges:
    return _edges((one.source.item_id, one.version.item_id) for one in derivations)


def _edges(pairs: Iterable[tuple[UUID, UUID]]) -> Edges:
    found: dict[UUID, frozenset[UUID]] = {}
    for start, end in pairs:
        found[start] = found.get(start, frozenset()) | {end}
    return found


def _next(edges: Edges, layer: Iterable[UUID]) -> set[UUID]:
    return {key for one in layer for key in edges.get(one, ())}


def _reached(edges: Edges, start: UUID) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    layer = {start}
    while layer := _next(edges, layer) - found.keys():
        found |= dict.fromkeys(sorted(layer), 1 + max(found.values(), default=0))
    return found


def _longest(edges: Edges, start: UUID) -> int:
    """The longest way from an item; as long as there are items where what is stored goes in a circle."""
    layer, count = {start}, 0
    while count <= len(edges) and (layer := _next(edges, layer)):
        count += 1
    return count
