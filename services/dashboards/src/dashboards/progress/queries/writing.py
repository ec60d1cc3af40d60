"""Writing learners' mastery, each change with its position in the district's stream."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from dashboards.common.queries.positions import TAKE_POSITIONS
from shared.db.query import Command, Query, Transaction


class MasteryRow(NamedTuple):
    """What a learner's mastery of an item has become."""

    learner_id: UUID
    item_id: UUID
    score: Decimal | None
    mastered: bool
    observed_at: datetime | None
    known_at: datetime
    mastered_since: datetime | None


class Unmentioned(NamedTuple):
    """Mastery that a snapshot does not mention, with the snapshot's time."""

    learner_id: UUID
    item_id: UUID
    known_at: datetime


_MASTERY_ROWS = """
unnest(cast(:learners as uuid[]), cast(:items as uuid[]), cast(:scores as numeric[]), cast(:mastered as boolean[]),
  cast(:observed as timestamptz[]), cast(:known as timestamptz[]), cast(:since as timestamptz[]))
  with ordinality as i(learner_id, item_id, score, mastered, observed_at, known_at, mastered_since, place)
"""


_MASTERY_INTO = """
insert into learner_mastery as m (generation, district_id, learner_id, item_id, score, mastered, observed_at, known_at,
  mastered_since, position)
"""


_MASTERY_CONFLICT = """
on conflict (generation, district_id, learner_id, item_id) do update set score = excluded.score,
  mastered = excluded.mastered, observed_at = excluded.observed_at, known_at = excluded.known_at,
  mastered_since = excluded.mastered_since, position = excluded.position
where (m.score, m.mastered, m.observed_at, m.known_at, m.mastered_since) is distinct from
  (excluded.score, excluded.mastered, excluded.observed_at, excluded.known_at, excluded.mastered_since)
"""


_CHANGE_MASTERY = Command(f"""
{TAKE_POSITIONS} {_MASTERY_INTO}
select :generation, cast(:district_id as uuid), i.learner_id, i.item_id, i.score, i.mastered, i.observed_at,
  i.known_at, i.mastered_since, head.before + i.place
from head, {_MASTERY_ROWS}
{_MASTERY_CONFLICT}
""")  # noqa: S608


# A rebuild hands out no positions: nobody streams a generation that is not live, and its keys need not queue for them.
_REBUILD_MASTERY = Command(f"""
{_MASTERY_INTO}
select :generation, cast(:district_id as uuid), i.learner_id, i.item_id, i.score, i.mastered, i.observed_at,
  i.known_at, i.mastered_since, 0
from {_MASTERY_ROWS}
{_MASTERY_CONFLICT}
""")  # noqa: S608


_UNMENTIONED = Query(
    """
select m.learner_id, m.item_id, s.known_at from learner_mastery m
join unnest(cast(:learners as uuid[]), cast(:known as timestamptz[])) as s(learner_id, known_at)
  on s.learner_id = m.learner_id
where m.generation = :generation and m.district_id = :district_id and (m.score is not null or m.mastered)
  and not exists (
    select from unnest(cast(:mentioned_learners as uuid[]), cast(:mentioned_items as uuid[])) as n(learner_id, item_id)
    where n.learner_id = m.learner_id and n.item_id = m.item_id)
""",
    Unmentioned,
)


async def change_mastery(
    session: Transaction, generation: int, district_id: UUID, rows: Sequence[MasteryRow], *, live: bool
) -> None:
    """Write these rows, the last of a key winning. `live` rows get stream positions; those that change nothing keep
    theirs.
    """
    latest: dict[tuple[UUID, UUID], MasteryRow] = {}
    for row in rows:
        latest.pop((row.learner_id, row.item_id), None)
        latest[row.learner_id, row.item_id] = row
    if not latest:
        return
    learners, items, scores, mastered, observed, known, since = zip(*latest.values(), strict=True)
    parameters: dict[str, object] = {
        "generation": generation, "district_id": district_id, "learners": list(learners), "items": list(items),
        "scores": list(scores), "mastered": list(mastered), "observed": list(observed), "known": list(known),
        "since": list(since),
    }  # fmt: skip
    if live:
        await _CHANGE_MASTERY.run(session, count=len(latest), **parameters)
    else:
        await _REBUILD_MASTERY.run(session, **parameters)


async def list_unmentioned(
    session: Transaction,
    generation: int,
    district_id: UUID,
    snapshots: dict[UUID, datetime],
    mentioned: Sequence[MasteryRow],
) -> list[Unmentioned]:
    """What we hold of these learners that their snapshots do not mention, each with its snapshot's time."""
    return await _UNMENTIONED.all(
        session, generation=generation, district_id=district_id, learners=list(snapshots),
        known=list(snapshots.values()), mentioned_learners=[row.learner_id for row in mentioned],
        mentioned_items=[row.item_id for row in mentioned],
    )  # fmt: skip
