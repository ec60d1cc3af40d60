"""Determining mastery anew, learner by learner: after a change of policy, and as recency windows move on.

Each chunk of learners is a transaction: their results and how far the work has come are committed together, so that a
process that dies leaves nothing undone and nothing done twice.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from competency.learners.queries.learners import Pair, lock_learners
from competency.mastery.queries import recalculation
from competency.mastery.queries.policies import effective_policies
from competency.mastery.queries.recalculation import RecalculationRecord, Scope
from competency.mastery.queries.store import RESULT_STORE, StoredResult
from competency.mastery.rules.effective_policy import Determined
from competency.mastery.rules.mastery import Determination
from competency.mastery.usecases.determine_mastery import determine_all, mastery_changes
from competency.mastery.usecases.propagate import is_held, recompute_all
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.db.wake import wake_after_commit
from shared.events import publish
from shared.values.ids import new_id

CHUNK = 8
"""Learners in a transaction: enough to share its cost, few enough that no write of theirs waits long."""
RECALCULATION_WAKE = "job.competency.recalculate"

Change = Literal["gained", "lost", "other"]


@dataclass(frozen=True)
class Reconsidered:
    """Results of some learners as they are stored, and as they come out now."""

    before: Mapping[Pair, StoredResult]
    after: Sequence[tuple[Pair, Determined]]
    now: datetime


async def recalculate_framework(session: Transaction, district_id: UUID, framework_id: UUID) -> None:
    """Has all that was determined of the framework's items determined anew: its scale or its tree is another."""
    await _queue(session, district_id, "framework", framework_id)


async def recalculate_criterion(session: Transaction, district_id: UUID, item_id: UUID) -> None:
    """Has what is determined through the item's children determined anew: its criterion is another."""
    await _queue(session, district_id, "criterion", item_id)


async def _queue(session: Transaction, district_id: UUID, scope: Scope, subject_id: UUID) -> None:
    await recalculation.queue_recalculation(session, district_id, new_id(), scope, subject_id)
    wake_after_commit(session, RECALCULATION_WAKE)


async def recalculate(session: Transaction) -> bool:
    """Takes one step of the recalculation that is due longest; returns whether there may be more at once."""
    due = await recalculation.next_recalculation(session)
    if due is None:
        return False
    await set_tenant(session, due.district_id)
    if due.started_at is None:
        expected = await recalculation.count_learners(session, due.level, due.subject_id)
        await recalculation.start_recalculation(session, due.recalculation_id, expected)
        return True
    learners = await recalculation.learners_in_scope(session, due.level, due.subject_id, due.after_learner, CHUNK)
    if learners:
        counts = await _recompute(session, due, learners)
        await recalculation.advance_recalculation(
            session,
            due.recalculation_id,
            learners[-1],
            done=len(learners),
            gained=counts["gained"],
            lost=counts["lost"],
            other=counts["other"],
        )
    elif due.level == "window":
        await recalculation.rest_recalculation(session, due.recalculation_id)
    else:
        await recalculation.finish_recalculation(session, due.recalculation_id)
    return True


async def _recompute(session: Transaction, due: RecalculationRecord, learners: Sequence[UUID]) -> Counter[Change]:
    await lock_learners(session, due.district_id, learners)
    found = await reconsider(session, due.level, due.subject_id, learners)
    if found is None:
        return Counter()
    before = found.before
    changed = [(pair, d) for pair, d in found.after if not is_held(before.get(pair), d.determination)]
    same = [(pair, d) for pair, d in found.after if _is_confirmed(before.get(pair), d)]
    if changed:
        await RESULT_STORE.write(session, due.district_id, [], changed, found.now, "recalculation")
        await publish(session, due.district_id, *mastery_changes(before, changed, found.now, "recalculation"))
    if same:
        await recalculation.confirm_results(session, same, found.now)
    return Counter(change for pair, d in changed if (change := change_of(before.get(pair), d.determination)))


async def reconsider(
    session: Transaction, scope: Scope, subject_id: UUID, learners: Sequence[UUID], *, assumed: UUID | None = None
) -> Reconsidered | None:
    """Determines these learners' results in the scope anew, by what is in force, or as if `assumed` were; None where
    they have none.
    """
    before = await recalculation.results_in_scope(session, scope, subject_id, learners)
    if not before:
        return None
    policies = await effective_policies(session, [item_id for _, item_id in before], assumed=assumed)
    shown = await recalculation.evidence_for(session, learners, before.keys())
    determined = determine_all(shown, policies)
    before, after = await recompute_all(session, before, determined, policies, shown, learners)
    return Reconsidered(before, after, policies.now)


def change_of(was: StoredResult | None, found: Determination) -> Change | None:
    """Returns what becomes of a result, for people: a score that is the same by another piece is no change."""
    mastered, score = (was.mastered, was.score) if was else (False, None)
    if found.mastered != mastered:
        return "gained" if found.mastered else "lost"
    return "other" if found.score != score else None


def _is_confirmed(was: StoredResult | None, found: Determined) -> bool:
    """The same result, by another policy or for another while."""
    before = (was.policy_id, was.expires_at, was.criterion_version) if was else (None, None, None)
    kept = before == (found.effective_policy.policy_id, found.expires_at, found.criterion)
    return not kept and is_held(was, found.determination)
