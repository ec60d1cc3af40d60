"""Learners' plans as they stood."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.mastery.usecases.read_mastery import mastered_then
from competency.planning.queries import plan_history as queries
from competency.planning.rules.plan_history import is_in_order, parts_then
from competency.planning.schemas.plans import PlanShort


class PlanThen(NamedTuple):
    """A plan's row as it was then. Where `in_order` is false its parts are known, but not in which order they stood."""

    district_id: UUID
    plan_id: UUID
    learner_id: UUID
    first_day: date
    last_day: date
    version: int
    changed_at: datetime
    changed_by: str
    parts: Mapping[str, Sequence[Any]]
    in_order: bool


async def plans_then(
    session: AsyncSession, learners: Sequence[UUID], known: datetime, plan_id: UUID | None = None
) -> list[PlanThen]:
    """The plans that these learners had then (or the one named, if there was), each learner's by the year."""
    rows = await queries.changes(session, learners, known, plan_id)
    return [_plan_then(list(changes)) for _, changes in groupby(rows, lambda row: row.plan_id)]


def _plan_then(changes: Sequence[Any]) -> PlanThen:
    last = changes[-1]
    stands = last.version == last.newest  # it has not been changed since: then it is there to read
    return PlanThen(
        **{name: getattr(last, name) for name in PlanThen._fields if name not in ("parts", "in_order")},
        parts=last.parts if stands else parts_then(changes),
        in_order=stands or is_in_order(changes),
    )


async def list_plans_then(
    session: AsyncSession, learner_id: UUID, after: tuple[date, UUID] | None, limit: int, known: datetime
) -> list[PlanShort]:
    """The plans that the learner had then behind the cursor `[first_day, plan_id]`, the newest year first."""
    found = sorted(await plans_then(session, [learner_id], known), key=_place, reverse=True)
    return [_short(plan) for plan in found if after is None or _place(plan) < after][:limit]


def _place(plan: PlanThen) -> tuple[date, UUID]:
    return plan.first_day, plan.plan_id


def _short(plan: PlanThen) -> PlanShort:
    counts = {name: len(parts) for name, parts in plan.parts.items()}
    return PlanShort.model_validate({**plan._asdict(), **counts})


async def mastered_days(
    session: AsyncSession,
    learner_id: UUID,
    items: Iterable[UUID],
    zone: str,
    *,
    observed: datetime | None,
    known: datetime | None,
) -> dict[UUID, date]:
    """Since which day of the district's calendar the learner had mastered each of these items, by what had been shown
    by `observed`, as far as was `known`.
    """
    since = await mastered_then(session, learner_id, observed, known)
    return await queries.days(session, {item_id: since[item_id] for item_id in since.keys() & set(items)}, zone)


async def items_then(session: AsyncSession, items: Iterable[UUID], known: datetime) -> dict[UUID, Any]:
    """Which of these items were in use then; their frameworks' state is today's."""
    return {row.item_id: row for row in await queries.items(session, sorted(set(items)), known)}
