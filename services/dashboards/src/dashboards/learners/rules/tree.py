"""A framework's tree with what a learner has shown in it: counted for every heading from below."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(slots=True)
class Count:
    """What can be shown under an item, the item itself where nothing hangs from it; and what has been."""

    total: int = 0
    shown: int = 0
    mastered: int = 0


class Tree:
    """Items in reading order, each with its parent; one whose parent is not here stands at the top."""

    def __init__(self, items: Iterable[tuple[UUID, UUID | None]]) -> None:
        parents = dict(items)
        self.below: dict[UUID | None, list[UUID]] = {}
        for item, parent in parents.items():
            self.below.setdefault(parent if parent in parents else None, []).append(item)
        self._from_top = self._walk()

    def __len__(self) -> int:
        return len(self._from_top)

    def _walk(self) -> list[tuple[UUID, UUID | None]]:
        """Each item that hangs from the top with its parent, parents first; a loop in the data hangs from nothing."""
        found: list[tuple[UUID, UUID | None]] = [(item, None) for item in self.below.get(None, ())]
        for item, _ in found:
            found.extend((child, item) for child in self.below.get(item, ()))
        return found

    def counts(self, shown: Mapping[UUID, bool]) -> dict[UUID, Count]:
        """Of every item; `shown` says of those that a learner has shown whether they are mastered. A heading counts
        beside what hangs from it once it has itself been shown.
        """
        counts = {item: Count() for item, _ in self._from_top}
        for item, parent in reversed(self._from_top):
            own = counts[item]
            if item in shown or item not in self.below:
                own.total += 1
                own.shown += item in shown
                own.mastered += shown.get(item, False)
            if parent is not None:
                above = counts[parent]
                above.total += own.total
                above.shown += own.shown
                above.mastered += own.mastered
        return counts
