"""A learner's plans: begun, edited, read, with everything that was ever changed in them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.learners.queries.learners import lock_learners
from competency.learners.usecases.see import require_role
from competency.planning.queries import plans as queries
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
    refuse_parts,
)
from competency.planning.rules.plans import Replace as ReplacePart
from competency.planning.schemas.plans import PlanChangeIn, PlanChangeOut, PlanChangesIn, PlanIn, PlanOut, PlanShort
from competency.planning.usecases.kept_plans import (
    Editor,
    editor,
    keep_change,
    parts_kept,
    plan_changed,
    plan_kept,
    pointer_of_item,
    refused_items,
    remember,
)
from competency.planning.usecases.plan_history import list_plans_then, plans_then
from competency.planning.usecases.read_plan import plan_out, plan_then_out
from competency.planning.usecases.reckon_pace import reckon
from shared.auth.callers import Caller
from shared.contracts.competency import PlanChanged
from shared.errors import Conflict, Invalid, NotFound, invalid
from shared.events import publish
from shared.http.editing import refuse_stale
from shared.values.ids import new_id

_NO_PLAN = "The learner has no such plan."


class PlanRow(NamedTuple):
    """What keeping a change needs of a plan's row."""

    district_id: UUID
    plan_id: UUID
    learner_id: UUID


async def begin_plan(session: AsyncSession, caller: Caller, learner_id: UUID, wanted: PlanIn) -> PlanOut:
    """Begin the learner's plan for a year that no other plan of theirs is for."""
    _require_writer(caller)
    plan = _plan_in(wanted)
    problems = refuse_parts(plan.year, goals=plan.goals, projects=plan.projects, items=plan.items)
    problems |= await refused_items(session, [(f"/items/{n}/key", item.key) for n, item in enumerate(plan.items)])
    _raise({pointer_of_item(pointer): words for pointer, words in problems.items()})
    await lock_learners(session, caller.district_id, [learner_id])
    for row in await queries.of_learners(session, [learner_id]):
        if row.first_day <= plan.year.last and plan.year.first <= row.last_day:
            words = f"The learner has a plan for these days: {row.first_day} to {row.last_day}."
            raise Conflict(words, errors=[{"pointer": "/first_day", "detail": words, "plan_id": str(row.plan_id)}])
    at = await queries.now(session)
    made, event = await add_plan(session, caller.district_id, learner_id, plan, editor(caller), at)
    await publish(session, caller.district_id, event, *await reckon(session, caller.district_id, [learner_id]))
    return await read_plan(session, learner_id, made.plan_id)


async def add_plan(
    session: AsyncSession, district_id: UUID, learner_id: UUID, plan: Plan, by: Editor, at: datetime
) -> tuple[PlanRow, PlanChanged]:
    """Keep a new plan of a learner who is locked; returns the event to publish."""
    row = PlanRow(district_id, new_id(), learner_id)
    await queries.add(
        session,
        **row._asdict(),
        first_day=plan.year.first,
        last_day=plan.year.last,
        parts=parts_kept(plan),
        changed_by=by.subject,
        changed_at=at,
    )
    changed = compare(Plan(plan.year), plan)
    await remember(session, row, 1, None, plan, changed, by, at)
    return row, plan_changed(row, 1, plan, changed, at, "begun")


async def edit_plan(
    session: AsyncSession, caller: Caller, learner_id: UUID, plan_id: UUID, wanted: PlanChangesIn, expected: str
) -> PlanOut:
    """Make all of the changes, or none of them."""
    _require_writer(caller)
    await lock_learners(session, caller.district_id, [learner_id])
    row = await _one(session, learner_id, plan_id)
    refuse_stale(expected, row.version)
    before = plan_kept(row)
    changes = [_change(change, before) for change in wanted.changes]
    try:
        edited = edit(before, changes)
    except PlanRefused as refused:
        problems = {f"/changes{pointer}": words for pointer, words in refused.problems.items()}
    else:
        problems = {}
    aimed = [
        (f"/changes/{n}/key", change.part.key)
        for n, change in enumerate(changes)
        if not isinstance(change, Drop)
        and isinstance(change.part, PlanItem)
        # Of an item that is retired meanwhile its focus or project may still be changed: its target may not.
        and ("target" in wanted.changes[n].model_fields_set or isinstance(change, Add))
    ]
    _raise(problems | await refused_items(session, aimed))
    if edited.plan != before:
        at = await queries.now(session)
        event = await keep_change(session, row, before, edited.plan, editor(caller), at)
        await publish(session, caller.district_id, event, *await reckon(session, caller.district_id, [learner_id]))
    return await read_plan(session, learner_id, plan_id)


async def read_plan(session: AsyncSession, learner_id: UUID, plan_id: UUID, known: datetime | None = None) -> PlanOut:
    """The plan as it stands, or as it stood when that was `known`."""
    if known is None:
        return await plan_out(session, await _one(session, learner_id, plan_id))
    found = await plans_then(session, [learner_id], known, plan_id)
    if not found:
        raise NotFound(_NO_PLAN)
    return await plan_then_out(session, found[0], known)


async def list_plans(
    session: AsyncSession, learner_id: UUID, after: tuple[date, UUID] | None, limit: int, known: datetime | None
) -> Sequence[PlanShort]:
    """The learner's plans (or those there were by `known`) behind the cursor `[first_day, plan_id]`, the newest year
    first.
    """
    if known is not None:
        return await list_plans_then(session, learner_id, after, limit, known)
    rows = await queries.listed(session, learner_id, after, limit)
    return [PlanShort.model_validate(row, from_attributes=True) for row in rows]


async def list_changes(
    session: AsyncSession, learner_id: UUID, plan_id: UUID, after: tuple[int] | None, limit: int
) -> Sequence[Any]:
    """Rows of the plan's changes behind the cursor `[version]`, the newest first."""
    await _one(session, learner_id, plan_id)
    return await queries.changes(session, plan_id, after[0] if after else None, limit)


def change_out(row: Any) -> PlanChangeOut:
    names = PlanChangeOut.model_fields.keys() - {"changes"}
    return PlanChangeOut.model_validate({name: getattr(row, name) for name in names} | {"changes": row.changed})


async def _one(session: AsyncSession, learner_id: UUID, plan_id: UUID) -> Any:
    row = await queries.one(session, learner_id, plan_id)
    if row is None:
        raise NotFound(_NO_PLAN)
    return row


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
    kept = {} if held is None else {name: getattr(held, name) for name in FIELDS[type(held)]}
    return ReplacePart(_part(wanted, key, kept))


def _part(wanted: PlanChangeIn, key: UUID, kept: Mapping[str, Any]) -> Part:
    said = {name: getattr(wanted, name) for name in wanted.model_fields_set - {"do", "kind", "key"}}
    fields = {**kept, **said}
    if wanted.kind == "goal":
        return Goal(key, fields.get("words", "-"), fields.get("target"))
    if wanted.kind == "project":
        return Project(key, fields.get("title", "-"), fields.get("target"))
    return PlanItem(key, fields.get("target"), fields.get("focus"), fields.get("project"))


def _raise(problems: Mapping[str, str]) -> None:
    if problems:
        errors = [{"pointer": pointer, "detail": words} for pointer, words in problems.items()]
        raise Invalid("The plan cannot be as it was sent.", errors=errors)
