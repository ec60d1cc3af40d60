"""The trees of criteria in force, kept ready for any number of learners."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from competency.common.scales import Scale
from competency.frameworks.models import FrameworkScale
from competency.mastery.models.criteria import Criterion as CriterionTable
from competency.mastery.queries.criteria import criterion_on
from competency.mastery.rules.criteria import CriteriaTree, Criterion, Rule, criteria_tree
from shared.db.query import Query, Scalar, Transaction, columns


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


class Tree(NamedTuple):
    """The criteria in force in a framework, ready for any number of learners, and which version each is."""

    tree: CriteriaTree[UUID]
    versions: Mapping[UUID, int]
    scale: Scale

    @property
    def items(self) -> list[UUID]:
        """Parents and children."""
        return sorted({*self.tree.criteria, *self.tree.parents})


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
