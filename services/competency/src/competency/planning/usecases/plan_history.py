"""Learners' plans as they stood."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from competency.common.as_of import AsOf
from competency.mastery.usecases.read_mastery import mastered_then
from competency.planning.queries.plan_history import ChangeOfPlan, calendar_days, changes_until
from competency.planning.queries.plans import StoredPlan
from competency.planning.rules.plan_history import is_in_order, parts_then
from competency.planning.schemas.plans import PlanShort
from shared.db.query import Transaction


class PlanThen(NamedTuple):
    """A plan as it stood. Where `in_order` is false its parts are known, but not in which order they stood."""

    plan: StoredPlan
    in_order: bool


async def plans_then(
    session: Transaction, learners: Sequence[UUID], known: datetime, plan_id: UUID | None = None
) -> list[PlanThen]:
    """Returns the plans that these learners had then (or the one named, if there was), each learner's by the year."""
    rows = await changes_until(session, learners, known, plan_id)
    return [_plan_then(list(changes)) for _, changes in groupby(rows, lambda row: row.plan_id)]


def _plan_then(changes: Sequence[ChangeOfPlan]) -> PlanThen:
    last = changes[-1]
    is_newest = last.version == last.newest  # it has not been changed since: then it is there to read
    plan = StoredPlan(
        district_id=last.district_id,
        plan_id=last.plan_id,
        learner_id=last.learner_id,
        first_day=last.first_day,
        last_day=last.last_day,
        parts=last.parts if is_newest else parts_then(changes),
        version=last.version,
        changed_by=last.changed_by,
        changed_at=last.changed_at,
    )
    return PlanThen(plan, in_order=is_newest or is_in_order(changes))


async def list_plans_then(
    session: Transaction, learner_id: UUID, after: tuple[date, UUID] | None, limit: int, known: datetime
) -> list[PlanShort]:
    """Returns the plans that the learner had then behind `(first_day, plan_id)`, the newest year first."""
    plans = [then.plan for then in await plans_then(session, [learner_id], known)]
    found = sorted(plans, key=_sort_key, reverse=True)
    return [_short(plan) for plan in found if after is None or _sort_key(plan) < after][:limit]


def _sort_key(plan: StoredPlan) -> tuple[date, UUID]:
    return plan.first_day, plan.plan_id


def _short(plan: StoredPlan) -> PlanShort:
    counts = {name: len(parts) for name, parts in plan.parts.items()}
    return PlanShort.model_validate({**plan._asdict(), **counts})


async def mastered_days_then(
    session: Transaction, learner_id: UUID, items: Iterable[UUID], zone: str, as_of: AsOf
) -> dict[UUID, date]:
    """Returns since which day of the district's calendar the learner had mastered each of these items then."""
    since = await mastered_then(session, learner_id, as_of)
    return await calendar_days(session, {item_id: since[item_id] for item_id in since.keys() & set(items)}, zone)
