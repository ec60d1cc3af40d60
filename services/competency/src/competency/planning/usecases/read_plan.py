"""A plan for those who read it: what is mastered, what came from which template, and what was changed since."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.district.queries import find_planning_rules
from competency.planning.queries import pace, plans, templates
from competency.planning.queries import plan_history as history
from competency.planning.rules.plans import Plan
from competency.planning.rules.templates import origins
from competency.planning.schemas.plans import (
    DroppedPart,
    FollowedTemplate,
    FromTemplate,
    GoalOut,
    PlanItemOut,
    PlanOut,
    ProjectOut,
)
from competency.planning.usecases.kept_plans import plan_kept, version_kept
from competency.planning.usecases.plan_history import PlanThen, items_then, mastered_days
from competency.planning.usecases.reckon_pace import in_use
from shared.errors import invalid


async def plan_out(session: AsyncSession, row: Any) -> PlanOut:
    """The plan as it stands."""
    plan = plan_kept(row)
    keys = [item.key for item in plan.items]
    zone = (await find_planning_rules(session, row.district_id)).zone
    mastered = await pace.mastered(session, [row.learner_id], keys, zone)
    since = {item_id: day for (_, item_id), day in mastered.items()}
    return _out(row, plan, since, await plans.items(session, keys), await templates.followed(session, row.plan_id))


async def plan_then_out(session: AsyncSession, then: PlanThen, known: datetime) -> PlanOut:
    """The plan as it stood, with what was known then. Raises a 422 where that was not written down."""
    if not then.in_order:
        raise invalid(
            "/known_at",
            f"The order of the plan's parts was not written down when it was edited, {then.changed_at.isoformat()}. "
            "Its changes tell the parts; ask for a time before the first edit, or from the next one on.",
        )
    if begun := await history.written_down_from(session, then.plan_id, known):
        raise invalid(
            "/known_at",
            f"Which templates the plan followed was not written down then. Ask for {begun.isoformat()} or later.",
        )
    plan = plan_kept(then)
    keys = [item.key for item in plan.items]
    zone = (await find_planning_rules(session, then.district_id)).zone
    mastered = await mastered_days(session, then.learner_id, keys, zone, observed=None, known=known)
    followed = await history.followed(session, then.plan_id, known)
    return _out(then, plan, mastered, await items_then(session, keys, known), followed)


def _out(
    row: Any,
    plan: Plan,
    mastered: Mapping[UUID, date],
    known: Mapping[UUID, Any],
    followed: Sequence[Any],
) -> PlanOut:
    origin: defaultdict[UUID, list[FromTemplate]] = defaultdict(list)
    dropped: list[DroppedPart] = []
    for version in followed:
        for one in origins(plan, version_kept(version)):
            if one.state == "dropped":
                dropped.append(DroppedPart(template_id=one.template_id, kind=one.kind, key=one.key))
            else:
                origin[one.key].append(FromTemplate(template_id=one.template_id, changed=list(one.fields)))
    return PlanOut(
        plan_id=row.plan_id,
        learner_id=row.learner_id,
        version=row.version,
        first_day=row.first_day,
        last_day=row.last_day,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        goals=[GoalOut(key=goal.key, words=goal.words, target=goal.target) for goal in plan.goals],
        projects=[
            ProjectOut(key=one.key, title=one.title, target=one.target, templates=origin[one.key])
            for one in plan.projects
        ],
        items=[
            PlanItemOut(
                item_id=item.key,
                target=item.target,
                focus=item.focus,
                project=item.project,
                mastered_on=mastered.get(item.key),
                in_use=in_use(known.get(item.key)),
                templates=origin[item.key],
            )
            for item in plan.items
        ],
        templates=[FollowedTemplate(template_id=v.template_id, title=v.title, number=v.number) for v in followed],
        dropped=dropped,
    )
