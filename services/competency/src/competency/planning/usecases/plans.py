"""A learner's plans: created, edited, and listed as they stand or as they stood."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from competency.common.queries.clock import current_time
from competency.learners.queries.learners import lock_learners
from competency.learners.usecases.see import require_role
from competency.planning.queries.plans import (
    PlanKey,
    RecordedChange,
    changes_of_plan,
    insert_plan,
    plan_summaries,
    plans_of_learners,
)
from competency.planning.rules.plans import (
    FIELDS,
    Add,
    Change,
    Drop,
    Goal,
    Part,
    Plan,
    PlanItem,
    PlanRefused,
    Project,
    Year,
    compare,
    edit,
    parts_of,
    validate_parts,
)
from competency.planning.rules.plans import Replace as ReplacePart
from competency.planning.schemas.plans import PlanChangeIn, PlanChangesIn, PlanIn, PlanOut, PlanShort
from competency.planning.usecases.compute_pace import compute_paces
from competency.planning.usecases.plan_history import list_plans_then
from competency.planning.usecases.read_plan import read_plan, require_plan
from competency.planning.usecases.stored_plans import (
    Editor,
    deserialize_plan,
    editor,
    plan_changed,
    pointer_of_item,
    record_change,
    save_change,
    serialize_parts,
    validate_items,
)
from shared.auth.callers import Caller
from shared.contracts.competency import PlanChanged
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, invalid
from shared.events import publish
from shared.http.editing import ensure_current
from shared.values.ids import new_id


async def create_plan(session: Transaction, caller: Caller, learner_id: UUID, wanted: PlanIn) -> PlanOut:
    """Creates the learner's plan for a year that no other plan of theirs is for."""
    _require_writer(caller)
    plan = _plan_in(wanted)
    problems = validate_parts(plan.year, goals=plan.goals, projects=plan.projects, items=plan.items)
    problems |= await validate_items(session, [(f"/items/{n}/key", item.key) for n, item in enumerate(plan.items)])
    _ensure_none({pointer_of_item(pointer): words for pointer, words in problems.items()})
    await lock_learners(session, caller.district_id, [learner_id])
    for row in await plans_of_learners(session, [learner_id]):
        if row.first_day <= plan.year.last and plan.year.first <= row.last_day:
            words = f"The learner has a plan for these days: {row.first_day} to {row.last_day}."
            raise Conflict(words, errors=[{"pointer": "/first_day", "detail": words, "plan_id": str(row.plan_id)}])
    at = await current_time(session)
    key, event = await save_new_plan(session, caller.district_id, learner_id, plan, editor(caller), at)
    await publish(session, caller.district_id, event, *await compute_paces(session, caller.district_id, [learner_id]))
    return await read_plan(session, learner_id, key.plan_id)


async def save_new_plan(
    session: Transaction, district_id: UUID, learner_id: UUID, plan: Plan, by: Editor, at: datetime
) -> tuple[PlanKey, PlanChanged]:
    """Stores a new plan of a learner who is locked; returns the event to publish."""
    key = PlanKey(district_id, new_id(), learner_id)
    await insert_plan(
        session,
        key,
        first_day=plan.year.first,
        last_day=plan.year.last,
        parts=serialize_parts(plan),
        changed_by=by.subject,
        changed_at=at,
    )
    changed = compare(Plan(plan.year), plan)
    await record_change(session, key, 1, None, plan, changed, by, at)
    return key, plan_changed(key, 1, plan, changed, at, "begun")


async def edit_plan(
    session: Transaction, caller: Caller, learner_id: UUID, plan_id: UUID, wanted: PlanChangesIn, expected: str
) -> PlanOut:
    """Makes all of the changes, or none of them."""
    _require_writer(caller)
    await lock_learners(session, caller.district_id, [learner_id])
    row = await require_plan(session, learner_id, plan_id)
    ensure_current(expected, row.version)
    before = after = deserialize_plan(row)
    changes = [_change(change, before) for change in wanted.changes]
    problems: dict[str, str] = {}
    try:
        after = edit(before, changes)
    except PlanRefused as refused:
        problems = {f"/changes{pointer}": words for pointer, words in refused.problems.items()}
    aimed = [
        (f"/changes/{n}/key", change.part.key)
        for n, change in enumerate(changes)
        if not isinstance(change, Drop)
        and isinstance(change.part, PlanItem)
        # Of an item that is retired meanwhile its focus or project may still be changed: its target may not.
        and ("target" in wanted.changes[n].model_fields_set or isinstance(change, Add))
    ]
    _ensure_none(problems | await validate_items(session, aimed))
    if after != before:
        at = await current_time(session)
        event = await save_change(session, row.key, before, after, editor(caller), at)
        paces = await compute_paces(session, caller.district_id, [learner_id])
        await publish(session, caller.district_id, event, *paces)
    return await read_plan(session, learner_id, plan_id)


async def list_plans(
    session: Transaction, learner_id: UUID, after: tuple[date, UUID] | None, limit: int, known: datetime | None
) -> Sequence[PlanShort]:
    """Returns the learner's plans (or those there were by `known`) behind `(first_day, plan_id)`, the newest year
    first.
    """
    if known is not None:
        return await list_plans_then(session, learner_id, after, limit, known)
    rows = await plan_summaries(session, learner_id, after, limit)
    return [PlanShort.model_validate(row._asdict()) for row in rows]


async def list_changes(
    session: Transaction, learner_id: UUID, plan_id: UUID, after: int | None, limit: int
) -> list[RecordedChange]:
    """Returns the plan's changes behind this version, the newest first."""
    await require_plan(session, learner_id, plan_id)
    return await changes_of_plan(session, plan_id, after, limit)


def _require_writer(caller: Caller) -> None:
    require_role(caller, "learner", "educator", "system")


def _plan_in(wanted: PlanIn) -> Plan:
    try:
        year = Year(wanted.first_day, wanted.last_day)
    except ValueError as error:
        raise invalid("/last_day", f"Choose another day: {error}.") from error
    return Plan(
        year,
        tuple(Goal(goal.key or new_id(), goal.words, goal.target) for goal in wanted.goals),
        tuple(Project(one.key or new_id(), one.title, one.target) for one in wanted.projects),
        tuple(PlanItem(item.item_id, item.target, item.focus, item.project) for item in wanted.items),
    )


def _change(wanted: PlanChangeIn, before: Plan) -> Change:
    key = wanted.key or new_id()
    if wanted.do == "drop":
        return Drop(wanted.kind, key)
    if wanted.do == "add":
        return Add(_part(wanted, key, {}))
    held = parts_of(before)[wanted.kind].get(key)
    stored = {} if held is None else {name: getattr(held, name) for name in FIELDS[type(held)]}
    return ReplacePart(_part(wanted, key, stored))


def _part(wanted: PlanChangeIn, key: UUID, stored: Mapping[str, Any]) -> Part:
    """Returns the part with the fields that were sent, and the others as they are `stored`, by their names."""
    sent = {name: getattr(wanted, name) for name in wanted.model_fields_set - {"do", "kind", "key"}}
    fields = {**stored, **sent}
    if wanted.kind == "goal":
        return Goal(key, fields.get("words", "-"), fields.get("target"))
    if wanted.kind == "project":
        return Project(key, fields.get("title", "-"), fields.get("target"))
    return PlanItem(key, fields.get("target"), fields.get("focus"), fields.get("project"))


def _ensure_none(problems: Mapping[str, str]) -> None:
    """Raises a 422 that names all of the problems, where there are any."""
    if problems:
        errors = [{"pointer": pointer, "detail": words} for pointer, words in problems.items()]
        raise Invalid("The plan cannot be as it was sent.", errors=errors)
