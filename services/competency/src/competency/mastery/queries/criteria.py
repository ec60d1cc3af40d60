"""Criteria: how items are mastered through their children, and the trees of those in force."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row as AnyRow
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.common.scales import Scale
from competency.frameworks.models import FrameworkScale
from competency.mastery.models.criteria import Criterion as CriterionTable
from competency.mastery.rules.criteria import CriteriaTree, Criterion, criteria_tree
from shared.db.query import Transaction, columns
from shared.db.statement import Statement
from shared.values.ids import new_id

_KEPT = 256
"""Trees kept ready: those of a process's busiest frameworks."""

_IN_FORCE = f"""
select f.framework_id, f.criteria, f.scale_minimum, f.scale_maximum, f.mastery_score, c.item_id, c.version, c.rule,
  c.least, c.children, c.weights, c.mastery
from {{}}
left join (
  select distinct on (n.district_id, n.item_id) {columns(CriterionTable, "n")} from criterion n
  where n.framework_id = any(cast(:ids as uuid[]))
    and (cast(:at as timestamptz) is null or n.laid_at <= cast(:at as timestamptz))
  order by n.district_id, n.item_id, n.version desc
) c on c.district_id = f.district_id and c.framework_id = f.framework_id and not c.withdrawn
where f.framework_id = any(cast(:ids as uuid[])) and f.criteria is not null
order by f.framework_id, c.item_id
"""  # noqa: S608
_IN_FORCE_NOW = Statement(_IN_FORCE.format("framework f"))
_IN_FORCE_THEN = Statement(
    _IN_FORCE.format(f"""(
  select g.framework_id, g.district_id, g.criteria, coalesce(s.scale_minimum, g.scale_minimum) as scale_minimum,
    coalesce(s.scale_maximum, g.scale_maximum) as scale_maximum,
    coalesce(s.mastery_score, g.mastery_score) as mastery_score
  from framework g
  left join lateral (
    select {columns(FrameworkScale, "n")} from framework_scale n
    where n.district_id = g.district_id and n.framework_id = g.framework_id and n.since <= cast(:at as timestamptz)
    order by n.since desc limit 1
  ) s on true
) f""")  # noqa: S608
)
_FRAMEWORKS = Statement("select framework_id from framework where criteria is not null")
_VERSION = Statement(f"""
select {columns(CriterionTable, "c")}, f.scale_minimum, f.scale_maximum, f.mastery_score from criterion c
join framework f on f.district_id = c.district_id and f.framework_id = c.framework_id
where c.item_id = :item_id and (cast(:version as int) is null or c.version = cast(:version as int))
  and (cast(:at as timestamptz) is null or c.laid_at <= cast(:at as timestamptz))
order by c.version desc limit 1
""")  # noqa: S608
_VERSIONS = text(f"""
select {columns(CriterionTable)} from criterion where item_id = :item_id
  and (cast(:after as int) is null or version > :after)
order by version limit :limit
""")  # noqa: S608
_OF_FRAMEWORK = text(f"""
select {columns(CriterionTable)} from (
  select distinct on (item_id) {columns(CriterionTable)} from criterion where framework_id = :framework_id
    order by item_id, version desc
) c where not withdrawn and (cast(:after as uuid) is null or item_id > :after) order by item_id limit :limit
""")  # noqa: S608
_NEWEST = text(f"""
select {columns(CriterionTable, "c")}, f.scale_minimum, f.scale_maximum, f.mastery_score from (
  select distinct on (item_id) {columns(CriterionTable)} from criterion where framework_id = :framework_id
    order by item_id, version desc
) c join framework f on f.district_id = c.district_id and f.framework_id = c.framework_id where not c.withdrawn
order by c.item_id
""")  # noqa: S608
_LAY = text(f"""
insert into criterion (district_id, item_id, version, framework_id, rule, least, children, weights, mastery, of_tree,
                       withdrawn, edition, laid_by, laid_at)
values (:district_id, :item_id, :version, :framework_id, :rule, :least, cast(:children as uuid[]),
        cast(:weights as numeric[]), :mastery, :of_tree, :withdrawn, :edition, :laid_by, statement_timestamp())
returning {columns(CriterionTable)}
""")  # noqa: S608
_SAY = text("update framework set criteria = :change where framework_id = :framework_id")
_CHILDREN = text("""
select item_id from item where framework_id = :framework_id and parent_id = :item_id and active
order by position, item_id
""")
_ITEMS = text("""
select item_id, framework_id, active, record ->> 'humanCodingScheme' as coding_scheme,
  coalesce(record ->> 'abbreviatedStatement', record ->> 'fullStatement') as statement
from item where item_id = any(cast(:ids as uuid[]))
""")


class Tree(NamedTuple):
    """The criteria in force in a framework, ready for any number of learners, and which version each is."""

    tree: CriteriaTree[UUID]
    versions: Mapping[UUID, int]
    scale: Scale

    @property
    def items(self) -> list[UUID]:
        """Parents and children."""
        return sorted({*self.tree.criteria, *self.tree.parents})


class Named(NamedTuple):
    """An item as people know it."""

    item_id: UUID
    framework_id: UUID
    active: bool
    coding_scheme: str | None
    statement: str


def criterion_of(row: Any) -> Criterion[UUID]:
    """The criterion of a row with its framework's scale beside it. A mastery level that the scale does not have leaves
    the scale its own, as in policies.
    """
    mastery = row.mastery
    if row.weights is not None and not (mastery is not None and row.scale_minimum <= mastery <= row.scale_maximum):
        mastery = row.mastery_score
    return Criterion(
        rule=row.rule,
        children=tuple(row.children),
        least=row.least,
        weights=None if row.weights is None else tuple(row.weights),
        mastery=mastery,
    )


_trees: dict[tuple[UUID, Scale], Tree] = {}


async def trees(session: Transaction, frameworks: Mapping[UUID, tuple[UUID, Scale]]) -> dict[UUID, Tree]:
    """The criteria in force in these frameworks, given the newest change of each (`framework.criteria`) and its scale;
    frameworks without any are left out.

    What a change came to never changes, so trees are kept ready and most calls ask the database nothing.
    """
    found = {k: _trees[key] for k, key in frameworks.items() if key in _trees}
    if missing := [k for k in frameworks if k not in found]:
        for framework_id, (key, tree) in (await _read(session, missing, None)).items():
            found[framework_id] = tree
            _trees[key] = tree
        while len(_trees) > _KEPT:
            del _trees[next(iter(_trees))]
    return {k: tree for k, tree in found.items() if tree.versions}


async def trees_then(session: Transaction, at: datetime | None) -> dict[UUID, Tree]:
    """Those of all frameworks of the district that were in force at a time, on the scales of then, or are now."""
    ids = [row.framework_id for row in await _FRAMEWORKS.all(session)]
    read = await _read(session, ids, at) if ids else {}
    return {framework_id: tree for framework_id, (_, tree) in read.items() if tree.versions}


async def _read(
    session: Transaction, ids: Sequence[UUID], at: datetime | None
) -> dict[UUID, tuple[tuple[UUID, Scale], Tree]]:
    statement = _IN_FORCE_NOW if at is None else _IN_FORCE_THEN
    rows = await statement.all(session, {"ids": list(ids), "at": at})
    by_framework: dict[UUID, list[Any]] = {}
    for row in rows:
        by_framework.setdefault(row.framework_id, []).append(row)
    return {framework_id: _tree(found) for framework_id, found in by_framework.items()}


def _tree(rows: Sequence[Any]) -> tuple[tuple[UUID, Scale], Tree]:
    scale = Scale(rows[0].scale_minimum, rows[0].scale_maximum, rows[0].mastery_score)
    laid = [row for row in rows if row.item_id is not None]
    tree = criteria_tree({row.item_id: criterion_of(row) for row in laid})
    return (rows[0].criteria, scale), Tree(tree, {row.item_id: row.version for row in laid}, scale)


async def version(
    session: Transaction, item_id: UUID, number: int | None = None, *, at: datetime | None = None
) -> Any | None:
    """A version of the item's criterion with its framework's scale, or the newest (by then); it may be a withdrawal."""
    found = await _VERSION.all(session, {"item_id": item_id, "version": number, "at": at})
    return found[0] if found else None


async def versions(session: AsyncSession, item_id: UUID, after: int | None, limit: int) -> Sequence[AnyRow[Any]]:
    """All that was ever laid down of the item, oldest first."""
    return (await session.execute(_VERSIONS, {"item_id": item_id, "after": after, "limit": limit})).all()


async def of_framework(
    session: AsyncSession, framework_id: UUID, after: UUID | None, limit: int
) -> Sequence[AnyRow[Any]]:
    """The criteria in force in a framework."""
    parameters = {"framework_id": framework_id, "after": after, "limit": limit}
    return (await session.execute(_OF_FRAMEWORK, parameters)).all()


async def newest(session: AsyncSession, framework_id: UUID) -> Sequence[AnyRow[Any]]:
    """The criteria in force in a framework, with its scale."""
    return (await session.execute(_NEWEST, {"framework_id": framework_id})).all()


async def lay(session: AsyncSession, values: Sequence[Mapping[str, Any]]) -> list[AnyRow[Any]]:
    """Write versions of one framework's criteria, whose row is locked, and say that its criteria are others now."""
    laid = [(await session.execute(_LAY, dict(value))).one() for value in values]
    await session.execute(_SAY, {"framework_id": values[0]["framework_id"], "change": new_id()})
    return laid


async def children(session: AsyncSession, framework_id: UUID, item_id: UUID) -> list[UUID]:
    """The item's children in the framework's tree, in their order."""
    return list(await session.scalars(_CHILDREN, {"framework_id": framework_id, "item_id": item_id}))


async def named(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Named]:
    """These items as people know them."""
    rows = await session.execute(_ITEMS, {"ids": list(ids)})
    return {row.item_id: Named(*row) for row in rows}
