"""Learners' plans and every change of them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from competency.planning.models import Plan, PlanChange
from shared.db.query import Command, Query, Scalar, Transaction, columns

StoredParts = dict[str, list[dict[str, Any]]]
"""Goals, projects and items as JSON, each in the learner's order."""


class PlanKey(NamedTuple):
    """Which plan of whom."""

    district_id: UUID
    plan_id: UUID
    learner_id: UUID


class StoredPlan(NamedTuple):
    """A plan as it stands, or as it stood."""

    district_id: UUID
    plan_id: UUID
    learner_id: UUID
    first_day: date
    last_day: date
    parts: StoredParts
    version: int
    changed_by: str
    changed_at: datetime

    @property
    def key(self) -> PlanKey:
        return PlanKey(self.district_id, self.plan_id, self.learner_id)


class PlanSummary(NamedTuple):
    """A plan in a list: how many goals, projects and items it has."""

    plan_id: UUID
    learner_id: UUID
    version: int
    first_day: date
    last_day: date
    changed_at: datetime
    goals: int
    projects: int
    items: int


class RecordedChange(NamedTuple):
    """A change of a plan as it was recorded: `changed` has every part before and after, as JSON."""

    district_id: UUID
    plan_id: UUID
    version: int
    changed_at: datetime
    changed_by: str
    person_id: UUID | None
    role: str | None
    template_id: UUID | None
    changed: list[dict[str, Any]]
    placed: dict[str, list[str]] | None


class PlannedItem(NamedTuple):
    """An item that a plan may have: whether it is in use, and the state of its framework."""

    item_id: UUID
    active: bool
    state: str


_INSERT = Command("""
insert into plan (district_id, plan_id, learner_id, first_day, last_day, parts, version, changed_by, changed_at)
values (:district_id, :plan_id, :learner_id, :first_day, :last_day, cast(:parts as jsonb), 1, :changed_by,
        :changed_at)
""")
_UPDATE = Scalar(
    """
update plan set parts = cast(:parts as jsonb), version = version + 1, changed_by = :changed_by,
  changed_at = :changed_at
where plan_id = :plan_id returning version
""",
    int,
)
_INSERT_CHANGE = Command("""
insert into plan_change (district_id, plan_id, version, changed_at, changed_by, person_id, role, template_id, changed,
                         placed)
values (:district_id, :plan_id, :version, :changed_at, :changed_by, :person_id, :role, :template_id,
        cast(:changed as jsonb), cast(:placed as jsonb))
""")
_FIND = Query(
    f"select {columns(Plan)} from plan where plan_id = :plan_id and learner_id = :learner_id",  # noqa: S608
    StoredPlan,
)
_OF_LEARNERS = Query(
    f"""
select {columns(Plan)} from plan where learner_id = any(cast(:learners as uuid[]))
  order by learner_id, first_day, plan_id
""",  # noqa: S608
    StoredPlan,
)
_SUMMARIES = Query(
    """
select plan_id, learner_id, version, first_day, last_day, changed_at, jsonb_array_length(parts -> 'goals') as goals,
  jsonb_array_length(parts -> 'projects') as projects, jsonb_array_length(parts -> 'items') as items
from plan where learner_id = :learner_id
  and (cast(:day as date) is null or (first_day, plan_id) < (cast(:day as date), cast(:after as uuid)))
order by first_day desc, plan_id desc limit :limit
""",
    PlanSummary,
)
_CHANGES = Query(
    f"""
select {columns(PlanChange)} from plan_change where plan_id = :plan_id
  and (cast(:after as bigint) is null or version < cast(:after as bigint))
order by version desc limit :limit
""",  # noqa: S608
    RecordedChange,
)
_ITEMS = Query(
    """
select i.item_id, i.active, f.state from item i
join framework f on f.district_id = i.district_id and f.framework_id = i.framework_id
where i.item_id = any(cast(:ids as uuid[]))
""",
    PlannedItem,
)


async def insert_plan(
    session: Transaction,
    key: PlanKey,
    *,
    first_day: date,
    last_day: date,
    parts: str,
    changed_by: str,
    changed_at: datetime,
) -> None:
    """Stores a new plan, as its first version; `parts` are JSON."""
    await _INSERT.run(
        session,
        **key._asdict(),
        first_day=first_day,
        last_day=last_day,
        parts=parts,
        changed_by=changed_by,
        changed_at=changed_at,
    )


async def update_plan(session: Transaction, plan_id: UUID, *, parts: str, changed_by: str, changed_at: datetime) -> int:
    """Stores other parts (JSON) of the plan; returns its version now."""
    return await _UPDATE.one(session, plan_id=plan_id, parts=parts, changed_by=changed_by, changed_at=changed_at)


async def insert_change(
    session: Transaction,
    *,
    district_id: UUID,
    plan_id: UUID,
    version: int,
    changed_at: datetime,
    changed_by: str,
    person_id: UUID | None,
    role: str | None,
    template_id: UUID | None,
    changed: str,
    placed: str,
) -> None:
    """Adds to the plan's history; `changed` and `placed` are JSON."""
    await _INSERT_CHANGE.run(
        session,
        district_id=district_id,
        plan_id=plan_id,
        version=version,
        changed_at=changed_at,
        changed_by=changed_by,
        person_id=person_id,
        role=role,
        template_id=template_id,
        changed=changed,
        placed=placed,
    )


async def find_plan(session: Transaction, learner_id: UUID, plan_id: UUID) -> StoredPlan | None:
    """Returns the learner's plan, if there is one of this id."""
    return await _FIND.first(session, plan_id=plan_id, learner_id=learner_id)


async def plans_of_learners(session: Transaction, learners: Sequence[UUID]) -> list[StoredPlan]:
    """Returns all plans of these learners, each learner's by the year."""
    return await _OF_LEARNERS.all(session, learners=list(learners))


async def plan_summaries(
    session: Transaction, learner_id: UUID, after: tuple[date, UUID] | None, limit: int
) -> list[PlanSummary]:
    """Returns the learner's plans behind `(first_day, plan_id)`, the newest year first."""
    day, plan_id = after or (None, None)
    return await _SUMMARIES.all(session, learner_id=learner_id, day=day, after=plan_id, limit=limit)


async def changes_of_plan(session: Transaction, plan_id: UUID, after: int | None, limit: int) -> list[RecordedChange]:
    """Returns the plan's changes behind this version, the newest first."""
    return await _CHANGES.all(session, plan_id=plan_id, after=after, limit=limit)


async def planned_items(session: Transaction, ids: Iterable[UUID]) -> dict[UUID, PlannedItem]:
    """Returns those of these items that the district has."""
    return {row.item_id: row for row in await _ITEMS.all(session, ids=sorted(set(ids)))}
