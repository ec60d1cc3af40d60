"""What was recorded of learners' plans by a time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from competency.planning.models import PlanFollowed, PlanTemplateVersion
from competency.planning.queries.plans import PlannedItem, StoredParts
from competency.planning.queries.templates import FollowedVersion
from shared.db.query import Query, Scalar, Transaction, columns
from shared.values.json_types import JsonObject


class ChangeOfPlan(NamedTuple):
    """A change of a plan (`changed` and `placed`, as JSON), with the plan: its `parts` now and its `newest` version."""

    district_id: UUID
    plan_id: UUID
    learner_id: UUID
    first_day: date
    last_day: date
    parts: StoredParts
    newest: int
    version: int
    changed_by: str
    changed_at: datetime
    template_id: UUID | None
    changed: list[JsonObject]
    placed: dict[str, list[str]] | None


class ItemDay(NamedTuple):
    """The day of the district's calendar on which something of this item was."""

    item_id: UUID
    day: date


_CHANGES = Query(
    """
select p.district_id, p.plan_id, p.learner_id, p.first_day, p.last_day, p.parts, p.version as newest, c.version,
  c.changed_by, c.changed_at, c.template_id, c.changed, c.placed
from plan p
join plan_change c on c.district_id = p.district_id and c.plan_id = p.plan_id
where p.learner_id = any(cast(:learners as uuid[]))
  and (cast(:plan_id as uuid) is null or p.plan_id = cast(:plan_id as uuid)) and c.changed_at <= :known
order by p.learner_id, p.first_day, p.plan_id, c.version
""",
    ChangeOfPlan,
)
_FOLLOWED = Query(
    f"""
select distinct on (s.template_id) {columns(PlanTemplateVersion, "v")}, t.title from (
  select distinct on (cohort_id) {columns(PlanFollowed)} from plan_followed where plan_id = :plan_id
    and at <= :known
  order by cohort_id, at desc
) s
join plan_template t on t.district_id = s.district_id and t.template_id = s.template_id
join plan_template_version v on v.district_id = s.district_id and v.template_id = s.template_id
  and v.number = s.number
order by s.template_id, s.number desc
""",  # noqa: S608
    FollowedVersion,
)
_FOLLOWED_BEFORE = Scalar(
    "select max(at) from plan_followed where plan_id = :plan_id and before and at > :known", datetime
)
_DAYS = Query(
    """
select w.item_id, cast(w.since at time zone cast(:zone as text) as date) as day
from unnest(cast(:items as uuid[]), cast(:since as timestamptz[])) as w(item_id, since)
""",
    ItemDay,
)
_ITEMS = Query(
    """
select i.item_id, i.active or e.imported_at > :known as active, f.state from item i
join framework f on f.district_id = i.district_id and f.framework_id = i.framework_id
join framework_edition e on e.district_id = i.district_id and e.framework_id = i.framework_id
  and e.edition = i.edition
where i.item_id = any(cast(:ids as uuid[]))
""",
    PlannedItem,
)


async def changes_until(
    session: Transaction, learners: Sequence[UUID], known: datetime, plan_id: UUID | None
) -> list[ChangeOfPlan]:
    """Returns the changes of these learners' plans (of one plan, where it is named) by then, each learner's by the
    year.
    """
    return await _CHANGES.all(session, learners=list(learners), known=known, plan_id=plan_id)


async def followed_versions_then(session: Transaction, plan_id: UUID, known: datetime) -> list[FollowedVersion]:
    """Returns the versions of templates that the plan had been brought up to by then."""
    return await _FOLLOWED.all(session, plan_id=plan_id, known=known)


async def following_recorded_from(session: Transaction, plan_id: UUID, known: datetime) -> datetime | None:
    """Returns from when on it is recorded what the plan followed; None where it was recorded then already."""
    return await _FOLLOWED_BEFORE.get(session, plan_id=plan_id, known=known)


async def calendar_days(session: Transaction, since: Mapping[UUID, datetime], zone: str) -> dict[UUID, date]:
    """Returns on which days of the district's calendar these moments are, by item."""
    rows = await _DAYS.all(session, items=list(since), since=list(since.values()), zone=zone)
    return {row.item_id: row.day for row in rows}


async def planned_items_then(session: Transaction, ids: Iterable[UUID], known: datetime) -> dict[UUID, PlannedItem]:
    """Returns those of these items that the district has: one that an edition has retired since was in use. Their
    frameworks' state is today's.
    """
    return {row.item_id: row for row in await _ITEMS.all(session, ids=sorted(set(ids)), known=known)}
