"""Learners' plans and every change of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.planning.models import Plan, PlanChange
from shared.db.query import columns

_ADD = text("""
insert into plan (district_id, plan_id, learner_id, first_day, last_day, parts, version, changed_by, changed_at)
values (:district_id, :plan_id, :learner_id, :first_day, :last_day, cast(:parts as jsonb), 1, :changed_by,
        :changed_at)
""")
_SAVE = text("""
update plan set parts = cast(:parts as jsonb), version = version + 1, changed_by = :changed_by,
  changed_at = :changed_at
where plan_id = :plan_id returning version
""")
_ADD_CHANGE = text("""
insert into plan_change (district_id, plan_id, version, changed_at, changed_by, person_id, role, template_id, changed,
                         placed)
values (:district_id, :plan_id, :version, :changed_at, :changed_by, :person_id, :role, :template_id,
        cast(:changed as jsonb), cast(:placed as jsonb))
""")
_ONE = text(f"select {columns(Plan)} from plan where plan_id = :plan_id and learner_id = :learner_id")  # noqa: S608
_OF_LEARNERS = text(f"""
select {columns(Plan)} from plan where learner_id = any(cast(:learners as uuid[]))
  order by learner_id, first_day, plan_id
""")  # noqa: S608
_SHORT = text("""
select plan_id, learner_id, version, first_day, last_day, changed_at, jsonb_array_length(parts -> 'goals') as goals,
  jsonb_array_length(parts -> 'projects') as projects, jsonb_array_length(parts -> 'items') as items
from plan where learner_id = :learner_id
  and (cast(:day as date) is null or (first_day, plan_id) < (cast(:day as date), cast(:after as uuid)))
order by first_day desc, plan_id desc limit :limit
""")
_CHANGES = text(f"""
select {columns(PlanChange)} from plan_change where plan_id = :plan_id
  and (cast(:after as int) is null or version < :after)
order by version desc limit :limit
""")  # noqa: S608
_ITEMS = text("""
select i.item_id, i.active, f.state from item i
join framework f on f.district_id = i.district_id and f.framework_id = i.framework_id
where i.item_id = any(cast(:ids as uuid[]))
""")
_NOW = text("select statement_timestamp()")


async def now(session: AsyncSession) -> datetime:
    """By the database's clock: asked for once the learner is locked, it orders changes as the commits are ordered."""
    found: datetime = (await session.execute(_NOW)).scalar_one()
    return found


async def add(session: AsyncSession, **columns: Any) -> None:
    await session.execute(_ADD, columns)


async def save(session: AsyncSession, plan_id: UUID, parts: str, changed_by: str, changed_at: datetime) -> int:
    """Keep the plan; returns its version now."""
    columns = {"plan_id": plan_id, "parts": parts, "changed_by": changed_by, "changed_at": changed_at}
    return int((await session.execute(_SAVE, columns)).scalar_one())


async def add_change(session: AsyncSession, columns: Mapping[str, Any]) -> None:
    await session.execute(_ADD_CHANGE, columns)


async def one(session: AsyncSession, learner_id: UUID, plan_id: UUID) -> Row[Any] | None:
    return (await session.execute(_ONE, {"plan_id": plan_id, "learner_id": learner_id})).one_or_none()


async def of_learners(session: AsyncSession, learners: Sequence[UUID]) -> Sequence[Row[Any]]:
    """All plans of these learners, each learner's by the year."""
    return (await session.execute(_OF_LEARNERS, {"learners": list(learners)})).all()


async def listed(
    session: AsyncSession, learner_id: UUID, after: tuple[date, UUID] | None, limit: int
) -> Sequence[Row[Any]]:
    day, plan_id = after or (None, None)
    parameters = {"learner_id": learner_id, "day": day, "after": plan_id, "limit": limit}
    return (await session.execute(_SHORT, parameters)).all()


async def changes(session: AsyncSession, plan_id: UUID, after: int | None, limit: int) -> Sequence[Row[Any]]:
    return (await session.execute(_CHANGES, {"plan_id": plan_id, "after": after, "limit": limit})).all()


async def items(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Row[Any]]:
    """Those of these items that the district has: whether each is in use, and its framework's state."""
    rows = (await session.execute(_ITEMS, {"ids": sorted(set(ids))})).all()
    return {row.item_id: row for row in rows}
