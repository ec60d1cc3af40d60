"""Criteria: how items are mastered through their children."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from competency.common.scales import Scale
from competency.mastery.models.criteria import Criterion as CriterionTable
from competency.mastery.rules.criteria import Criterion, Rule
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


class NewCriterion(NamedTuple):
    """The next version of an item's criterion; `edition` is the framework's where nobody made it but that one."""

    item_id: UUID
    version: int
    terms: CriterionTerms
    set_by: str
    withdrawn: bool = False
    edition: int | None = None


class NamedItem(NamedTuple):
    """An item as people know it."""

    item_id: UUID
    framework_id: UUID
    active: bool
    coding_scheme: str | None
    statement: str


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
        cast(:weights as numeric[]), :mastery, :of_tree, :withdrawn, :edition, :set_by, statement_timestamp())
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
            set_by=one.set_by,
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
