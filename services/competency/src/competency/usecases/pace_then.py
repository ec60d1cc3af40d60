"""A learner's pace as of a day, in both times."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.queries import pace as queries
from competency.queries import plan_history, plans
from competency.rules.plans import Plan
from competency.usecases.kept_plans import plan_kept
from competency.usecases.plan_history import items_then, mastered_then, plans_then
from competency.usecases.planning_rules import Planning
from competency.usecases.read_mastery import read_mastery
from competency.usecases.reckon_pace import Standing, current_plan, standing_of


async def standing_then(
    session: AsyncSession,
    district_id: UUID,
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
    if observed is not None:
        mastered = await _mastered_by(session, district_id, learner_id, kept, planning.zone, observed, known)
    else:
        mastered = await mastered_then(session, learner_id, keys, planning.zone, planning.now)
    in_use = await (plans.items(session, keys) if known is None else items_then(session, keys, known))
    hands = await queries.hands_then(session, learner_id, known)
    return standing_of(rows, kept, mastered, in_use, hands, planning)


async def _mastered_by(
    session: AsyncSession,
    district_id: UUID,
    learner_id: UUID,
    kept: Plan | None,
    zone: str,
    observed: datetime,
    known: datetime | None,
) -> dict[UUID, date]:
    if kept is None:
        return {}
    planned = {item.key for item in kept.items}
    mastery = (await read_mastery(session, learner_id, observed=observed, known=known)).mastery
    shown = {one.item_id: one.observed_at or observed for one in mastery if one.mastered and one.item_id in planned}
    return await plan_history.since(session, district_id, learner_id, shown, zone, observed=observed, known=known)
