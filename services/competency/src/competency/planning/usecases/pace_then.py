"""A learner's pace as of a day, in both times."""

from uuid import UUID

from competency.common.as_of import AsOf
from competency.district.usecases import Planning
from competency.planning.queries.pace import settings_until
from competency.planning.queries.plan_history import planned_items_then
from competency.planning.queries.plans import planned_items, plans_of_learners
from competency.planning.usecases.compute_pace import PlanPace, current_plan, plan_pace
from competency.planning.usecases.plan_history import mastered_days_then, plans_then
from competency.planning.usecases.stored_plans import deserialize_plan
from shared.db.query import Transaction


async def plan_pace_then(session: Transaction, learner_id: UUID, planning: Planning, as_of: AsOf) -> PlanPace:
    """Returns the learner's pace on the day of `planning`: of what had been shown by then, by the plan, the items in
    use and what was set by hand as far as that was known.
    """
    known = as_of.known
    if known is None:
        rows = await plans_of_learners(session, [learner_id])
    else:
        rows = [then.plan for then in await plans_then(session, [learner_id], known)]
    row = current_plan(rows, planning.today)
    current = deserialize_plan(row) if row is not None else None
    keys = [item.key for item in current.items] if current is not None else []
    mastered = await mastered_days_then(session, learner_id, keys, planning.zone, as_of)
    items = await (planned_items(session, keys) if known is None else planned_items_then(session, keys, known))
    settings = await settings_until(session, learner_id, known)
    return plan_pace(rows, current, mastered, items, settings, planning)
