"""Learners' mastery of items."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from dashboards.common.queries.reader import HERE, Reader
from shared.db.query import Query


class LearnerResult(NamedTuple):
    """A learner's mastery of an item."""

    learner_id: UUID
    item_id: UUID
    score: Decimal | None
    mastered: bool
    observed_at: datetime | None
    known_at: datetime


_MASTERY = Query(
    f"""
select m.learner_id, m.item_id, m.score, m.mastered, m.observed_at, m.known_at from learner_mastery m
where {HERE.format("m")} and m.learner_id = any(cast(:learners as uuid[]))
""",  # noqa: S608
    LearnerResult,
)


async def list_results(reader: Reader, learners: Sequence[UUID]) -> list[LearnerResult]:
    return await reader.all(_MASTERY, learners=list(learners))
