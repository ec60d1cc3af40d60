"""Determining mastery anew: whose, of what, how far it has come."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row as AnyRow
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.evidence.rules import Shown
from competency.learners.queries.learners import Pair
from competency.mastery.models.mastery import Mastery, Recalculation
from competency.mastery.rules.ruling import Determined
from shared.db.query import Transaction, columns
from shared.db.statement import Row, Statement

WINDOW = "window"
"""The scope of results that a piece of evidence has left by the passing of time."""
CRITERION = "criterion"
"""The scope of an item whose criterion is another, and of all children it ever had."""
SWEEP_MINUTES = 5

_SCOPES = {
    "item": "m.item_id = cast(:subject as uuid)",
    "framework": "m.item_id in (select item_id from item where framework_id = cast(:subject as uuid))",
    "district": "m.district_id = cast(:subject as uuid)",
    CRITERION: (
        "m.item_id in (select cast(:subject as uuid) union "
        "select unnest(c.children) from criterion c where c.item_id = cast(:subject as uuid))"
    ),
    WINDOW: "m.district_id = cast(:subject as uuid) and m.expires_at <= statement_timestamp()",
}
_LEARNERS = {
    name: Statement(f"""
select distinct m.learner_id from mastery m
where (cast(:after as uuid) is null or m.learner_id > cast(:after as uuid)) and {scope}
order by m.learner_id limit :limit
""")  # noqa: S608
    for name, scope in _SCOPES.items()
}
_COUNT = {
    name: Statement(f"select count(distinct m.learner_id) from mastery m where {scope}")  # noqa: S608
    for name, scope in _SCOPES.items()
}
_HELD = {
    name: Statement(f"""
select {columns(Mastery, "m")} from mastery m where m.learner_id = any(cast(:learners as uuid[])) and {scope}
order by m.learner_id, m.item_id
""")  # noqa: S608
    for name, scope in _SCOPES.items()
}
_STANDING = Statement(f"""
select {columns(Mastery)} from mastery where learner_id = any(cast(:learners as uuid[]))
  and item_id = any(cast(:items as uuid[]))
""")  # noqa: S608
_SHOWN = Statement("""
select e.learner_id, e.item_id, e.evidence_id, e.score, e.observed_at, e.recorded_at, e.tie, e.kind
from evidence e
where e.learner_id = any(cast(:learners as uuid[])) and e.item_id = any(cast(:items as uuid[]))
  and not exists (select from evidence_void v where v.district_id = e.district_id and v.evidence_id = e.evidence_id)
  and not exists (select from evidence_correction c
                  where c.district_id = e.district_id and c.evidence_id = e.evidence_id)
""")
_CONFIRM = Statement("""
update mastery m set policy_id = n.policy_id, expires_at = n.expires_at, determined_at = cast(:now as timestamptz),
  criterion_version = n.criterion_version
from unnest(cast(:learners as uuid[]), cast(:items as uuid[]), cast(:policies as uuid[]),
            cast(:expiries as timestamptz[]), cast(:criteria as int[]))
  as n(learner_id, item_id, policy_id, expires_at, criterion_version)
where m.learner_id = n.learner_id and m.item_id = n.item_id
""")
_QUEUE = text("""
insert into recalculation (district_id, recalculation_id, policy_id, level, subject_id, due_at)
values (:district_id, :recalculation_id, :policy_id, :level, :subject_id, :due_at)
""")
_SWEEP = text(f"""
insert into recalculation (district_id, recalculation_id, level, subject_id, due_at)
select :district_id, :recalculation_id, '{WINDOW}', :district_id, :due_at
where not exists (select from recalculation where policy_id is null and level = '{WINDOW}')
""")  # noqa: S608
_DUE = text(f"""
select {columns(Recalculation)} from recalculation
where finished_at is null and due_at <= statement_timestamp()
  and (barrier is null or barrier <= cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint))
order by due_at, recalculation_id limit 1 for update skip locked
""")  # noqa: S608
_START = text("""
update recalculation set started_at = statement_timestamp(), learners = :learners,
  barrier = cast(cast(pg_current_xact_id() as text) as bigint)
where recalculation_id = :recalculation_id
""")
_ADVANCE = text("""
update recalculation set after_learner = :after_learner, done = done + :done, gained = gained + :gained,
  lost = lost + :lost, other = other + :other
where recalculation_id = :recalculation_id
""")
_FINISH = text("""
update recalculation set finished_at = statement_timestamp() where recalculation_id = :recalculation_id
""")
_REST = text(f"""
update recalculation set after_learner = null,
  due_at = statement_timestamp() + interval '{SWEEP_MINUTES} minutes'
where recalculation_id = :recalculation_id
""")  # noqa: S608
_OF_POLICY = text(f"select {columns(Recalculation)} from recalculation where policy_id = :policy_id")  # noqa: S608


async def learners(session: Transaction, scope: str, subject: UUID, after: UUID | None, limit: int) -> list[UUID]:
    """The next learners, by id, of whom something in the scope has been determined."""
    rows = await _LEARNERS[scope].all(session, {"subject": subject, "after": after, "limit": limit})
    return [row.learner_id for row in rows]


async def count(session: Transaction, scope: str, subject: UUID) -> int:
    return int(await _COUNT[scope].scalar(session, {"subject": subject}))


async def held(session: Transaction, scope: str, subject: UUID, learners: Sequence[UUID]) -> dict[Pair, Row]:
    rows = await _HELD[scope].all(session, {"subject": subject, "learners": list(learners)})
    return {(row.learner_id, row.item_id): row for row in rows}


async def standing(session: Transaction, learners: Sequence[UUID], items: Sequence[UUID]) -> dict[Pair, Row]:
    """What is held of these learners and items."""
    rows = await _STANDING.all(session, {"learners": list(learners), "items": list(items)})
    return {(row.learner_id, row.item_id): row for row in rows}


async def shown(session: Transaction, learners: Sequence[UUID], pairs: Mapping[Pair, Any]) -> dict[Pair, list[Shown]]:
    """The evidence that may count for these learners and items."""
    result: dict[Pair, list[Shown]] = {pair: [] for pair in pairs}
    items = sorted({item_id for _, item_id in pairs})
    for row in await _SHOWN.all(session, {"learners": list(learners), "items": items}):
        pieces = result.get((row.learner_id, row.item_id))
        if pieces is not None:
            pieces.append(Shown(row.evidence_id, row.score, row.observed_at, row.recorded_at, row.tie, row.kind))
    return result


async def confirm(session: Transaction, determined: Sequence[tuple[Pair, Determined]], now: datetime) -> None:
    """These were determined anew and came out as they were."""
    await _CONFIRM.run(
        session,
        {
            "now": now,
            "learners": [pair[0] for pair, _ in determined],
            "items": [pair[1] for pair, _ in determined],
            "policies": [found.ruling.policy_id for _, found in determined],
            "expiries": [found.expires_at for _, found in determined],
            "criteria": [found.criterion for _, found in determined],
        },
    )


async def queue(session: AsyncSession, **columns: Any) -> None:
    await session.execute(_QUEUE, columns)


async def keep_sweeping(session: AsyncSession, district_id: UUID, recalculation_id: UUID, due_at: datetime) -> None:
    """From then on look every few minutes for results that a recency window has left behind."""
    parameters = {"district_id": district_id, "recalculation_id": recalculation_id, "due_at": due_at}
    await session.execute(_SWEEP, parameters)


async def next_due(session: AsyncSession) -> AnyRow[Any] | None:
    """The recalculation of any district that is due, held for this transaction."""
    return (await session.execute(_DUE)).one_or_none()


async def start(session: AsyncSession, recalculation_id: UUID, learners: int) -> None:
    """Begin, behind a barrier: a write that began before it may still determine by what was in force until now, and
    is waited for.
    """
    await session.execute(_START, {"recalculation_id": recalculation_id, "learners": learners})


async def advance(session: AsyncSession, recalculation_id: UUID, after_learner: UUID, **counts: int) -> None:
    await session.execute(_ADVANCE, {"recalculation_id": recalculation_id, "after_learner": after_learner, **counts})


async def finish(session: AsyncSession, recalculation_id: UUID) -> None:
    await session.execute(_FINISH, {"recalculation_id": recalculation_id})


async def rest(session: AsyncSession, recalculation_id: UUID) -> None:
    """Nothing has left its window for now: look again in a few minutes."""
    await session.execute(_REST, {"recalculation_id": recalculation_id})


async def of_policy(session: AsyncSession, policy_id: UUID) -> AnyRow[Any] | None:
    return (await session.execute(_OF_POLICY, {"policy_id": policy_id})).one_or_none()
