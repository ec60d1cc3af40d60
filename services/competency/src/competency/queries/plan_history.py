"""What was written down of learners' plans by a time."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from competency import models
from shared.statement import columns

_CHANGES = text(f"""
select p.learner_id, p.first_day, p.last_day, p.version as newest, p.parts, {columns(models.PlanChange, "c")}
  from plan p
join plan_change c on c.district_id = p.district_id and c.plan_id = p.plan_id
where p.learner_id = any(cast(:learners as uuid[])) and (cast(:plan_id as uuid) is null or p.plan_id = :plan_id)
  and c.changed_at <= :known
order by p.learner_id, p.first_day, p.plan_id, c.version
""")  # noqa: S608
_FOLLOWED = text(f"""
select distinct on (s.template_id) {columns(models.PlanTemplateVersion, "v")}, t.title from (
  select distinct on (cohort_id) {columns(models.PlanFollowed)} from plan_followed where plan_id = :plan_id
    and at <= :known
  order by cohort_id, at desc
) s
join plan_template t on t.district_id = s.district_id and t.template_id = s.template_id
join plan_template_version v on v.district_id = s.district_id and v.template_id = s.template_id
  and v.number = s.number
order by s.template_id, s.number desc
""")  # noqa: S608
_FOLLOWED_BEFORE = text("select max(at) from plan_followed where plan_id = :plan_id and before and at > :known")
_MASTERED = text("""
select d.item_id, cast(min(d.observed_at) at time zone :zone as date) as day
from determination d
where d.learner_id = :learner_id and d.item_id = any(cast(:items as uuid[])) and d.mastered and d.known_at <= :known
  and d.known_at > coalesce((
    select max(n.known_at) from determination n where n.district_id = d.district_id
      and n.learner_id = d.learner_id and n.item_id = d.item_id and not n.mastered and n.known_at <= :known),
  '-infinity')
group by d.item_id
""")
# Of what had been shown by then: what nobody held of it at the time is since when the result itself was shown.
_SINCE = text("""
select w.item_id, cast(coalesce((
    select min(d.observed_at) from determination d
    where d.district_id = :district_id and d.learner_id = :learner_id and d.item_id = w.item_id and d.mastered
      and d.observed_at <= :observed and (cast(:known as timestamptz) is null or d.known_at <= :known)
      and d.known_at > coalesce((
        select max(n.known_at) from determination n where n.district_id = d.district_id
          and n.learner_id = d.learner_id and n.item_id = d.item_id and not n.mastered
          and coalesce(n.observed_at <= :observed, true)
          and (cast(:known as timestamptz) is null or n.known_at <= :known)), '-infinity')
  ), w.shown) at time zone :zone as date) as day
from unnest(cast(:items as uuid[]), cast(:shown as timestamptz[])) as w(item_id, shown)
""")
_ITEMS = text("""
select i.item_id, i.active or e.imported_at > :known as active, f.state from item i
join framework f on f.district_id = i.district_id and f.framework_id = i.framework_id
join framework_edition e on e.district_id = i.district_id and e.framework_id = i.framework_id
  and e.edition = i.edition
where i.item_id = any(cast(:ids as uuid[]))
""")


async def changes(
    session: AsyncSession, learners: Sequence[UUID], known: datetime, plan_id: UUID | None
) -> Sequence[Row[Any]]:
    """The changes of these learners' plans (of one plan, where it is named) by then, each learner's by the year."""
    parameters = {"learners": list(learners), "known": known, "plan_id": plan_id}
    return (await session.execute(_CHANGES, parameters)).all()


async def followed(session: AsyncSession, plan_id: UUID, known: datetime) -> Sequence[Row[Any]]:
    """As `queries.templates.followed`: the versions that a plan had been brought up to by then."""
    return (await session.execute(_FOLLOWED, {"plan_id": plan_id, "known": known})).all()


async def written_down_from(session: AsyncSession, plan_id: UUID, known: datetime) -> datetime | None:
    """Where it was not written down yet what the plan followed then: from when on it is."""
    found: datetime | None = await session.scalar(_FOLLOWED_BEFORE, {"plan_id": plan_id, "known": known})
    return found


async def mastered(
    session: AsyncSession, learner_id: UUID, items: Sequence[UUID], zone: str, known: datetime
) -> dict[UUID, date]:
    """As `queries.pace.mastered`, by what was held then."""
    parameters = {"learner_id": learner_id, "items": list(items), "zone": zone, "known": known}
    return {row.item_id: row.day for row in (await session.execute(_MASTERED, parameters)).all()}


async def since(
    session: AsyncSession,
    district_id: UUID,
    learner_id: UUID,
    shown: Mapping[UUID, datetime],
    zone: str,
    *,
    observed: datetime,
    known: datetime | None,
) -> dict[UUID, date]:
    """Since which day these items had been mastered, given when each result of `observed` was shown."""
    parameters: dict[str, Any] = {"district_id": district_id, "learner_id": learner_id, "zone": zone}
    parameters |= {"items": list(shown), "shown": list(shown.values()), "observed": observed, "known": known}
    return {row.item_id: row.day for row in (await session.execute(_SINCE, parameters)).all()}


async def items(session: AsyncSession, ids: Sequence[UUID], known: datetime) -> Sequence[Row[Any]]:
    """As `queries.plans.items`: an item that an edition has retired since was in use."""
    return (await session.execute(_ITEMS, {"ids": list(ids), "known": known})).all()
