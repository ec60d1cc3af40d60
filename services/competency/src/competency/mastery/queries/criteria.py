"""Criteria: how items are mastered through their children, and the trees of those in force."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from competency.common.scales import Scale
from competency.frameworks.models import FrameworkScale
from competency.mastery.models.criteria import Criterion as CriterionTable
from competency.mastery.rules.criteria import CriteriaTree, Criterion, Rule, criteria_tree
from shared.db.query import Command, Query, Scalar, Transaction, columns
from shared.values.ids import new_id


class CriterionTerms(NamedTuple):
    """What a version of a criterion says; `of_tree`: the children are those of the framework's tree, and follow it."""

    rule: Rule
    least: int | None
    children: list[UUID]
    weights: list[Decimal] | None
    mastery: Decimal | None
    of_tree: bool


class CriterionVersion(NamedTuple):
    """A version of an item's criterion, or its withdrawal."""

    district_id: UUID
    item_id: UUID
    version: int
    framework_id: UUID
    rule: Rule
    least: int | None
    children: list[UUID]
    weights: list[Decimal] | None
    mastery: Decimal | None
    of_tree: bool
    withdrawn: bool
    edition: int | None
    laid_by: str
    laid_at: datetime

    @property
    def terms(self) -> CriterionTerms:
        return CriterionTerms(self.rule, self.least, self.children, self.weights, self.mastery, self.of_tree)


class CriterionInForce(NamedTuple):
    """A framework's scale and the newest change of its criteria, with one that is in force; or with None in its place,
    where it has none.
    """

    framework_id: UUID
    criteria: UUID
    scale_minimum: Decimal
    scale_maximum: Decimal
    mastery_score: Decimal
    item_id: UUID | None
    version: int | None
    rule: Rule | None
    least: int | None
    children: list[UUID] | None
    weights: list[Decimal] | None
    mastery: Decimal | None


class NamedItem(NamedTuple):
    """An item as people know it."""

    item_id: UUID
    framework_id: UUID
    active: bool
    coding_scheme: str | None
    statement: str


class Tree(NamedTuple):
    """The criteria in force in a framework, ready for any number of learners, and which version each is."""

    tree: CriteriaTree[UUID]
    versions: Mapping[UUID, int]
    scale: Scale

    @property
    def items(self) -> list[UUID]:
        """Parents and children."""
        return sorted({*self.tree.criteria, *self.tree.parents})


class NewCriterion(NamedTuple):
    """The next version of an item's criterion; `edition` is the framework's where nobody made it but that one."""

    item_id: UUID
    version: int
    terms: CriterionTerms
    laid_by: str
    withdrawn: bool = False
    edition: int | None = None


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
_IN_FORCE_NOW = Query(_IN_FORCE.format("framework f"), CriterionInForce)
_IN_FORCE_THEN = Query(
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
) f"""),  # noqa: S608
    CriterionInForce,
)
_FRAMEWORKS = Scalar("select framework_id from framework where criteria is not null", UUID)
_VERSION = Query(
    f"""
select {columns(CriterionTable)} from criterion
where item_id = :item_id and (cast(:version as int) is null or version = cast(:version as int))
  and (cast(:at as timestamptz) is null or laid_at <= cast(:at as timestamptz))
order by version desc limit 1
""",  # noqa: S608
    CriterionVersion,
)
_VERSIONS = Query(
    f"""
select {columns(CriterionTable)} from criterion where item_id = :item_id
  and (cast(:after as bigint) is null or version > cast(:after as bigint))
order by version limit :limit
""",  # noqa: S608
    CriterionVersion,
)
_OF_FRAMEWORK = Query(
    f"""
select {columns(CriterionTable)} from (
  select distinct on (item_id) {columns(CriterionTable)} from criterion where framework_id = :framework_id
    order by item_id, version desc
) c where not withdrawn and (cast(:after as uuid) is null or item_id > :after) order by item_id
limit cast(:limit as int)
""",  # noqa: S608
    CriterionVersion,
)
_ADD = Query(
    f"""
insert into criterion (district_id, item_id, version, framework_id, rule, least, children, weights, mastery, of_tree,
                       withdrawn, edition, laid_by, laid_at)
values (:district_id, :item_id, :version, :framework_id, :rule, :least, cast(:children as uuid[]),
        cast(:weights as numeric[]), :mastery, :of_tree, :withdrawn, :edition, :laid_by, statement_timestamp())
returning {columns(CriterionTable)}
""",  # noqa: S608
    CriterionVersion,
)
_MARK_CHANGED = Command("update framework set criteria = :change where framework_id = :framework_id")
_CHILDREN = Scalar(
    """
select item_id from item where framework_id = :framework_id and parent_id = :item_id and active
order by position, item_id
""",
    UUID,
)
_ITEMS = Query(
    """
select item_id, framework_id, active, record ->> 'humanCodingScheme' as coding_scheme,
  coalesce(record ->> 'abbreviatedStatement', record ->> 'fullStatement') as statement
from item where item_id = any(cast(:ids as uuid[]))
""",
    NamedItem,
)


def criterion_on(
    scale: Scale,
    rule: Rule,
    children: Sequence[UUID],
    least: int | None,
    weights: Sequence[Decimal] | None,
    mastery: Decimal | None,
) -> Criterion[UUID]:
    """Returns the criterion on its framework's scale. A mastery level that the scale does not have leaves the scale its
    own, as in policies.
    """
    if weights is not None and not (mastery is not None and scale.minimum <= mastery <= scale.maximum):
        mastery = scale.mastery
    return Criterion(
        rule=rule,
        children=tuple(children),
        least=least,
        weights=None if weights is None else tuple(weights),
        mastery=mastery,
    )


_trees: dict[tuple[UUID, Scale], Tree] = {}


async def trees(session: Transaction, frameworks: Mapping[UUID, tuple[UUID, Scale]]) -> dict[UUID, Tree]:
    """Returns the criteria in force in these frameworks, given the newest change of each (`framework.criteria`) and its
    scale; frameworks without any are left out.

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
    """Returns those of all the district's frameworks that are in force, or were at a time, on the scales of then."""
    ids = await _FRAMEWORKS.all(session)
    read = await _read(session, ids, at) if ids else {}
    return {framework_id: tree for framework_id, (_, tree) in read.items() if tree.versions}


async def _read(
    session: Transaction, ids: Sequence[UUID], at: datetime | None
) -> dict[UUID, tuple[tuple[UUID, Scale], Tree]]:
    statement = _IN_FORCE_NOW if at is None else _IN_FORCE_THEN
    by_framework: dict[UUID, list[CriterionInForce]] = {}
    for row in await statement.all(session, ids=list(ids), at=at):
        by_framework.setdefault(row.framework_id, []).append(row)
    return {framework_id: _tree(found) for framework_id, found in by_framework.items()}


def _tree(rows: Sequence[CriterionInForce]) -> tuple[tuple[UUID, Scale], Tree]:
    scale = Scale(rows[0].scale_minimum, rows[0].scale_maximum, rows[0].mastery_score)
    criteria: dict[UUID, Criterion[UUID]] = {}
    versions: dict[UUID, int] = {}
    for row in rows:
        if row.item_id is None or row.version is None or row.rule is None or row.children is None:
            continue
        criteria[row.item_id] = criterion_on(scale, row.rule, row.children, row.least, row.weights, row.mastery)
        versions[row.item_id] = row.version
    return (rows[0].criteria, scale), Tree(criteria_tree(criteria), versions, scale)


async def find_criterion(
    session: Transaction, item_id: UUID, version: int | None = None, *, at: datetime | None = None
) -> CriterionVersion | None:
    """Returns a version of the item's criterion, or the newest (by then); it may be a withdrawal."""
    return await _VERSION.first(session, item_id=item_id, version=version, at=at)


async def criterion_versions(
    session: Transaction, item_id: UUID, after: int | None, limit: int
) -> list[CriterionVersion]:
    """Returns every criterion that the item has had, oldest first."""
    return await _VERSIONS.all(session, item_id=item_id, after=after, limit=limit)


async def criteria_in_force(
    session: Transaction, framework_id: UUID, after: UUID | None = None, limit: int | None = None
) -> list[CriterionVersion]:
    """Returns the criteria in force in a framework, by their items."""
    return await _OF_FRAMEWORK.all(session, framework_id=framework_id, after=after, limit=limit)


async def add_criteria(
    session: Transaction, district_id: UUID, framework_id: UUID, criteria: Sequence[NewCriterion]
) -> list[CriterionVersion]:
    """Stores versions of one framework's criteria, whose row is locked, and marks its criteria as changed."""
    added = [
        await _ADD.one(
            session,
            district_id=district_id,
            framework_id=framework_id,
            item_id=one.item_id,
            version=one.version,
            **one.terms._asdict(),
            withdrawn=one.withdrawn,
            edition=one.edition,
            laid_by=one.laid_by,
        )
        for one in criteria
    ]
    await _MARK_CHANGED.run(session, framework_id=framework_id, change=new_id())
    return added


async def children_of(session: Transaction, framework_id: UUID, item_id: UUID) -> list[UUID]:
    """Returns the item's children in the framework's tree, in their order."""
    return await _CHILDREN.all(session, framework_id=framework_id, item_id=item_id)


async def named_items(session: Transaction, ids: Iterable[UUID]) -> dict[UUID, NamedItem]:
    """Returns these items as people know them."""
    return {row.item_id: row for row in await _ITEMS.all(session, ids=list(ids))}
