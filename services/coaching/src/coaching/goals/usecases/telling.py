"""What is told of goals, and told again: ids and figures, no words. A value of too few people is none."""

from uuid import UUID

from coaching.goals.queries.goals import GoalRecord, GoalVersionRecord, find_newest_version, lock_told_goals
from coaching.goals.queries.measurements import StandingRecord, find_newest
from coaching.goals.rules.goals import MOVES
from coaching.goals.rules.measurements import Measurement, is_shown
from coaching.goals.schemas.indicators import TermsShown
from coaching.goals.usecases.progress import published_terms
from shared.contracts.coaching import GoalDropped, GoalMeasured, GoalSet
from shared.db.query import Transaction
from shared.events.event import Event
from shared.events.outbox import publish


def set_event(version: GoalVersionRecord) -> GoalSet:
    """Returns the event that this was published; the same whenever it is told."""
    return GoalSet(
        goal_id=version.goal_id,
        version=version.version,
        indicator_ids=tuple(one.indicator_id for one in published_terms(version)),
        set_on=version.set_on,
        due_on=version.due_on,
    )


def measured_event(goal_id: UUID, terms: TermsShown, measured: StandingRecord | Measurement) -> GoalMeasured:
    """Returns the event that an indicator has a value on a day; the same whenever it is told."""
    return GoalMeasured(
        goal_id=goal_id,
        indicator_id=terms.indicator_id,
        value=measured.value if is_shown(measured.group_size, terms.smallest_group) else None,
        source=terms.source,
        measured_on=measured.measured_on,
        corrects=measured.corrects is not None,
    )


def dropped_event(goal: GoalRecord) -> GoalDropped:
    """Returns the event that a goal is pursued no more."""
    if goal.ended_on is None or goal.state in ("draft", "published"):
        raise ValueError(f"the goal {goal.goal_id} has not ended")
    return GoalDropped(goal_id=goal.goal_id, dropped_on=goal.ended_on, outcome=goal.state)


async def tell_goals_again(session: Transaction, district_id: UUID) -> int:
    """Publishes all goals as snapshots: what was published last, where each indicator stands, and how it ended."""
    found = await lock_told_goals(session, district_id)
    for goal in found:
        await publish(session, district_id, *await _told(session, goal), snapshot=True)
    return len(found)


async def _told(session: Transaction, goal: GoalRecord) -> list[Event]:
    version = await find_newest_version(session, goal.goal_id)
    if version is None:
        raise LookupError(f"the goal {goal.goal_id} has no version")
    published = published_terms(version)
    newest = await find_newest(session, goal.district_id, [one.indicator_id for one in published])
    measured = [
        measured_event(goal.goal_id, one, newest[one.indicator_id]) for one in published if one.indicator_id in newest
    ]
    return [set_event(version), *measured, *([] if MOVES[goal.state] else [dropped_event(goal)])]
