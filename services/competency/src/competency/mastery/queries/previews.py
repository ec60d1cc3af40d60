"""What policies would change, as it is counted in the background."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row as AnyRow
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.mastery.models.mastery import PolicyPreview, PolicyPreviewChange
from competency.mastery.schemas.policies import ChangeOut
from shared.db.query import columns
from shared.db.statement import Statement

KEEP_DAYS = 7

_QUEUE = text("""
insert into policy_preview (district_id, policy_id, level, subject_id)
select district_id, policy_id, level, subject_id from mastery_policy where policy_id = :policy_id
on conflict (district_id, policy_id) do update
set after_learner = null, learners = 0, considered = 0, affected = 0, gained = 0, lost = 0,
    other = 0, queued_at = now(), started_at = null, finished_at = null
where cast(:anew as boolean)
""")
_OF_POLICY = text(f"select {columns(PolicyPreview)} from policy_preview where policy_id = :policy_id")  # noqa: S608
_DUE = text(f"""
select {columns(PolicyPreview)} from policy_preview where finished_at is null order by queued_at
  limit 1 for update skip locked
""")  # noqa: S608
_BEGIN = text("""
update policy_preview set started_at = statement_timestamp(), learners = :learners where policy_id = :policy_id
""")
_DROP_EARLIER = text("delete from policy_preview_change where policy_id = :policy_id")
_ADD = Statement("""
insert into policy_preview_change (district_id, policy_id, learner_id, item_id, change, score_now, score_then,
                                   mastered_now, mastered_then)
select cast(:district_id as uuid), cast(:policy_id as uuid), c.learner_id, c.item_id, c.change, c.score_now,
  c.score_then, c.mastered_now, c.mastered_then
from unnest(cast(:learners as uuid[]), cast(:items as uuid[]), cast(:changes as text[]), cast(:scores_now as numeric[]),
            cast(:scores_then as numeric[]), cast(:mastered_now as boolean[]), cast(:mastered_then as boolean[]))
  as c(learner_id, item_id, change, score_now, score_then, mastered_now, mastered_then)
""")
_ADVANCE = text("""
update policy_preview set after_learner = :after_learner, considered = considered + :considered,
  affected = affected + :affected, gained = gained + :gained, lost = lost + :lost, other = other + :other
where policy_id = :policy_id
""")
_FINISH = text("update policy_preview set finished_at = statement_timestamp() where policy_id = :policy_id")
_CHANGES = text(f"""
select {columns(PolicyPreviewChange)} from policy_preview_change where policy_id = :policy_id
  and (cast(:learner as uuid) is null or (learner_id, item_id) > (:learner, cast(:item as uuid)))
order by learner_id, item_id limit :limit
""")  # noqa: S608
_PURGE = text(f"""
delete from policy_preview where queued_at < now() - interval '{KEEP_DAYS} days'
""")  # noqa: S608


async def queue(session: AsyncSession, policy_id: UUID, *, anew: bool) -> None:
    """Have it counted; `anew` also where it has been."""
    await session.execute(_QUEUE, {"policy_id": policy_id, "anew": anew})


async def of_policy(session: AsyncSession, policy_id: UUID) -> AnyRow[Any] | None:
    return (await session.execute(_OF_POLICY, {"policy_id": policy_id})).one_or_none()


async def next_due(session: AsyncSession) -> AnyRow[Any] | None:
    """The preview of any district that waits longest, held for this transaction."""
    return (await session.execute(_DUE)).one_or_none()


async def begin(session: AsyncSession, due: Any, learners: int) -> None:
    await session.execute(_DROP_EARLIER, {"policy_id": due.policy_id})
    await session.execute(_BEGIN, {"policy_id": due.policy_id, "learners": learners})


async def advance(session: AsyncSession, due: Any, learners: Sequence[UUID], changes: Sequence[ChangeOut]) -> None:
    """These learners have been looked at, with these changes."""
    await _ADD.run(
        session,
        {
            "district_id": due.district_id,
            "policy_id": due.policy_id,
            "learners": [c.learner_id for c in changes],
            "items": [c.item_id for c in changes],
            "changes": [c.change for c in changes],
            "scores_now": [c.now.score for c in changes],
            "scores_then": [c.then.score for c in changes],
            "mastered_now": [c.now.mastered for c in changes],
            "mastered_then": [c.then.mastered for c in changes],
        },
    )
    parameters = {
        "policy_id": due.policy_id,
        "after_learner": learners[-1],
        "considered": len(learners),
        "affected": len({c.learner_id for c in changes}),
        "gained": sum(c.change == "gain" for c in changes),
        "lost": sum(c.change == "lose" for c in changes),
        "other": sum(c.change == "score" for c in changes),
    }
    await session.execute(_ADVANCE, parameters)


async def finish(session: AsyncSession, policy_id: UUID) -> None:
    await session.execute(_FINISH, {"policy_id": policy_id})


async def changes(
    session: AsyncSession, policy_id: UUID, after: tuple[UUID, UUID] | None, limit: int
) -> Sequence[AnyRow[Any]]:
    """Rows behind the cursor `(learner_id, item_id)`."""
    learner, item = after or (None, None)
    parameters = {"policy_id": policy_id, "learner": learner, "item": item, "limit": limit}
    return (await session.execute(_CHANGES, parameters)).all()


async def purge(session: AsyncSession) -> None:
    """Forget what was counted for long."""
    await session.execute(_PURGE)
