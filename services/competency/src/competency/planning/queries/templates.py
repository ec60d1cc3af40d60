"""Templates of plans and their versions."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from competency.planning.models import PlanTemplate, PlanTemplateVersion
from shared.db.query import Command, Query, Transaction, columns
from shared.values.json_types import JsonObject

StoredList = list[JsonObject]
"""Items, or projects, as JSON."""


class StoredTemplate(NamedTuple):
    """A template as it stands; `number` is that of its newest version."""

    district_id: UUID
    template_id: UUID
    title: str
    items: StoredList
    projects: StoredList
    includes: list[UUID]
    number: int
    version: int
    owner: UUID | None
    changed_by: str
    changed_at: datetime


class StoredVersion(NamedTuple):
    """What a template came to, with all it includes."""

    district_id: UUID
    template_id: UUID
    number: int
    items: StoredList
    projects: StoredList
    made_by: str
    made_at: datetime


class FollowedVersion(NamedTuple):
    """A version that a plan was last brought up to, with the template's title."""

    district_id: UUID
    template_id: UUID
    number: int
    items: StoredList
    projects: StoredList
    made_by: str
    made_at: datetime
    title: str


class TemplateContent(NamedTuple):
    """What a template says by itself; `items` and `projects` are JSON."""

    template_id: UUID
    title: str
    items: str
    projects: str
    includes: list[UUID]


_LOCK = Command("select pg_advisory_xact_lock(hashtextextended('plan templates ' || cast(:district_id as text), 5))")
_INSERT = Command("""
insert into plan_template (district_id, template_id, title, items, projects, includes, number, version, owner,
                           changed_by)
values (:district_id, :template_id, :title, cast(:items as jsonb), cast(:projects as jsonb),
        cast(:includes as uuid[]), 0, 1, cast(:owner as uuid), :changed_by)
""")
_UPDATE = Command("""
update plan_template set title = :title, items = cast(:items as jsonb), projects = cast(:projects as jsonb),
  includes = cast(:includes as uuid[]), version = version + 1, changed_by = :changed_by, changed_at = now()
where template_id = :template_id
""")
_FIND = Query(
    f"select {columns(PlanTemplate)} from plan_template where template_id = :template_id",  # noqa: S608
    StoredTemplate,
)
_ALL = Query(f"select {columns(PlanTemplate)} from plan_template order by template_id", StoredTemplate)  # noqa: S608
_PAGE = Query(
    f"""
select {columns(PlanTemplate)} from plan_template
where cast(:after as uuid) is null or template_id > cast(:after as uuid)
order by template_id limit :limit
""",  # noqa: S608
    StoredTemplate,
)
_INSERT_VERSION = Command("""
with raised as (
  update plan_template set number = :number where template_id = :template_id
), outdated as (
  update plan_cohort set wanted = wanted + 1 where template_id = :template_id and not ended
)
insert into plan_template_version (district_id, template_id, number, items, projects, made_by)
values (:district_id, :template_id, :number, cast(:items as jsonb), cast(:projects as jsonb), :made_by)
""")
_VERSIONS = Query(
    f"""
select {columns(PlanTemplateVersion, "v")} from plan_template_version v
join unnest(cast(:templates as uuid[]), cast(:numbers as int[])) as w(template_id, number)
  on w.template_id = v.template_id and w.number = v.number
""",  # noqa: S608
    StoredVersion,
)
_FOLLOWED = Query(
    f"""
select distinct on (f.template_id) {columns(PlanTemplateVersion, "v")}, t.title from plan_following f
join plan_template t on t.district_id = f.district_id and t.template_id = f.template_id
join plan_template_version v on v.district_id = f.district_id and v.template_id = f.template_id
  and v.number = f.number
where f.plan_id = :plan_id and f.active order by f.template_id, f.number desc
""",  # noqa: S608
    FollowedVersion,
)


async def lock_templates(session: Transaction, district_id: UUID) -> None:
    """Has those who edit any of a district's templates take turns: templates include one another."""
    await _LOCK.run(session, district_id=str(district_id))


async def insert_template(
    session: Transaction, district_id: UUID, content: TemplateContent, *, owner: UUID | None, changed_by: str
) -> None:
    """Stores a new template, without a version yet."""
    await _INSERT.run(session, **content._asdict(), district_id=district_id, owner=owner, changed_by=changed_by)


async def update_template(session: Transaction, content: TemplateContent, *, changed_by: str) -> None:
    """Stores what a template says from now on."""
    await _UPDATE.run(session, **content._asdict(), changed_by=changed_by)


async def find_template(session: Transaction, template_id: UUID) -> StoredTemplate | None:
    """Returns the template, if there is one of this id."""
    return await _FIND.first(session, template_id=template_id)


async def all_templates(session: Transaction) -> list[StoredTemplate]:
    """Returns every template of the district."""
    return await _ALL.all(session)


async def templates_after(session: Transaction, after: UUID | None, limit: int) -> list[StoredTemplate]:
    """Returns the district's templates behind this one, in the order in which they were created."""
    return await _PAGE.all(session, after=after, limit=limit)


async def insert_version(
    session: Transaction,
    district_id: UUID,
    template_id: UUID,
    number: int,
    *,
    items: str,
    projects: str,
    made_by: str,
) -> None:
    """Stores a template's next version, its items and projects as JSON; the plans of its cohorts are outdated by it."""
    await _INSERT_VERSION.run(
        session,
        district_id=district_id,
        template_id=template_id,
        number=number,
        items=items,
        projects=projects,
        made_by=made_by,
    )


async def template_versions(session: Transaction, wanted: Sequence[tuple[UUID, int]]) -> list[StoredVersion]:
    """Returns these versions, each by its template and number."""
    return await _VERSIONS.all(session, templates=[one[0] for one in wanted], numbers=[one[1] for one in wanted])


async def followed_versions(session: Transaction, plan_id: UUID) -> list[FollowedVersion]:
    """Returns the versions that the plan was last brought up to."""
    return await _FOLLOWED.all(session, plan_id=plan_id)
