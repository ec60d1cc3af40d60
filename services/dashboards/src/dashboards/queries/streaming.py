"""What a stream carries: mastery rows behind a position."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dashboards.queries.generations import GENERATION
from shared.statement import Statement, Transaction

BATCH = 2000

# The generation comes along, so that a swap is noticed by the very read that would otherwise find nothing for ever.
_BEHIND = Statement(f"""
select g.generation, m.learner_id, m.item_id, m.score, m.mastered, m.observed_at, m.known_at, m.position
from (select {GENERATION} as generation) g
left join lateral (select * from learner_mastery m where m.generation = :generation and m.district_id = :district_id
  and m.position > 0 and m.position > :last order by m.position limit :batch) m on m.generation = g.generation
order by m.position
""")  # noqa: S608


@dataclass(frozen=True, slots=True)
class Change:
    """One learner's mastery of one item as it stands, and the stream position of its last change."""

    learner_id: UUID
    item_id: UUID
    position: int
    data: str
    key: tuple[UUID, UUID]


async def changes_behind(
    session: Transaction, generation: int, district_id: UUID, last: int, *, batch: int = BATCH
) -> tuple[int, list[Change]]:
    """The live generation, and the changes behind a position; none where that generation is no longer live."""
    rows = await _BEHIND.all(
        session, {"generation": generation, "district_id": district_id, "last": last, "batch": batch}
    )
    return rows[0].generation, [_change(row) for row in rows if row.position is not None]


def _change(row: Any) -> Change:
    data = {
        "learner_id": str(row.learner_id),
        "item_id": str(row.item_id),
        "score": None if row.score is None else float(row.score),
        "mastered": row.mastered,
        "observed_at": None if row.observed_at is None else row.observed_at.isoformat(),
        "known_at": row.known_at.isoformat(),
    }
    key = (row.learner_id, row.item_id)
    return Change(row.learner_id, row.item_id, row.position, json.dumps(data, separators=(",", ":")), key)
