"""Plans and templates between the rules and the database: parts as JSON, and the record of every change."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import TypeAdapter

from competency.frameworks.rules.life import FrameworkState, validate_evidence
from competency.planning.queries.cohorts import FollowingPlan
from competency.planning.queries.plans import (
    PlanKey,
    StoredPlan,
    insert_change,
    planned_items,
    update_plan,
)
from competency.planning.queries.templates import FollowedVersion, StoredVersion
from competency.planning.rules.plan_history import LISTS
from competency.planning.rules.plans import Changed, Goal, Part, Plan, PlanItem, Project, Year, compare, parts_of
from competency.planning.rules.templates import TemplateVersion
from shared.auth.callers import Caller
from shared.contracts.competency import PlanChanged, PlanPartChange
from shared.db.query import Transaction
from shared.values.json_types import JsonObject

GOALS = TypeAdapter(tuple[Goal, ...])
PROJECTS = TypeAdapter(tuple[Project, ...])
ITEMS = TypeAdapter(tuple[PlanItem, ...])
_PART = TypeAdapter(Goal | Project | PlanItem)


@dataclass(frozen=True)
class Editor:
    """Who changes a plan: somebody, or the template that it follows."""

    subject: str
    person_id: UUID | None = None
    role: str | None = None
    template_id: UUID | None = None


def editor(caller: Caller) -> Editor:
    """Returns the caller as the one who changes a plan."""
    return Editor(caller.subject, caller.person_id, caller.role)


def serialize_parts(plan: Plan) -> str:
    """Returns the plan's parts as JSON."""
    return json.dumps(
        {
            "goals": GOALS.dump_python(plan.goals, mode="json"),
            "projects": PROJECTS.dump_python(plan.projects, mode="json"),
            "items": ITEMS.dump_python(plan.items, mode="json"),
        }
    )


def deserialize_plan(row: StoredPlan | FollowingPlan) -> Plan:
    """Returns the plan that was stored."""
    parts = row.parts
    return Plan(
        Year(row.first_day, row.last_day),
        GOALS.validate_python(parts["goals"]),
        PROJECTS.validate_python(parts["projects"]),
        ITEMS.validate_python(parts["items"]),
    )


def deserialize_version(row: StoredVersion | FollowedVersion) -> TemplateVersion:
    """Returns the version of a template that was stored."""
    items, projects = ITEMS.validate_python(row.items), PROJECTS.validate_python(row.projects)
    return TemplateVersion(
        row.template_id, row.number, {one.key: one for one in items}, {one.key: one for one in projects}
    )


async def validate_items(
    session: Transaction, wanted: Sequence[tuple[str, UUID]], *, purpose: Literal["planned", "reviewed"] = "planned"
) -> dict[str, str]:
    """Returns why items cannot be planned, or reviewed, by the pointers given.

    It is so of those that the district does not have, and of those that take no evidence.
    """
    known = await planned_items(session, (item_id for _, item_id in wanted)) if wanted else {}
    problems: dict[str, str] = {}
    for pointer, item_id in wanted:
        row = known.get(item_id)
        if row is None:
            problems[pointer] = "No framework of this district has this item. Import the framework first."
        elif reason := validate_evidence(FrameworkState(row.state), item_active=row.active):
            problems[pointer] = f"This item cannot be {purpose}: {reason}."
    return problems


def pointer_of_item(pointer: str) -> str:
    """Returns the pointer into what was sent: items are parts with a key to the rules, and named by `item_id` there."""
    is_key = pointer.startswith("/items") and pointer.endswith("/key")
    return pointer.removesuffix("key") + "item_id" if is_key else pointer


async def save_change(
    session: Transaction, key: PlanKey, before: Plan, after: Plan, by: Editor, at: datetime
) -> PlanChanged:
    """Stores the plan as it is now, and what was changed by whom; returns the event to publish."""
    changed = compare(before, after)
    version = await update_plan(
        session, key.plan_id, parts=serialize_parts(after), changed_by=by.subject, changed_at=at
    )
    await record_change(session, key, version, before, after, changed, by, at)
    return plan_changed(key, version, after, changed, at, "template" if by.template_id else "edited")


async def record_change(
    session: Transaction,
    key: PlanKey,
    version: int,
    before: Plan | None,
    after: Plan,
    changed: Iterable[Changed],
    by: Editor,
    at: datetime,
) -> None:
    """Adds to the plan's history."""
    await insert_change(
        session,
        district_id=key.district_id,
        plan_id=key.plan_id,
        version=version,
        changed_at=at,
        changed_by=by.subject,
        person_id=by.person_id,
        role=by.role,
        template_id=by.template_id,
        changed=json.dumps(serialize_changes(before, after, changed)),
        placed=json.dumps(serialize_order(after)),
    )


def serialize_changes(before: Plan | None, after: Plan, changed: Iterable[Changed]) -> list[JsonObject]:
    """Returns every changed part before and after, words and all, fit for JSON."""
    old = parts_of(before if before is not None else Plan(after.year))
    new = parts_of(after)
    return [
        {
            "kind": change.kind,
            "key": str(change.key),
            "how": change.how,
            "before": _serialize_part(old[change.kind].get(change.key)),
            "after": _serialize_part(new[change.kind].get(change.key)),
        }
        for change in changed
    ]


def serialize_order(plan: Plan) -> dict[str, list[str]]:
    """Returns the keys of the plan's parts in their order."""
    return {LISTS[kind]: [str(key) for key in parts] for kind, parts in parts_of(plan).items()}


def _serialize_part(part: Part | None) -> JsonObject | None:
    if part is None:
        return None
    return {name: value for name, value in _PART.dump_python(part, mode="json").items() if name != "key"}


def plan_changed(
    plan: PlanKey,
    version: int,
    after: Plan,
    changed: Iterable[Changed],
    at: datetime,
    cause: Literal["begun", "edited", "template"],
) -> PlanChanged:
    """Returns the event that tells of the change, without what people wrote."""
    parts = parts_of(after)

    def target(change: Changed) -> date | None:
        part = parts[change.kind].get(change.key)
        return part.target if part is not None else None

    return PlanChanged(
        learner_id=plan.learner_id,
        plan_id=plan.plan_id,
        version=version,
        first_day=after.year.first,
        last_day=after.year.last,
        changed_at=at,
        cause=cause,
        items=len(after.items),
        changes=tuple(
            PlanPartChange(kind=change.kind, key=change.key, how=change.how, target=target(change))
            for change in changed
        ),
    )
