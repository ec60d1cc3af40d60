"""Reads the evidence that may count."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from competency.evidence.rules import Kind, Shown
from competency.learners.queries.learners import Pair
from shared.db.query import Query, Transaction


class CountingEvidence(NamedTuple):
    """A piece of evidence that was neither voided nor corrected."""

    evidence_id: UUID
    learner_id: UUID
    item_id: UUID
    score: Decimal
    observed_at: datetime
    recorded_at: datetime
    tie: str
    kind: Kind


# `offset 0` keeps the planner to one look into the index for each pair: by statistics of a table that has just begun to
# fill it would read all that the district has, for every write.
_COUNTING = Query(
    """
select e.evidence_id, e.learner_id, e.item_id, e.score, e.observed_at, e.recorded_at, e.tie, e.kind
from unnest(cast(:learners as uuid[]), cast(:items as uuid[])) as w(learner_id, item_id)
cross join lateral (
  select e.learner_id, e.item_id, e.evidence_id, e.score, e.observed_at, e.recorded_at, e.tie, e.kind
  from evidence e where e.learner_id = w.learner_id and e.item_id = w.item_id
    and not exists (select from evidence_void v where v.district_id = e.district_id and v.evidence_id = e.evidence_id)
    and not exists (select from evidence_correction c
                    where c.district_id = e.district_id and c.evidence_id = e.evidence_id)
  offset 0) e
""",
    CountingEvidence,
)


async def counting_evidence(session: Transaction, pairs: Sequence[Pair]) -> dict[Pair, list[Shown]]:
    """Returns the evidence that may count for each of these learners and items; of one without any, an empty list."""
    result: dict[Pair, list[Shown]] = {pair: [] for pair in pairs}
    for row in await _COUNTING.all(session, learners=[pair[0] for pair in pairs], items=[pair[1] for pair in pairs]):
        result[row.learner_id, row.item_id].append(
            Shown(row.evidence_id, row.score, row.observed_at, row.recorded_at, row.tie, row.kind)
        )
    return result
