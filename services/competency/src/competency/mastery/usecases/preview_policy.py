"""What a policy would change: counted in the request where that is quick, else in the background. Never estimated:
who decides about learners by these numbers gets them exact, if a little later.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from time import monotonic
from typing import Literal
from uuid import UUID

from competency.mastery.queries import previews
from competency.mastery.queries.policies import PolicyRecord
from competency.mastery.queries.previews import PreviewedChange, PreviewRecord
from competency.mastery.queries.recalculation import count_learners, learners_in_scope
from competency.mastery.schemas.policies import ChangeOut, PreviewedResultOut, PreviewOut
from competency.mastery.usecases.policies import read_policy
from competency.mastery.usecases.recalculate import Change, change_of, reconsider
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.db.wake import wake_after_commit

PREVIEW_WAKE = "job.competency.preview"
SECONDS = 1.0
"""Longest that a request counts by itself."""
CHUNK = 32
"""Learners looked at at once; nobody's write waits for it."""

_WORDS: dict[Change, Literal["gain", "lose", "score"]] = {"gained": "gain", "lost": "lose", "other": "score"}


async def preview_policy(
    session: Transaction, policy_id: UUID, after: tuple[UUID, UUID] | None, limit: int, now: datetime
) -> tuple[PreviewOut, list[PreviewedChange]]:
    """Returns what it would change, and up to `limit` of the changes behind the cursor `[learner_id, item_id]`; while
    it is being counted, how far that is.
    """
    policy = await read_policy(session, policy_id)
    counted = await previews.find_preview(session, policy_id)
    if counted is None:
        found = await _within_seconds(session, policy)
        if found is not None:
            considered, changes = found
            rest = [c for c in changes if after is None or (c.learner_id, c.item_id) > after]
            return _counts(policy_id, considered, changes, now) if after is None else _page(policy_id), rest[:limit]
        counted = await _count(session, policy_id, anew=False)
    if counted is None or counted.finished_at is None:
        return _running(policy_id, counted), []
    page = _counted(counted) if after is None else _page(policy_id, counted.finished_at)
    return page, await previews.previewed_changes(session, policy_id, after, limit)


async def count_anew(session: Transaction, policy_id: UUID) -> PreviewOut:
    """Has it counted in the background, also where it has been."""
    await read_policy(session, policy_id)
    return _running(policy_id, await _count(session, policy_id, anew=True))


async def _count(session: Transaction, policy_id: UUID, *, anew: bool) -> PreviewRecord | None:
    await previews.queue_preview(session, policy_id, anew=anew)
    wake_after_commit(session, PREVIEW_WAKE)
    return await previews.find_preview(session, policy_id)


async def count_preview(session: Transaction) -> bool:
    """Takes one step of the preview that waits longest; returns whether there may be more at once."""
    due = await previews.next_preview(session)
    if due is None:
        return False
    await set_tenant(session, due.district_id)
    if due.started_at is None:
        await previews.begin_preview(session, due.policy_id, await count_learners(session, due.level, due.subject_id))
        return True
    learners = await learners_in_scope(session, due.level, due.subject_id, due.after_learner, CHUNK)
    if learners:
        await previews.advance_preview(session, due, learners, await _changes(session, due, learners))
    else:
        await previews.finish_preview(session, due.policy_id)
    return True


async def _within_seconds(session: Transaction, policy: PolicyRecord) -> tuple[int, list[PreviewedChange]] | None:
    """Returns how many learners were looked at, and all changes; None where that takes too long."""
    until, learner = monotonic() + SECONDS, None
    considered, changes = 0, list[PreviewedChange]()
    while learners := await learners_in_scope(session, policy.level, policy.subject_id, learner, CHUNK):
        if monotonic() > until:
            return None
        changes += await _changes(session, policy, learners)
        considered, learner = considered + len(learners), learners[-1]
    return considered, changes


async def _changes(
    session: Transaction, policy: PolicyRecord | PreviewRecord, learners: Sequence[UUID]
) -> list[PreviewedChange]:
    found = await reconsider(session, policy.level, policy.subject_id, learners, assumed=policy.policy_id)
    if found is None:
        return []
    changes = []
    for (learner_id, item_id), (then, *_) in found.after:
        was = found.before.get((learner_id, item_id))
        change = change_of(was, then)
        if change is not None:
            now = (was.score, was.mastered) if was else (None, False)
            changes.append(
                PreviewedChange(learner_id, item_id, _WORDS[change], now[0], then.score, now[1], then.mastered)
            )
    return changes


def change_out(change: PreviewedChange) -> ChangeOut:
    """Returns the change as it goes out."""
    return ChangeOut(
        learner_id=change.learner_id,
        item_id=change.item_id,
        change=change.change,
        now=PreviewedResultOut(score=change.score_now, mastered=change.mastered_now),
        then=PreviewedResultOut(score=change.score_then, mastered=change.mastered_then),
    )


def _page(policy_id: UUID, counted_at: datetime | None = None) -> PreviewOut:
    return PreviewOut(policy_id=policy_id, items=[], counted_at=counted_at)


def _counts(policy_id: UUID, considered: int, changes: Sequence[PreviewedChange], now: datetime) -> PreviewOut:
    counts = Counter(change.change for change in changes)
    return PreviewOut(
        policy_id=policy_id,
        items=[],
        counted_at=now,
        considered=considered,
        learners=len({change.learner_id for change in changes}),
        gain=counts["gain"],
        lose=counts["lose"],
        score_only=counts["score"],
    )


def _counted(preview: PreviewRecord) -> PreviewOut:
    return PreviewOut(
        policy_id=preview.policy_id,
        items=[],
        counted_at=preview.finished_at,
        considered=preview.considered,
        learners=preview.affected,
        gain=preview.gained,
        lose=preview.lost,
        score_only=preview.other,
    )


def _running(policy_id: UUID, preview: PreviewRecord | None) -> PreviewOut:
    considered, of = 0, None
    if preview is not None:
        considered, of = preview.considered, preview.learners if preview.started_at else None
    return PreviewOut(policy_id=policy_id, items=[], state="running", considered=considered, of=of)
