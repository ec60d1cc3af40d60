"""Plans and templates between the rules and the database: parts as JSON, and every change written down."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from competency.frameworks.rules.life import FrameworkState, refuse_evidence
from competency.planning.queries import plans as queries
from competency.planning.rules.plan_history import LISTS
from competency.planning.rules.plans import Changed, Goal, Part, Plan, PlanItem, Project, Year, compare, parts_of
from competency.planning.rules.templates import TemplateVersion
from shared.auth.callers import Caller
from shared.contracts.competency import PlanChanged, PlanPartChange

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
    return Editor(caller.subject, caller.person_id, caller.role)


def parts_kept(plan: Plan) -> str:
    return json.dumps(
        {
            "goals": GOALS.dump_python(plan.goals, mode="json"),
            "projects": PROJECTS.dump_python(plan.projects, mode="json"),
            "items": ITEMS.dump_python(plan.items, mode="json"),
        }
    )


def plan_kept(row: Any) -> Plan:
    """The plan of a row, as it was kept."""
    parts = row.parts
    return Plan(
        Year(row.first_day, row.last_day),
        GOALS.validate_python(parts["goals"]),
        PROJECTS.validate_python(parts["projects"]),
        ITEMS.validate_python(parts["items"]),
    )


def version_kept(row: Any) -> TemplateVersion:
    """The version of a template of a row."""
    items, projects = ITEMS.validate_python(row.items), PROJECTS.validate_python(row.projects)
    return TemplateVersion(
        row.template_id, row.number, {one.key: one for one in items}, {one.key: one for one in projects}
    )


async def refused_items(
    session: AsyncSession, wanted: Sequence[tuple[str, UUID]], *, to_be: str = "planned"
) -> dict[str, str]:
    """Why items cannot be planned (or what they are `to_be`), by the pointers given: those that the district does not
    have, or that take no evidence.
    """
    known = await queries.items(session, (item_id for _, item_id in wanted)) if wanted else {}
    problems: dict[str, str] = {}
    for pointer, item_id in wanted:
        row = known.get(item_id)
        if row is None:
            problems[pointer] = "No framework of this district has this item. Import the framework first."
        elif reason := refuse_evidence(FrameworkState(row.state), item_active=row.active):
            problems[pointer] = f"This item cannot be {to_be}: {reason}."
    return problems


def pointer_of_item(pointer: str) -> str:
    """Items are parts with a key to the rules, and named by `item_id` in what is sent."""
    is_key = pointer.startswith("/items") and pointer.endswith("/key")
    return pointer.removesuffix("key") + "item_id" if is_key else pointer


async def keep_change(
    session: AsyncSession,
    row: Any,
    before: Plan,
    after: Plan,
    by: Editor,
    at: datetime,
) -> PlanChanged:
    """Write the plan down as it is now, and what was changed by whom; returns the event to publish."""
    changed = compare(before, after)
    version = await queries.save(session, row.plan_id, parts_kept(after), by.subject, at)
    await remember(session, row, version, before, after, changed, by, at)
    return plan_changed(row, version, after, changed, at, "template" if by.template_id else "edited")


async def remember(
    session: AsyncSession,
    row: Any,
    version: int,
    before: Plan | None,
    after: Plan,
    changed: Iterable[Changed],
    by: Editor,
    at: datetime,
) -> None:
    """Add to the plan's history."""
    await queries.add_change(
        session,
        {
            "district_id": row.district_id,
            "plan_id": row.plan_id,
            "version": version,
            "changed_at": at,
            "changed_by": by.subject,
            "person_id": by.person_id,
            "role": by.role,
            "template_id": by.template_id,
            "changed": json.dumps(changed_kept(before, after, changed)),
            "placed": json.dumps(placed_kept(after)),
        },
    )


def changed_kept(before: Plan | None, after: Plan, changed: Iterable[Changed]) -> list[dict[str, Any]]:
    """Every part before and after, words and all."""
    old = parts_of(before if before is not None else Plan(after.year))
    new = parts_of(after)
    return [
        {
            "kind": change.kind,
            "key": str(change.key),
            "how": change.how,
            "before": _value(old[change.kind].get(change.key)),
            "after": _value(new[change.kind].get(change.key)),
        }
        for change in changed
    ]


def placed_kept(plan: Plan) -> dict[str, list[str]]:
    """In which order the plan's parts stand."""
    return {LISTS[kind]: [str(key) for key in parts] for kind, parts in parts_of(plan).items()}


def _value(part: Part | None) -> Any:
    if part is None:
        return None
    return {name: value for name, value in _PART.dump_python(part, mode="json").items() if name != "key"}


def plan_changed(
    row: Any,
    version: int,
    after: Plan,
    changed: Iterable[Changed],
    at: datetime,
    cause: Literal["begun", "edited", "template"],
) -> PlanChanged:
    parts = parts_of(after)

    def target(change: Changed) -> Any:
        part = parts[change.kind].get(change.key)
        return part.target if part is not None else None

    return PlanChanged(
        learner_id=row.learner_id,
        plan_id=row.plan_id,
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
