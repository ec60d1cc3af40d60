"""What every write of evidence, every voiding, correction and recalculation comes to: determinations, and the changes
that readers are told of.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from competency.evidence.rules import Shown
from competency.learners.queries.learners import Pair
from competency.mastery.queries.policies import PoliciesAt
from competency.mastery.queries.store import StoredResult
from competency.mastery.rules.determination import DeterminedAt
from competency.mastery.rules.effective_policy import Determined, determining
from competency.mastery.rules.mastery import Determination, ItemMastery
from shared.contracts.competency import Cause, MasteryChanged
from shared.events import Event


def determine_all(shown: Mapping[Pair, Sequence[Shown]], policies: PoliciesAt) -> list[tuple[Pair, Determined]]:
    """Determines each learner's mastery of each item by the policy in force for the item now."""
    as_of = DeterminedAt(policies.now)
    ready = {item_id: determining(item.effective_policy, as_of) for item_id, item in policies.items.items()}
    return [(pair, ready[pair[1]](records)) for pair, records in shown.items()]


def is_other(was: StoredResult | None, found: Determination) -> bool:
    """Returns whether the learner's mastery is another now, for people and for readers."""
    before = (was.score, was.mastered, was.observed_at, was.mastered_since) if was else (None, False, None, None)
    return before != (found.score, found.mastered, found.observed_at, found.mastered_since)


def mastery_changes(
    before: Mapping[Pair, StoredResult],
    after: Sequence[tuple[Pair, Determined]],
    now: datetime,
    cause: Cause,
    amendment_id: UUID | None = None,
) -> list[Event]:
    """Returns one event for each learner and item whose mastery is another now."""
    changes: list[Event] = []
    for pair, (found, effective_policy, _, criterion) in after:
        was = before.get(pair)
        if is_other(was, found):
            changes.append(
                MasteryChanged(
                    learner_id=pair[0],
                    item_id=pair[1],
                    score=found.score,
                    mastered=found.mastered,
                    previous_score=was.score if was else None,
                    previously_mastered=was.mastered if was else False,
                    observed_at=found.observed_at,
                    previously_observed_at=was.observed_at if was else None,
                    mastered_since=found.mastered_since,
                    known_at=now,
                    cause=cause,
                    policy_id=effective_policy.policy_id,
                    policy_version=effective_policy.version,
                    amendment_id=amendment_id,
                    criterion_version=criterion,
                )
            )
    return changes


def item_mastery(item_id: UUID, determined: Determined, known_at: datetime) -> ItemMastery:
    """Returns the determination as the learner's mastery of the item, known from that time on."""
    found = determined.determination
    return ItemMastery(
        item_id,
        found.score,
        found.mastered,
        found.observed_at,
        known_at,
        determined.effective_policy.policy_id,
        determined.criterion,
    )
