"""A learner's map of a framework: its tree with the learner's levels, a large one branch by branch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.queries.frameworks import FrameworkReader
from dashboards.rules.levels import Level, level_of
from dashboards.rules.tree import Count, Tree
from dashboards.usecases import see
from dashboards.usecases.browse import framework_reader, require_framework, require_item
from shared.auth.callers import Caller
from shared.errors import NotFound

WHOLE = 300
"""A framework of no more items is shown whole; of a larger one, headings open when somebody opens them."""


@dataclass(frozen=True, slots=True)
class Node:
    """An item on the map. `children` is None where they are left for later."""

    item_id: UUID
    code: str | None
    statement: str
    level: Level
    score: Decimal | None
    mastered: bool
    observed_at: datetime | None
    count: Count
    heading: bool
    children: Sequence["Node"] | None = None


@dataclass(frozen=True, slots=True)
class LearnerMap:
    """`path` are the headings above the branch that is shown; `count` is of the whole framework."""

    learner_id: UUID
    framework: Any | None
    frameworks: Sequence[Any]
    count: Count = field(default_factory=Count)
    path: Sequence[Any] = ()
    nodes: Sequence[Node] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """One item of one learner: where it stands in its framework, and how far the learner is."""

    framework: Any
    item: Any
    path: Sequence[Any]
    level: Level
    score: Decimal | None
    mastered: bool


async def learner_map(
    session: AsyncSession, caller: Caller, learner_id: UUID, framework_id: UUID | None, at: UUID | None
) -> LearnerMap:
    """Of the framework asked for, else of the first in which the learner has shown anything, else of the first."""
    reader = await framework_reader(session, caller)
    await see.require_learner(session, reader.generation, caller, learner_id)
    mastery = await _mastery(reader, learner_id)
    shown_in = await reader.frameworks_of(mastery)
    known = await reader.frameworks()
    offered = [row for row in known if row.framework_id in shown_in or row.state == "adopted"]
    framework = next((row for row in offered if row.framework_id in shown_in), next(iter(offered), None))
    if framework_id is not None:
        framework = await require_framework(reader, framework_id)
    if framework is None:
        return LearnerMap(learner_id, None, offered)
    path = list(await reader.path(at)) if at else []
    if at:
        path = [*path, await _item_of(reader, framework, at)]
    whole = await _Whole.read(reader, framework, mastery)
    tops = [whole.counts[item_id] for item_id in whole.tree.below.get(None, ())]
    count = Count(sum(c.total for c in tops), sum(c.shown for c in tops), sum(c.mastered for c in tops))
    return LearnerMap(learner_id, framework, offered, count, path, await whole.nodes(at))


async def branch(
    session: AsyncSession, caller: Caller, learner_id: UUID, framework_id: UUID, item_id: UUID
) -> Sequence[Node]:
    """What hangs from a heading of the map."""
    reader = await framework_reader(session, caller)
    await see.require_learner(session, reader.generation, caller, learner_id)
    framework = await require_framework(reader, framework_id)
    await _item_of(reader, framework, item_id)
    return await (await _Whole.read(reader, framework, await _mastery(reader, learner_id))).nodes(item_id)


async def _item_of(reader: FrameworkReader, framework: Any, item_id: UUID) -> Any:
    item = await require_item(reader, item_id)
    if item.framework_id != framework.framework_id:
        raise NotFound("This framework has no such item.")
    return item


async def _mastery(reader: FrameworkReader, learner_id: UUID) -> dict[UUID, Any]:
    """What the learner has shown, by item."""
    rows = await reader.mastery([learner_id])
    return {row.item_id: row for row in rows if row.score is not None or row.mastered}


async def require_learner(session: AsyncSession, caller: Caller, learner_id: UUID) -> None:
    """Raises the 404 for a learner whom the caller may not see."""
    await see.require_learner(session, (await framework_reader(session, caller)).generation, caller, learner_id)


async def placed(session: AsyncSession, caller: Caller, learner_id: UUID, item_id: UUID) -> Placed:
    reader = await framework_reader(session, caller)
    await see.require_learner(session, reader.generation, caller, learner_id)
    item = await require_item(reader, item_id)
    framework = await require_framework(reader, item.framework_id)
    row = next((m for m in await reader.mastery([learner_id]) if m.item_id == item_id), None)
    score, mastered = (row.score, row.mastered) if row else (None, False)
    return Placed(framework, item, await reader.path(item_id), _level(framework, score, mastered), score, mastered)


def _level(framework: Any, score: Decimal | None, mastered: bool) -> Level:
    minimum, mastery = framework.scale_minimum, framework.mastery_score
    return level_of(score, mastered=mastered, minimum=minimum, mastery_score=mastery)


@dataclass(frozen=True, slots=True)
class _Whole:
    """A framework's tree with a learner's counts; statements are read for what is shown of it."""

    reader: FrameworkReader
    framework: Any
    tree: Tree
    mastery: Mapping[UUID, Any]
    counts: Mapping[UUID, Count]

    @classmethod
    async def read(cls, reader: FrameworkReader, framework: Any, mastery: Mapping[UUID, Any]) -> "_Whole":
        tree = Tree((row.item_id, row.parent_id) for row in await reader.tree(framework.framework_id))
        return cls(reader, framework, tree, mastery, tree.counts({i: row.mastered for i, row in mastery.items()}))

    async def nodes(self, parent: UUID | None) -> list[Node]:
        whole = len(self.tree) <= WHOLE
        here = list(self.counts) if whole else self.tree.below.get(parent, [])
        texts = {row.item_id: row for row in await self.reader.named(here)}
        return self._nodes(parent, texts, whole=whole)

    def _nodes(self, parent: UUID | None, texts: Mapping[UUID, Any], *, whole: bool) -> list[Node]:
        found = []
        for item_id in self.tree.below.get(parent, ()):
            row, text = self.mastery.get(item_id), texts[item_id]
            score, mastered = (row.score, row.mastered) if row else (None, False)
            heading = item_id in self.tree.below
            found.append(
                Node(
                    item_id, text.coding_scheme, text.statement, _level(self.framework, score, mastered), score,
                    mastered, row.observed_at if row else None, self.counts[item_id], heading,
                    self._nodes(item_id, texts, whole=True) if whole and heading else None,
                )
            )  # fmt: skip
        return found
