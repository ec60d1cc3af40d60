"""What policies would change, as it is counted in the background."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple
from uuid import UUID

from competency.mastery.models.mastery import PolicyPreview
from competency.mastery.rules.policy import PolicyLevel
from shared.db.query import Command, Query, Transaction, columns

KEEP_DAYS = 7


class PreviewRecord(NamedTuple):
    """What a policy would change: how far that is counted, and what was found."""

    district_id: UUID
    policy_id: UUID
    level: PolicyLevel
    subject_id: UUID
    after_learner: UUID | None
    learners: int
    considered: int
    affected: int
    gained: int
    lost: int
    other: int
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class PreviewedChange(NamedTuple):
    """A result that a policy would change."""

    learner_id: UUID
    item_id: UUID
    change: Literal["gain", "lose", "score"]
    score_now: Decimal | None
    score_then: Decimal | None
    mastered_now: bool
    mastered_then: bool


_QUEUE = Command("""
insert into policy_preview (district_id, policy_id, level, subject_id)
select district_id, policy_id, level, subject_id from mastery_policy where policy_id = :policy_id
on conflict (district_id, policy_id) do update
set after_learner = null, learners = 0, considered = 0, affected = 0, gained = 0, lost = 0,
    other = 0, queued_at = now(), started_at = null, finished_at = null
where cast(:anew as boolean)
""")
_OF_POLICY = Query(
    f"select {columns(PolicyPreview)} from policy_preview where policy_id = :policy_id",  # noqa: S608
    PreviewRecord,
)
_DUE = Query(
    f"""
select {columns(PolicyPreview)} from policy_preview where finished_at is null order by queued_at
  limit 1 for update skip locked
""",  # noqa: S608
    PreviewRecord,
)
_BEGIN = Command("""
update policy_preview set started_at = statement_timestamp(), learners = :learners where policy_id = :policy_id
""")
_DROP_EARLIER = Command("delete from policy_preview_change where policy_id = :policy_id")
_ADD = Command("""
insert into policy_preview_change (district_id, policy_id, learner_id, item_id, change, score_now, score_then,
                                   mastered_now, mastered_then)
select cast(:district_id as uuid), cast(:policy_id as uuid), c.learner_id, c.item_id, c.change, c.score_now,
  c.score_then, c.mastered_now, c.mastered_then
from unnest(cast(:learners as uuid[]), cast(:items as uuid[]), cast(:changes as text[]), cast(:scores_now as numeric[]),
            cast(:scores_then as numeric[]), cast(:mastered_now as boolean[]), cast(:mastered_then as boolean[]))
  as c(learner_id, item_id, change, score_now, score_then, mastered_now, mastered_then)
""")
_ADVANCE = Command("""
update policy_preview set after_learner = :after_learner, considered = considered + :considered,
  affected = affected + :affected, gained = gained + :gained, lost = lost + :lost, other = other + :other
where policy_id = :policy_id
""")
_FINISH = Command("update policy_preview set finished_at = statement_timestamp() where policy_id = :policy_id")
_CHANGES = Query(
    """
select learner_id, item_id, change, score_now, score_then, mastered_now, mastered_then
from policy_preview_change where policy_id = :policy_id
  and (cast(:learner as uuid) is null or (learner_id, item_id) > (cast(:learner as uuid), cast(:item as uuid)))
order by learner_id, item_id limit :limit
""",
    PreviewedChange,
)
_PURGE = Command(f"""
delete from policy_preview where queued_at < now() - interval '{KEEP_DAYS} days'
""")  # noqa: S608


async def queue_preview(session: Transaction, policy_id: UUID, *, anew: bool) -> None:
    """Has it counted; with `anew` also where it has been."""
    await _QUEUE.run(session, policy_id=policy_id, anew=anew)


async def find_preview(session: Transaction, policy_id: UUID) -> PreviewRecord | None:
    """Returns the policy's preview, where it is or was counted in the background."""
    return await _OF_POLICY.first(session, policy_id=policy_id)


async def next_preview(session: Transaction) -> PreviewRecord | None:
    """Returns the preview of any district that waits longest, held for this transaction."""
    return await _DUE.first(session)


async def begin_preview(session: Transaction, policy_id: UUID, learners: int) -> None:
    """Begins to count: of so many learners, without what was found before."""
    await _DROP_EARLIER.run(session, policy_id=policy_id)
    await _BEGIN.run(session, policy_id=policy_id, learners=learners)


async def advance_preview(
    session: Transaction, due: PreviewRecord, learners: Sequence[UUID], changes: Sequence[PreviewedChange]
) -> None:
    """Stores that these learners have been considered, with these changes."""
    await _ADD.run(
        session,
        district_id=due.district_id,
        policy_id=due.policy_id,
        learners=[c.learner_id for c in changes],
        items=[c.item_id for c in changes],
        changes=[c.change for c in changes],
        scores_now=[c.score_now for c in changes],
        scores_then=[c.score_then for c in changes],
        mastered_now=[c.mastered_now for c in changes],
        mastered_then=[c.mastered_then for c in changes],
    )
    await _ADVANCE.run(
        session,
        policy_id=due.policy_id,
        after_learner=learners[-1],
        considered=len(learners),
        affected=len({c.learner_id for c in changes}),
        gained=sum(c.change == "gain" for c in changes),
        lost=sum(c.change == "lose" for c in changes),
        other=sum(c.change == "score" for c in changes),
    )


async def finish_preview(session: Transaction, policy_id: UUID) -> None:
    """Stores that it is counted."""
    await _FINISH.run(session, policy_id=policy_id)


async def previewed_changes(
    session: Transaction, policy_id: UUID, after: tuple[UUID, UUID] | None, limit: int
) -> list[PreviewedChange]:
    """Returns the changes behind the cursor `(learner_id, item_id)`."""
    learner, item = after or (None, None)
    return await _CHANGES.all(session, policy_id=policy_id, learner=learner, item=item, limit=limit)


async def delete_old_previews(session: Transaction) -> None:
    """Deletes what was counted long ago."""
    await _PURGE.run(session)
