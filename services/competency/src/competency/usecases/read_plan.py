"""A plan for those who read it: what is mastered, what came from which template, and what was changed since."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.queries import pace, plans, templates
from competency.rules.plan_templates import origins
from competency.schemas.plans import (
    DroppedPart,
    FollowedTemplate,
    FromTemplate,
    GoalOut,
    PlanItemOut,
    PlanOut,
    ProjectOut,
)
from competency.usecases.kept_plans import plan_kept, version_kept
from competency.usecases.reckon_pace import in_use


async def plan_out(session: AsyncSession, row: Any) -> PlanOut:
    plan = plan_kept(row)
    keys = [item.key for item in plan.items]
    zone = (await pace.rules(session, row.district_id)).zone
    mastered = await pace.mastered(session, [row.learner_id], keys, zone)
    known = await plans.items(session, keys)
    origin: defaultdict[UUID, list[FromTemplate]] = defaultdict(list)
    dropped: list[DroppedPart] = []
    followed = await templates.followed(session, row.plan_id)
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
                mastered_on=mastered.get((row.learner_id, item.key)),
                in_use=in_use(known.get(item.key)),
                templates=origin[item.key],
            )
            for item in plan.items
        ],
        templates=[FollowedTemplate(template_id=v.template_id, title=v.title, number=v.number) for v in followed],
        dropped=dropped,
    )
