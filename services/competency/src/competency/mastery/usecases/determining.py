"""What every write of evidence, every voiding, correction and recalculation comes to: determinations, and the changes
that readers are told of.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from competency.evidence.rules import Shown
from competency.learners.queries.learners import Pair
from competency.mastery.queries.policies import RuledItem
from competency.mastery.rules.determination import AsOf
from competency.mastery.rules.mastery import Determination
from competency.mastery.rules.ruling import Determined, determining
from competency.mastery.schemas.results import MasteryOut
from shared.contracts.competency import Cause, MasteryChanged
from shared.events import Event


def determine_all(
    shown: Mapping[Pair, Sequence[Shown]], items: Mapping[UUID, RuledItem], now: datetime
) -> list[tuple[Pair, Determined]]:
    """Determine each learner's mastery of each item by what rules the item now."""
    as_of = AsOf(now)
    ready = {item_id: determining(item.ruling, as_of) for item_id, item in items.items()}
    return [(pair, ready[pair[1]](pieces)) for pair, pieces in shown.items()]


def is_other(was: Any, found: Determination) -> bool:
    """Whether the learner's mastery is another now, for people and for readers; `was` is a row of mastery, or None."""
    before = (was.score, was.mastered, was.observed_at, was.mastered_since) if was else (None, False, None, None)
    return before != (found.score, found.mastered, found.observed_at, found.mastered_since)


def mastery_changes(
    before: Mapping[Pair, Any],
    after: Sequence[tuple[Pair, Determined]],
    now: datetime,
    cause: Cause,
    amendment_id: UUID | None = None,
) -> list[Event]:
    """One event for each learner and item whose mastery is another now."""
    changes: list[Event] = []
    for pair, (found, ruling, _, criterion) in after:
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
                    policy_id=ruling.policy_id,
                    policy_version=ruling.version,
                    amendment_id=amendment_id,
                    criterion_version=criterion,
                )
            )
    return changes


def mastery_out(item_id: UUID, determined: Determined, known_at: datetime) -> MasteryOut:
    found = determined.determination
    return MasteryOut(
        item_id=item_id,
        score=found.score,
        mastered=found.mastered,
        observed_at=found.observed_at,
        known_at=known_at,
        policy_id=determined.ruling.policy_id,
        criterion_version=determined.criterion,
    )
