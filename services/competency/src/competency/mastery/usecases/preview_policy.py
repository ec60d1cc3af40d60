"""What a policy would change: counted in the request where that is quick, else in the background. Never estimated:
who decides about learners by these numbers gets them exact, if a little later.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from time import monotonic
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.mastery.queries import previews as queries
from competency.mastery.queries import recalculation
from competency.mastery.schemas.policies import ChangeOut, PreviewedResultOut, PreviewOut
from competency.mastery.usecases.policies import one_policy
from competency.mastery.usecases.recalculate import change_of, reconsider
from shared.db.database import become
from shared.db.wake import wake_after_commit

PREVIEW_WAKE = "job.competency.preview"
SECONDS = 1.0
"""Longest that a request counts by itself."""
CHUNK = 32
"""Learners looked at at once; nobody's write waits for it."""

_WORDS = {"gained": "gain", "lost": "lose", "other": "score"}


async def preview_policy(
    session: AsyncSession, policy_id: UUID, after: tuple[UUID, UUID] | None, limit: int
) -> tuple[PreviewOut, list[ChangeOut]]:
    """What it would change, and up to `limit` of the changes behind the cursor `[learner_id, item_id]`; while it is
    being counted, how far that is.
    """
    policy = await one_policy(session, policy_id)
    counted = await queries.of_policy(session, policy_id)
    if counted is None:
        found = await _within_seconds(session, policy)
        if found is not None:
            considered, changes = found
            rest = [c for c in changes if after is None or (c.learner_id, c.item_id) > after]
            return _counts(policy_id, considered, changes) if after is None else _page(policy_id), rest[:limit]
        counted = await _count(session, policy_id, anew=False)
    if counted.finished_at is None:
        return _running(counted), []
    rows = await queries.changes(session, policy_id, after, limit)
    return _counted(counted) if after is None else _page(policy_id, counted.finished_at), [_change(row) for row in rows]


async def count_anew(session: AsyncSession, policy_id: UUID) -> PreviewOut:
    """Have it counted in the background, also where it has been."""
    await one_policy(session, policy_id)
    return _running(await _count(session, policy_id, anew=True))


async def _count(session: AsyncSession, policy_id: UUID, *, anew: bool) -> Any:
    await queries.queue(session, policy_id, anew=anew)
    wake_after_commit(session, PREVIEW_WAKE)
    return await queries.of_policy(session, policy_id)


async def count_preview(session: AsyncSession) -> bool:
    """Take one step of the preview that waits longest; whether there may be more at once."""
    due = await queries.next_due(session)
    if due is None:
        return False
    await become(session, due.district_id)
    if due.started_at is None:
        await queries.begin(session, due, await recalculation.count(session, due.level, due.subject_id))
        return True
    learners = await recalculation.learners(session, due.level, due.subject_id, due.after_learner, CHUNK)
    if learners:
        await queries.advance(session, due, learners, await _changes(session, due, learners))
    else:
        await queries.finish(session, due.policy_id)
    return True


async def _within_seconds(session: AsyncSession, policy: Any) -> tuple[int, list[ChangeOut]] | None:
    """How many learners were looked at, and all changes; None where that takes too long."""
    until, learner = monotonic() + SECONDS, None
    considered, changes = 0, list[ChangeOut]()
    while learners := await recalculation.learners(session, policy.level, policy.subject_id, learner, CHUNK):
        if monotonic() > until:
            return None
        changes += await _changes(session, policy, learners)
        considered, learner = considered + len(learners), learners[-1]
    return considered, changes


async def _changes(session: AsyncSession, policy: Any, learners: Sequence[UUID]) -> list[ChangeOut]:
    found = await reconsider(session, policy.level, policy.subject_id, learners, assumed=policy.policy_id)
    changes = []
    for pair, (then, *_) in found.after:
        was = found.before[pair]
        change = change_of(was, then)
        if change is not None:
            made = {"learner_id": pair[0], "item_id": pair[1], "change": _WORDS[change]}
            now = PreviewedResultOut(score=was.score, mastered=was.mastered)
            changes.append(
                ChangeOut.model_validate(
                    made | {"now": now, "then": PreviewedResultOut(score=then.score, mastered=then.mastered)}
                )
            )
    return changes


def _change(row: Any) -> ChangeOut:
    return ChangeOut(
        learner_id=row.learner_id,
        item_id=row.item_id,
        change=row.change,
        now=PreviewedResultOut(score=row.score_now, mastered=row.mastered_now),
        then=PreviewedResultOut(score=row.score_then, mastered=row.mastered_then),
    )


def _page(policy_id: UUID, counted_at: datetime | None = None) -> PreviewOut:
    return PreviewOut(policy_id=policy_id, items=[], counted_at=counted_at)


def _counts(policy_id: UUID, considered: int, changes: Sequence[ChangeOut]) -> PreviewOut:
    counts = Counter(change.change for change in changes)
    return PreviewOut(
        policy_id=policy_id,
        items=[],
        counted_at=datetime.now(UTC),
        considered=considered,
        learners=len({change.learner_id for change in changes}),
        gain=counts["gain"],
        lose=counts["lose"],
        score_only=counts["score"],
    )


def _counted(row: Any) -> PreviewOut:
    return PreviewOut(
        policy_id=row.policy_id,
        items=[],
        counted_at=row.finished_at,
        considered=row.considered,
        learners=row.affected,
        gain=row.gained,
        lose=row.lost,
        score_only=row.other,
    )


def _running(row: Any) -> PreviewOut:
    of = row.learners if row.started_at else None
    return PreviewOut(policy_id=row.policy_id, items=[], state="running", considered=row.considered, of=of)
