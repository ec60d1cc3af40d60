"""Determining mastery anew: whose, of what, how far it has come."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from competency.evidence.queries.counting import CountingEvidence
from competency.evidence.rules import Shown
from competency.learners.queries.learners import Pair
from competency.mastery.models.mastery import Mastery, Recalculation
from competency.mastery.queries.store import StoredResult
from competency.mastery.rules.effective_policy import Determined
from shared.db.query import Command, Query, Scalar, Transaction, columns

Scope = Literal["item", "framework", "district", "criterion", "window"]
"""What is determined anew. `window`: results that a piece of evidence has left by the passing of time; `criterion`: an
item whose criterion is another, and all children it ever had.
"""
SWEEP_MINUTES = 5


class RecalculationRecord(NamedTuple):
    """A recalculation: of what, how far it has come, what it changed."""

    district_id: UUID
    recalculation_id: UUID
    policy_id: UUID | None
    level: Scope
    subject_id: UUID
    due_at: datetime
    barrier: int | None
    after_learner: UUID | None
    learners: int
    done: int
    gained: int
    lost: int
    other: int
    started_at: datetime | None
    finished_at: datetime | None


_SCOPES: dict[Scope, str] = {
    "item": "m.item_id = cast(:subject as uuid)",
    "framework": "m.item_id in (select item_id from item where framework_id = cast(:subject as uuid))",
    "district": "m.district_id = cast(:subject as uuid)",
    "criterion": (
        "m.item_id in (select cast(:subject as uuid) union "
        "select unnest(c.children) from criterion c where c.item_id = cast(:subject as uuid))"
    ),
    "window": "m.district_id = cast(:subject as uuid) and m.expires_at <= statement_timestamp()",
}
_LEARNERS = {
    name: Scalar(
        f"""
select distinct m.learner_id from mastery m
where (cast(:after as uuid) is null or m.learner_id > cast(:after as uuid)) and {scope}
order by m.learner_id limit :limit
""",  # noqa: S608
        UUID,
    )
    for name, scope in _SCOPES.items()
}
_COUNT = {
    name: Scalar(f"select count(distinct m.learner_id) from mastery m where {scope}", int)  # noqa: S608
    for name, scope in _SCOPES.items()
}
_RESULTS_IN = {
    name: Query(
        f"""
select {columns(Mastery, "m")} from mastery m where m.learner_id = any(cast(:learners as uuid[])) and {scope}
order by m.learner_id, m.item_id
""",  # noqa: S608
        StoredResult,
    )
    for name, scope in _SCOPES.items()
}
_RESULTS_OF = Query(
    f"""
select {columns(Mastery)} from mastery where learner_id = any(cast(:learners as uuid[]))
  and item_id = any(cast(:items as uuid[]))
""",  # noqa: S608
    StoredResult,
)
_COUNTING = Query(
    """
select e.evidence_id, e.learner_id, e.item_id, e.score, e.observed_at, e.recorded_at, e.tie, e.kind
from evidence e
where e.learner_id = any(cast(:learners as uuid[])) and e.item_id = any(cast(:items as uuid[]))
  and not exists (select from evidence_void v where v.district_id = e.district_id and v.evidence_id = e.evidence_id)
  and not exists (select from evidence_correction c
                  where c.district_id = e.district_id and c.evidence_id = e.evidence_id)
""",
    CountingEvidence,
)
_CONFIRM = Command("""
update mastery m set policy_id = n.policy_id, expires_at = n.expires_at, determined_at = cast(:now as timestamptz),
  criterion_version = n.criterion_version
from unnest(cast(:learners as uuid[]), cast(:items as uuid[]), cast(:policies as uuid[]),
            cast(:expiries as timestamptz[]), cast(:criteria as int[]))
  as n(learner_id, item_id, policy_id, expires_at, criterion_version)
where m.learner_id = n.learner_id and m.item_id = n.item_id
""")
_QUEUE = Command("""
insert into recalculation (district_id, recalculation_id, policy_id, level, subject_id, due_at)
values (:district_id, :recalculation_id, :policy_id, :level, :subject_id,
  coalesce(cast(:due_at as timestamptz), statement_timestamp()))
""")
_SWEEP = Command("""
insert into recalculation (district_id, recalculation_id, level, subject_id, due_at)
select cast(:district_id as uuid), cast(:recalculation_id as uuid), 'window', cast(:district_id as uuid),
  cast(:due_at as timestamptz)
where not exists (select from recalculation where policy_id is null and level = 'window')
""")
_DUE = Query(
    f"""
select {columns(Recalculation)} from recalculation
where finished_at is null and due_at <= statement_timestamp()
  and (barrier is null or barrier <= cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint))
order by due_at, recalculation_id limit 1 for update skip locked
""",  # noqa: S608
    RecalculationRecord,
)
_START = Command("""
update recalculation set started_at = statement_timestamp(), learners = :learners,
  barrier = cast(cast(pg_current_xact_id() as text) as bigint)
where recalculation_id = :recalculation_id
""")
_ADVANCE = Command("""
update recalculation set after_learner = :after_learner, done = done + :done, gained = gained + :gained,
  lost = lost + :lost, other = other + :other
where recalculation_id = :recalculation_id
""")
_FINISH = Command("""
update recalculation set finished_at = statement_timestamp() where recalculation_id = :recalculation_id
""")
_REST = Command(f"""
update recalculation set after_learner = null,
  due_at = statement_timestamp() + interval '{SWEEP_MINUTES} minutes'
where recalculation_id = :recalculation_id
""")  # noqa: S608
_OF_POLICY = Query(
    f"select {columns(Recalculation)} from recalculation where policy_id = :policy_id",  # noqa: S608
    RecalculationRecord,
)


async def learners_in_scope(
    session: Transaction, scope: Scope, subject_id: UUID, after: UUID | None, limit: int
) -> list[UUID]:
    """Returns the next learners, by id, of whom something in the scope has been determined."""
    return await _LEARNERS[scope].all(session, subject=subject_id, after=after, limit=limit)


async def count_learners(session: Transaction, scope: Scope, subject_id: UUID) -> int:
    """Returns of how many learners something in the scope has been determined."""
    return await _COUNT[scope].one(session, subject=subject_id)


async def results_in_scope(
    session: Transaction, scope: Scope, subject_id: UUID, learners: Sequence[UUID]
) -> dict[Pair, StoredResult]:
    """Returns these learners' results in the scope."""
    rows = await _RESULTS_IN[scope].all(session, subject=subject_id, learners=list(learners))
    return {row.pair: row for row in rows}


async def current_results(
    session: Transaction, learners: Sequence[UUID], items: Sequence[UUID]
) -> dict[Pair, StoredResult]:
    """Returns the results of all of these learners of all of these items."""
    rows = await _RESULTS_OF.all(session, learners=list(learners), items=list(items))
    return {row.pair: row for row in rows}


async def evidence_for(
    session: Transaction, learners: Sequence[UUID], pairs: Collection[Pair]
) -> dict[Pair, list[Shown]]:
    """Returns the evidence that may count for these learners and items; of one without any, an empty list."""
    result: dict[Pair, list[Shown]] = {pair: [] for pair in pairs}
    items = sorted({item_id for _, item_id in pairs})
    for row in await _COUNTING.all(session, learners=list(learners), items=items):
        records = result.get((row.learner_id, row.item_id))
        if records is not None:
            records.append(Shown(row.evidence_id, row.score, row.observed_at, row.recorded_at, row.tie, row.kind))
    return result


async def confirm_results(session: Transaction, determined: Sequence[tuple[Pair, Determined]], now: datetime) -> None:
    """Stores that these were determined anew and came out as they were."""
    await _CONFIRM.run(
        session,
        now=now,
        learners=[pair[0] for pair, _ in determined],
        items=[pair[1] for pair, _ in determined],
        policies=[found.effective_policy.policy_id for _, found in determined],
        expiries=[found.expires_at for _, found in determined],
        criteria=[found.criterion for _, found in determined],
    )


async def queue_recalculation(
    session: Transaction,
    district_id: UUID,
    recalculation_id: UUID,
    scope: Scope,
    subject_id: UUID,
    *,
    due_at: datetime | None = None,
    policy_id: UUID | None = None,
) -> None:
    """Has the results in the scope determined anew from that time on; without one, at once."""
    await _QUEUE.run(
        session,
        district_id=district_id,
        recalculation_id=recalculation_id,
        policy_id=policy_id,
        level=scope,
        subject_id=subject_id,
        due_at=due_at,
    )


async def keep_sweeping(session: Transaction, district_id: UUID, recalculation_id: UUID, due_at: datetime) -> None:
    """From then on has every few minutes the results determined anew that a recency window has left behind."""
    await _SWEEP.run(session, district_id=district_id, recalculation_id=recalculation_id, due_at=due_at)


async def next_recalculation(session: Transaction) -> RecalculationRecord | None:
    """Returns the recalculation of any district that is due longest, held for this transaction."""
    return await _DUE.first(session)


async def start_recalculation(session: Transaction, recalculation_id: UUID, learners: int) -> None:
    """Begins it, behind a barrier: a write that began before it may still determine by what was in force until now, and
    is waited for.
    """
    await _START.run(session, recalculation_id=recalculation_id, learners=learners)


async def advance_recalculation(
    session: Transaction, recalculation_id: UUID, after_learner: UUID, *, done: int, gained: int, lost: int, other: int
) -> None:
    """Stores that it is done up to that learner, and what it changed since it was stored last."""
    await _ADVANCE.run(
        session,
        recalculation_id=recalculation_id,
        after_learner=after_learner,
        done=done,
        gained=gained,
        lost=lost,
        other=other,
    )


async def finish_recalculation(session: Transaction, recalculation_id: UUID) -> None:
    """Stores that it is done."""
    await _FINISH.run(session, recalculation_id=recalculation_id)


async def rest_recalculation(session: Transaction, recalculation_id: UUID) -> None:
    """Has it look again in a few minutes: nothing has left its window for now."""
    await _REST.run(session, recalculation_id=recalculation_id)


async def find_recalculation(session: Transaction, policy_id: UUID) -> RecalculationRecord | None:
    """Returns the recalculation that the policy's activation began, if it was activated."""
    return await _OF_POLICY.first(session, policy_id=policy_id)
