"""Reads everything, for publishing it again."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple
from uuid import UUID

from shared.db.query import Query, Scalar, Transaction


class PublishedFramework(NamedTuple):
    """A framework that readers have heard of, in its newest edition."""

    framework_id: UUID
    title: str
    edition: int
    state: Literal["adopted", "deprecated"]
    scale_minimum: Decimal
    scale_maximum: Decimal
    mastery_score: Decimal


class ItemInUse(NamedTuple):
    """An item as events tell it: its statement is cut as in `ItemPublished`."""

    item_id: UUID
    edition: int
    parent_id: UUID | None
    position: int
    coding_scheme: str | None
    kind: str | None
    statement: str


class RetiredItem(NamedTuple):
    """An item of which a reader who missed its retirement would go on showing results."""

    item_id: UUID
    edition: int


class CurrentResult(NamedTuple):
    """What a learner's evidence of an item amounts to."""

    learner_id: UUID
    item_id: UUID
    score: Decimal | None
    mastered: bool
    observed_at: datetime | None
    known_at: datetime
    mastered_since: datetime | None


_FRAMEWORKS = Query(
    """
select framework_id, title, edition, state, scale_minimum, scale_maximum, mastery_score from framework
where edition > 0 and state <> 'draft' order by framework_id for share
""",
    PublishedFramework,
)
_ITEMS = Query(
    """
select item_id, edition, parent_id, position, record ->> 'humanCodingScheme' as coding_scheme,
  record ->> 'CFItemType' as kind, left(coalesce(record ->> 'abbreviatedStatement', record ->> 'fullStatement'), 1000)
  as statement from item where framework_id = :framework_id and active order by position
""",
    ItemInUse,
)
_RETIRED = Query(
    "select item_id, edition from item where framework_id = :framework_id and not active order by item_id", RetiredItem
)
_LOCK = Scalar(
    """
select learner_id from learner where cast(:after as uuid) is null or learner_id > :after
order by learner_id limit :limit for update
""",
    UUID,
)
_RESULTS = Query(
    """
select learner_id, item_id, score, mastered, observed_at, known_at, mastered_since from mastery
where learner_id = any(cast(:ids as uuid[])) order by learner_id, item_id
""",
    CurrentResult,
)


async def published_frameworks(session: Transaction) -> list[PublishedFramework]:
    """Returns the frameworks that are no drafts, and keeps them from being changed meanwhile."""
    return await _FRAMEWORKS.all(session)


async def items_in_use(session: Transaction, framework_id: UUID) -> list[ItemInUse]:
    """Returns the framework's items in the order in which one reads them."""
    return await _ITEMS.all(session, framework_id=framework_id)


async def retired_items(session: Transaction, framework_id: UUID) -> list[RetiredItem]:
    """Returns the items that the framework had once."""
    return await _RETIRED.all(session, framework_id=framework_id)


async def lock_learners_after(session: Transaction, after: UUID | None, limit: int) -> list[UUID]:
    """Returns the next learners by id, locked."""
    return await _LOCK.all(session, after=after, limit=limit)


async def current_results(session: Transaction, learner_ids: Sequence[UUID]) -> list[CurrentResult]:
    """Returns the stored results of these learners, learner by learner."""
    return await _RESULTS.all(session, ids=list(learner_ids))
