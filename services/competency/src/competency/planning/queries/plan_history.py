"""What was written down of learners' plans by a time."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.planning.models import PlanChange, PlanFollowed, PlanTemplateVersion
from shared.db.query import columns

_CHANGES = text(f"""
select p.learner_id, p.first_day, p.last_day, p.version as newest, p.parts, {columns(PlanChange, "c")}
  from plan p
join plan_change c on c.district_id = p.district_id and c.plan_id = p.plan_id
where p.learner_id = any(cast(:learners as uuid[])) and (cast(:plan_id as uuid) is null or p.plan_id = :plan_id)
  and c.changed_at <= :known
order by p.learner_id, p.first_day, p.plan_id, c.version
""")  # noqa: S608
_FOLLOWED = text(f"""
select distinct on (s.template_id) {columns(PlanTemplateVersion, "v")}, t.title from (
  select distinct on (cohort_id) {columns(PlanFollowed)} from plan_followed where plan_id = :plan_id
    and at <= :known
  order by cohort_id, at desc
) s
join plan_template t on t.district_id = s.district_id and t.template_id = s.template_id
join plan_template_version v on v.district_id = s.district_id and v.template_id = s.template_id
  and v.number = s.number
order by s.template_id, s.number desc
""")  # noqa: S608
_FOLLOWED_BEFORE = text("select max(at) from plan_followed where plan_id = :plan_id and before and at > :known")
_DAYS = text("""
select w.item_id, cast(w.since at time zone :zone as date) as day
from unnest(cast(:items as uuid[]), cast(:since as timestamptz[])) as w(item_id, since)
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


async def days(session: AsyncSession, since: Mapping[UUID, datetime], zone: str) -> dict[UUID, date]:
    """On which days of the district's calendar these moments are, by item."""
    parameters = {"items": list(since), "since": list(since.values()), "zone": zone}
    return {row.item_id: row.day for row in (await session.execute(_DAYS, parameters)).all()}


async def items(session: AsyncSession, ids: Sequence[UUID], known: datetime) -> Sequence[Row[Any]]:
    """As `queries.plans.items`: an item that an edition has retired since was in use."""
    return (await session.execute(_ITEMS, {"ids": list(ids), "known": known})).all()
