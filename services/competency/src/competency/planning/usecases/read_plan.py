"""A plan for those who read it: what is mastered, what came from which template, and what was changed since."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from competency.common.as_of import AsOf
from competency.district.queries import find_planning_rules
from competency.planning.queries.pace import mastered_days
from competency.planning.queries.plan_history import (
    followed_versions_then,
    following_recorded_from,
    planned_items_then,
)
from competency.planning.queries.plans import PlannedItem, StoredPlan, find_plan, planned_items
from competency.planning.queries.templates import FollowedVersion, followed_versions
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
from competency.planning.usecases.compute_pace import in_use
from competency.planning.usecases.plan_history import PlanThen, mastered_days_then, plans_then
from competency.planning.usecases.stored_plans import deserialize_plan, deserialize_version
from shared.db.query import Transaction
from shared.errors import NotFound, invalid

_NO_PLAN = "The learner has no such plan."


async def require_plan(session: Transaction, learner_id: UUID, plan_id: UUID) -> StoredPlan:
    """Returns the learner's plan. Raises a 404 where there is none of this id."""
    row = await find_plan(session, learner_id, plan_id)
    if row is None:
        raise NotFound(_NO_PLAN)
    return row


async def read_plan(session: Transaction, learner_id: UUID, plan_id: UUID, known: datetime | None = None) -> PlanOut:
    """Returns the plan as it stands, or as it stood when that was `known`."""
    if known is None:
        return await _read_now(session, await require_plan(session, learner_id, plan_id))
    found = await plans_then(session, [learner_id], known, plan_id)
    if not found:
        raise NotFound(_NO_PLAN)
    return await _read_then(session, found[0], known)


async def _read_now(session: Transaction, row: StoredPlan) -> PlanOut:
    plan = deserialize_plan(row)
    keys = [item.key for item in plan.items]
    zone = (await find_planning_rules(session, row.district_id)).zone
    mastered = await mastered_days(session, [row.learner_id], keys, zone)
    since = {item_id: day for (_, item_id), day in mastered.items()}
    followed = await followed_versions(session, row.plan_id)
    return _plan_out(row, plan, since, await planned_items(session, keys), followed)


async def _read_then(session: Transaction, then: PlanThen, known: datetime) -> PlanOut:
    """Returns the plan as it stood. Raises a 422 where that was not recorded."""
    row = then.plan
    if not then.in_order:
        raise invalid(
            "/known_at",
            f"The order of the plan's parts was not written down when it was edited, {row.changed_at.isoformat()}. "
            "Its changes tell the parts; ask for a time before the first edit, or from the next one on.",
        )
    if begun := await following_recorded_from(session, row.plan_id, known):
        raise invalid(
            "/known_at",
            f"Which templates the plan followed was not written down then. Ask for {begun.isoformat()} or later.",
        )
    plan = deserialize_plan(row)
    keys = [item.key for item in plan.items]
    zone = (await find_planning_rules(session, row.district_id)).zone
    mastered = await mastered_days_then(session, row.learner_id, keys, zone, AsOf(known=known))
    followed = await followed_versions_then(session, row.plan_id, known)
    return _plan_out(row, plan, mastered, await planned_items_then(session, keys, known), followed)


def _plan_out(
    row: StoredPlan,
    plan: Plan,
    mastered: Mapping[UUID, date],
    known: Mapping[UUID, PlannedItem],
    followed: Sequence[FollowedVersion],
) -> PlanOut:
    templates, dropped = _templates_of(plan, followed)
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
            ProjectOut(key=one.key, title=one.title, target=one.target, templates=templates[one.key])
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
                templates=templates[item.key],
            )
            for item in plan.items
        ],
        templates=[FollowedTemplate(template_id=v.template_id, title=v.title, number=v.number) for v in followed],
        dropped=dropped,
    )


def _templates_of(
    plan: Plan, followed: Sequence[FollowedVersion]
) -> tuple[defaultdict[UUID, list[FromTemplate]], list[DroppedPart]]:
    """Returns the templates that each part of the plan came from, and the parts of templates that it does not have."""
    templates: defaultdict[UUID, list[FromTemplate]] = defaultdict(list)
    dropped: list[DroppedPart] = []
    for version in followed:
        for one in origins(plan, deserialize_version(version)):
            if one.state == "dropped":
                dropped.append(DroppedPart(template_id=one.template_id, kind=one.kind, key=one.key))
            else:
                templates[one.key].append(FromTemplate(template_id=one.template_id, changed=list(one.fields)))
    return templates, dropped
