"""Determining mastery anew, learner by learner: after a change of policy, and as recency windows move on.

Each chunk of learners is a transaction: their results and how far the work has come are committed together, so that a
process that dies leaves nothing undone and nothing done twice.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.learners.queries.learners import Pair, lock_learners
from competency.mastery.queries import policies
from competency.mastery.queries import recalculation as queries
from competency.mastery.queries.store import RESULT_STORE
from competency.mastery.rules.mastery import Determination
from competency.mastery.rules.ruling import Determined
from competency.mastery.usecases.determining import determine_all, mastery_changes
from competency.mastery.usecases.rolling_up import is_held, settle_all
from shared.db.database import become
from shared.db.query import Transaction
from shared.db.wake import wake_after_commit
from shared.events import publish
from shared.values.ids import new_id

CHUNK = 8
"""Learners in a transaction: enough to share its cost, few enough that no write of theirs waits long."""

Change = Literal["gained", "lost", "other"]


@dataclass(frozen=True)
class Reconsidered:
    """Results of some learners as they are held, and as they come out now."""

    before: Mapping[Pair, Any]
    after: Sequence[tuple[Pair, Determined]]
    now: datetime


RECALCULATION_WAKE = "job.competency.recalculate"


async def recalculate_framework(session: AsyncSession, district_id: UUID, framework_id: UUID, now: datetime) -> None:
    """Have all that was determined of the framework's items determined anew: its scale or its tree is another."""
    await _queue(session, district_id, "framework", framework_id, now)


async def recalculate_criterion(session: AsyncSession, district_id: UUID, item_id: UUID, now: datetime) -> None:
    """Have what is determined through the item's children determined anew: its criterion is another."""
    await _queue(session, district_id, queries.CRITERION, item_id, now)


async def _queue(session: AsyncSession, district_id: UUID, level: str, subject_id: UUID, now: datetime) -> None:
    await queries.queue(
        session,
        district_id=district_id,
        recalculation_id=new_id(),
        policy_id=None,
        level=level,
        subject_id=subject_id,
        due_at=now,
    )
    wake_after_commit(session, RECALCULATION_WAKE)


async def recalculate(session: AsyncSession) -> bool:
    """Take one step of the recalculation that is due longest; whether there may be more at once."""
    due = await queries.next_due(session)
    if due is None:
        return False
    await become(session, due.district_id)
    if due.started_at is None:
        expected = await queries.count(session, due.level, due.subject_id)
        await queries.start(session, due.recalculation_id, expected)
        return True
    learners = await queries.learners(session, due.level, due.subject_id, due.after_learner, CHUNK)
    if learners:
        counts = await _settle(session, due, learners)
        await queries.advance(
            session,
            due.recalculation_id,
            learners[-1],
            done=len(learners),
            gained=counts["gained"],
            lost=counts["lost"],
            other=counts["other"],
        )
    elif due.level == queries.WINDOW:
        await queries.rest(session, due.recalculation_id)
    else:
        await queries.finish(session, due.recalculation_id)
    return True


async def _settle(session: AsyncSession, due: Any, learners: Sequence[UUID]) -> Counter[Change]:
    await lock_learners(session, due.district_id, learners)
    found = await reconsider(session, due.level, due.subject_id, learners)
    changed = [(pair, d) for pair, d in found.after if not is_held(found.before[pair], d.determination)]
    same = [(pair, d) for pair, d in found.after if _is_confirmed(found.before[pair], d)]
    if changed:
        await RESULT_STORE.write(session, due.district_id, [], changed, found.now, "recalculation")
        await publish(session, due.district_id, *mastery_changes(found.before, changed, found.now, "recalculation"))
    if same:
        await queries.confirm(session, same, found.now)
    return Counter(
        change for pair, d in changed if (change := change_of(found.before[pair], d.determination)) is not None
    )


async def reconsider(
    session: Transaction, scope: str, subject: UUID, learners: Sequence[UUID], *, assumed: UUID | None = None
) -> Reconsidered:
    """Determine what is held of these learners anew, by what is in force, or as if `assumed` were."""
    before = await queries.held(session, scope, subject, learners)
    if not before:
        return Reconsidered({}, [], datetime.now(UTC))
    items = await policies.rulings(session, [item_id for _, item_id in before], assumed=assumed)
    shown = await queries.shown(session, learners, before)
    now = next(iter(items.values())).now
    before, after = await settle_all(session, before, determine_all(shown, items, now), items, shown, learners)
    return Reconsidered(before, after, now)


def change_of(was: Any, found: Determination) -> Change | None:
    """What becomes of a result, for people: a score that is the same by another piece is no change."""
    if found.mastered != was.mastered:
        return "gained" if found.mastered else "lost"
    return "other" if found.score != was.score else None


def _is_confirmed(was: Any, found: Determined) -> bool:
    """The same result, by another policy or for another while."""
    held = was.policy_id, was.expires_at, was.criterion_version
    kept = held == (found.ruling.policy_id, found.expires_at, found.criterion)
    return not kept and is_held(was, found.determination)
