"""What comes before what: which items a learner is ready for, and what stands before the others."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

from competency.common.cycles import closing

K = TypeVar("K", bound=Hashable)


def prerequisites(precedes: Iterable[tuple[K, K]], items: Collection[K]) -> dict[K, tuple[K, ...]]:
    """The items that come directly before each, from the two ends of every `precedes` in its framework's order: the
    origin before the destination.

    One that closes a cycle has no effect, as its import reported: items that wait for each other would wait for ever.
    An end that is not among `items` (outside the framework, retired) is left out for the same reason.
    """
    known, drawn = frozenset(items), list(precedes)
    without_effect = closing(drawn)
    before: dict[K, dict[K, None]] = {}
    for place, (earlier, later) in enumerate(drawn):
        if place not in without_effect and earlier in known and later in known:
            before.setdefault(later, {})[earlier] = None
    return {later: tuple(earlier) for later, earlier in before.items()}


def waits_for(item: K, before: Mapping[K, Iterable[K]], mastered: AbstractSet[K]) -> tuple[K, ...]:
    """The direct prerequisites that a learner has yet to master before the item; none where they are ready for it."""
    return tuple(earlier for earlier in before.get(item, ()) if earlier not in mastered)
