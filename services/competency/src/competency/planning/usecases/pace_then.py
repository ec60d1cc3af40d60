"""A learner's pace as of a day, in both times."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.district.usecases import Planning
from competency.planning.queries import pace as queries
from competency.planning.queries import plans
from competency.planning.usecases.kept_plans import plan_kept
from competency.planning.usecases.plan_history import items_then, mastered_days, plans_then
from competency.planning.usecases.reckon_pace import Standing, current_plan, standing_of


async def standing_then(
    session: AsyncSession,
    learner_id: UUID,
    planning: Planning,
    *,
    observed: datetime | None,
    known: datetime | None,
) -> Standing:
    """The learner's pace on the day of `planning`: of what had been shown by `observed`, by the plan, the items in use
    and what was set by hand as far as that was `known`.
    """
    rows: Sequence[Any]
    if known is None:
        rows = await plans.of_learners(session, [learner_id])
    else:
        rows = await plans_then(session, [learner_id], known)
    current = current_plan(rows, planning.today)
    kept = plan_kept(current) if current is not None else None
    keys = [item.key for item in kept.items] if kept is not None else []
    mastered = await mastered_days(session, learner_id, keys, planning.zone, observed=observed, known=known)
    in_use = await (plans.items(session, keys) if known is None else items_then(session, keys, known))
    hands = await queries.hands_then(session, learner_id, known)
    return standing_of(rows, kept, mastered, in_use, hands, planning)
