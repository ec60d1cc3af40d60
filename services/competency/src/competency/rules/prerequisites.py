"""What comes before what: which items a learner is ready for, and what stands before the others."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

from competency.rules.cycles import bottom_up

K = TypeVar("K", bound=Hashable)


def prerequisites(precedes: Iterable[tuple[K, K]], items: Collection[K]) -> dict[K, tuple[K, ...]]:
    """The items that come directly before each, from the two ends of every `precedes`: the origin before the
    destination.

    An end that is not among `items` (outside the framework, retired) is left out: nobody could master it here, and it
    would block for ever. Raises `cycles.Cycle`, which names the path, where items come before themselves.
    """
    known = frozenset(items)
    before: dict[K, dict[K, None]] = {}
    for earlier, later in precedes:
        if earlier in known and later in known:
            before.setdefault(later, {})[earlier] = None
    found = {later: tuple(earlier) for later, earlier in before.items()}
    bottom_up(found)
    return found


def ready_next(items: Iterable[K], before: Mapping[K, Collection[K]], mastered: AbstractSet[K]) -> list[K]:
    """The items, in their order, that the learner has not mastered and whose prerequisites they have all mastered."""
    return [
        item for item in items if item not in mastered and all(earlier in mastered for earlier in before.get(item, ()))
    ]


def blocked_by(
    items: Iterable[K], before: Mapping[K, Collection[K]], mastered: AbstractSet[K]
) -> dict[K, tuple[K, ...]]:
    """Of the items not mastered, those that wait, each with the direct prerequisites that are missing."""
    missing = {
        item: tuple(earlier for earlier in before.get(item, ()) if earlier not in mastered)
        for item in items
        if item not in mastered
    }
    return {item: waits_for for item, waits_for in missing.items() if waits_for}
