"""A learner's map of a framework: its tree with the learner's levels, a large one branch by branch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.queries.reader import Reader
from dashboards.frameworks.queries import browse
from dashboards.frameworks.queries.browse import Framework, Heading, Item
from dashboards.frameworks.usecases.browse import require_framework, require_item, require_item_of
from dashboards.learners.rules.tree import Count, Tree
from dashboards.progress.queries.mastery import LearnerResult, list_results
from dashboards.progress.rules.levels import Level, level_of
from dashboards.roster.usecases import visibility
from shared.auth.callers import Caller

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
    framework: Framework | None
    frameworks: Sequence[Framework]
    count: Count = field(default_factory=Count)
    path: Sequence[Heading | Item] = ()
    nodes: Sequence[Node] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """One item of one learner: where it stands in its framework, and how far the learner is."""

    framework: Framework
    item: Item
    path: Sequence[Heading]
    level: Level
    score: Decimal | None
    mastered: bool


async def view_map(
    session: AsyncSession, caller: Caller, learner_id: UUID, framework_id: UUID | None, at: UUID | None
) -> LearnerMap:
    """Of the framework asked for, else of the first in which the learner has shown anything, else of the first."""
    reader = await Reader.live(session, caller.district_id)
    await visibility.require_learner(session, reader.generation, caller, learner_id)
    results = await _results(reader, learner_id)
    shown_in = await browse.frameworks_of(reader, results)
    known = await browse.list_frameworks(reader)
    offered = [row for row in known if row.framework_id in shown_in or row.state == "adopted"]
    framework = next((row for row in offered if row.framework_id in shown_in), next(iter(offered), None))
    if framework_id is not None:
        framework = await require_framework(reader, framework_id)
    if framework is None:
        return LearnerMap(learner_id, None, offered)
    path: list[Heading | Item] = [*await browse.list_path(reader, at)] if at else []
    if at:
        path.append(await require_item_of(reader, framework, at))
    whole = await _Whole.read(reader, framework, results)
    tops = [whole.counts[item_id] for item_id in whole.tree.below.get(None, ())]
    count = Count(sum(c.total for c in tops), sum(c.shown for c in tops), sum(c.mastered for c in tops))
    return LearnerMap(learner_id, framework, offered, count, path, await whole.nodes(at))


async def view_branch(
    session: AsyncSession, caller: Caller, learner_id: UUID, framework_id: UUID, item_id: UUID
) -> Sequence[Node]:
    """What hangs from a heading of the map."""
    reader = await Reader.live(session, caller.district_id)
    await visibility.require_learner(session, reader.generation, caller, learner_id)
    framework = await require_framework(reader, framework_id)
    await require_item_of(reader, framework, item_id)
    return await (await _Whole.read(reader, framework, await _results(reader, learner_id))).nodes(item_id)


async def _results(reader: Reader, learner_id: UUID) -> dict[UUID, LearnerResult]:
    """What the learner has shown, by item."""
    rows = await list_results(reader, [learner_id])
    return {row.item_id: row for row in rows if row.score is not None or row.mastered}


async def view_item(session: AsyncSession, caller: Caller, learner_id: UUID, item_id: UUID) -> Placed:
    reader = await Reader.live(session, caller.district_id)
    await visibility.require_learner(session, reader.generation, caller, learner_id)
    item = await require_item(reader, item_id)
    framework = await require_framework(reader, item.framework_id)
    row = next((m for m in await list_results(reader, [learner_id]) if m.item_id == item_id), None)
    score, mastered = (row.score, row.mastered) if row else (None, False)
    path = await browse.list_path(reader, item_id)
    return Placed(framework, item, path, _level(framework, score, mastered), score, mastered)


def _level(framework: Framework, score: Decimal | None, mastered: bool) -> Level:
    minimum, mastery = framework.scale_minimum, framework.mastery_score
    return level_of(score, mastered=mastered, minimum=minimum, mastery_score=mastery)


@dataclass(frozen=True, slots=True)
class _Whole:
    """A framework's tree with a learner's counts; statements are read for what is shown of it."""

    reader: Reader
    framework: Framework
    tree: Tree
    results: Mapping[UUID, LearnerResult]
    counts: Mapping[UUID, Count]

    @classmethod
    async def read(cls, reader: Reader, framework: Framework, results: Mapping[UUID, LearnerResult]) -> "_Whole":
        tree = Tree((row.item_id, row.parent_id) for row in await browse.list_tree(reader, framework.framework_id))
        return cls(reader, framework, tree, results, tree.counts({i: row.mastered for i, row in results.items()}))

    async def nodes(self, parent: UUID | None) -> list[Node]:
        whole = len(self.tree) <= WHOLE
        here = list(self.counts) if whole else self.tree.below.get(parent, [])
        texts = {row.item_id: row for row in await browse.list_items(self.reader, here)}
        return self._nodes(parent, texts, whole=whole)

    def _nodes(self, parent: UUID | None, texts: Mapping[UUID, Item], *, whole: bool) -> list[Node]:
        found = []
        for item_id in self.tree.below.get(parent, ()):
            row, text = self.results.get(item_id), texts[item_id]
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
