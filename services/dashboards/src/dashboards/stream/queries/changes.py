"""What a stream carries: mastery and news of learners, of gaps, and of coaching, behind a position."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple, cast
from uuid import UUID

from dashboards.common.queries.generations import GENERATION
from dashboards.stream.rules.coaching import EVERYBODYS, Subject
from shared.db.query import Query, Transaction

BATCH = 2000

Kind = Literal["mastery", "reviews", "pace", "plan", "gaps", "coaching"]


class ChangeRow(NamedTuple):
    """The live generation and how often its roster has changed; with a change, unless there is none."""

    generation: int
    roster: int
    kind: Kind | None
    position: int | None
    learner_id: UUID | None
    gap_id: UUID | None
    subject: str | None
    changed_at: datetime | None
    item_id: UUID | None
    score: Decimal | None
    mastered: bool | None
    observed_at: datetime | None


# The generation comes along, so that a swap is noticed by the very read that would otherwise find nothing for ever.
# Mastery and news share their positions: of each the next `batch`, and of all together the first of these. That the
# roster has changed is seen by the same snapshot: no change is handed out without what had ended before it.
_BEHIND = Query(
    f"""
select g.generation, coalesce(p.roster, 0) as roster, c.kind, c.position, c.learner_id, c.gap_id, c.subject,
  c.changed_at, c.item_id, c.score, c.mastered, c.observed_at
from (select {GENERATION} as generation) g
left join district_position p on p.generation = g.generation and p.district_id = :district_id
left join (
  (select 'mastery' as kind, m.position, m.learner_id, cast(null as uuid) as gap_id,
    cast(null as text) as subject, m.known_at as changed_at, m.item_id, m.score, m.mastered, m.observed_at
  from learner_mastery m where m.generation = :generation and m.district_id = :district_id and m.position > 0
    and m.position > :last order by m.position limit :batch)
  union all
  (select n.subject, n.position, n.learner_id, null, null, n.changed_at, null, null, null, null
  from learner_news n where n.generation = :generation and n.district_id = :district_id and n.position > :last
  order by n.position limit :batch)
  union all
  (select 'gaps', n.position, null, n.gap_id, null, n.changed_at, null, null, null, null
  from gap_news n where n.generation = :generation and n.district_id = :district_id and n.position > :last
  order by n.position limit :batch)
  union all
  (select 'coaching', n.position, null, null, n.subject, n.changed_at, null, null, null, null
  from coaching_news n where n.generation = :generation and n.district_id = :district_id and n.position > :last
  order by n.position limit :batch)
  order by position limit :batch
) c on g.generation = :generation
order by c.position
""",  # noqa: S608
    ChangeRow,
)


@dataclass(frozen=True, slots=True)
class Change:
    """What an open stream is sent: a learner's mastery of an item as it stands, or that something else of a learner
    has changed, or a gap's timeline, or a subject of coaching, and the stream position of the last change. Of a key
    only the newest counts. What is of no learner is for those who see the whole district, unless it is `everybodys`.
    """

    kind: Kind
    learner_id: UUID | None
    position: int
    data: str
    key: tuple[UUID | str, UUID | str]
    everybodys: bool = False


class Behind(NamedTuple):
    """The live generation, how often its roster has changed, and the changes behind a position; none where the
    generation that was asked for is no longer live.
    """

    generation: int
    roster: int
    changes: list[Change]


async def changes_behind(
    session: Transaction, generation: int, district_id: UUID, last: int, *, batch: int = BATCH
) -> Behind:
    rows = await _BEHIND.all(session, generation=generation, district_id=district_id, last=last, batch=batch)
    return Behind(rows[0].generation, rows[0].roster, [change for row in rows if (change := _change(row))])


def _change(row: ChangeRow) -> Change | None:
    if row.kind is None or row.position is None or row.changed_at is None:
        return None
    if row.gap_id is not None:
        data = {"gap_id": str(row.gap_id), "changed_at": row.changed_at.isoformat()}
        return Change(row.kind, None, row.position, _compact(data), (row.gap_id, row.kind))
    if row.subject is not None:
        data = {"subject": row.subject, "changed_at": row.changed_at.isoformat()}
        everybodys = cast("Subject", row.subject) in EVERYBODYS
        return Change(row.kind, None, row.position, _compact(data), (row.kind, row.subject), everybodys)
    if row.learner_id is None:
        return None
    if row.item_id is None:
        data = {"learner_id": str(row.learner_id), "changed_at": row.changed_at.isoformat()}
        return Change(row.kind, row.learner_id, row.position, _compact(data), (row.learner_id, row.kind))
    found = {
        "learner_id": str(row.learner_id),
        "item_id": str(row.item_id),
        "score": None if row.score is None else float(row.score),
        "mastered": row.mastered,
        "observed_at": None if row.observed_at is None else row.observed_at.isoformat(),
        "known_at": row.changed_at.isoformat(),
    }
    return Change("mastery", row.learner_id, row.position, _compact(found), (row.learner_id, row.item_id))


def _compact(data: Mapping[str, object]) -> str:
    return json.dumps(data, separators=(",", ":"))
