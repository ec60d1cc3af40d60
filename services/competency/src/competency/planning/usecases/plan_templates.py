"""Templates of plans: begun, edited, given to cohorts; each can be looked at for what it would do first."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.common.cycles import Cycle
from competency.learners.usecases.see import require_role
from competency.planning.queries import templates as queries
from competency.planning.rules.plans import PlanItem, Project, refuse_parts
from competency.planning.rules.templates import Template, TemplateVersion, UnknownTemplate, including, next_version
from competency.planning.schemas.templates import (
    SyncPreview,
    TemplateIn,
    TemplateItem,
    TemplateOut,
    TemplateProject,
    TemplateShort,
)
from competency.planning.usecases.follow_templates import TEMPLATES_WAKE, versions_of
from competency.planning.usecases.kept_plans import ITEMS, PROJECTS, pointer_of_item, refused_items
from competency.planning.usecases.preview_templates import preview_followers
from shared.auth.callers import Caller
from shared.db.wake import wake_after_commit
from shared.errors import Invalid, NotAllowed, NotFound, invalid
from shared.http.editing import refuse_stale
from shared.values.ids import new_id


async def begin_template(session: AsyncSession, caller: Caller, wanted: TemplateIn) -> TemplateOut:
    """A template, in its first version; nobody's plan follows it until it has a cohort."""
    require_role(caller, "educator", "leader", "system")
    await queries.take_turns(session, caller.district_id)
    template_id = new_id()
    template = await _checked(session, template_id, wanted, ())
    owner = caller.person_id if caller.role == "educator" else None
    await queries.add(
        session, **_columns(template), district_id=caller.district_id, owner=owner, changed_by=caller.subject
    )
    await _settle(session, caller, template)
    return await read_template(session, template_id)


async def change_template(
    session: AsyncSession, caller: Caller, template_id: UUID, wanted: TemplateIn, expected: str, *, preview: bool
) -> TemplateOut | SyncPreview:
    """Put another form in its place; plans made from it, and from those that include it, follow in the background."""
    await queries.take_turns(session, caller.district_id)
    row = await require_template(session, template_id)
    require_owner(caller, row)
    refuse_stale(expected, row.version)
    before = tuple(item.key for item in ITEMS.validate_python(row.items))
    template = await _checked(session, template_id, wanted, before)
    if preview:
        return await preview_followers(session, caller, (await _next(session, template)).values())
    await queries.save(session, **_columns(template), changed_by=caller.subject)
    await _settle(session, caller, template)
    return await read_template(session, template_id)


def require_owner(caller: Caller, row: Any) -> None:
    """Raises a 403 for those who may not edit a template or give it to others."""
    require_role(caller, "educator", "leader", "system")
    if caller.role == "educator" and (row.owner is None or row.owner != caller.person_id):
        raise NotAllowed("This template is not yours: begin one that includes it, and say there what is other.")


async def _checked(session: AsyncSession, template_id: UUID, wanted: TemplateIn, before: Sequence[UUID]) -> Template:
    items = tuple(PlanItem(one.item_id, one.target, one.focus, one.project) for one in wanted.items)
    projects = tuple(Project(one.key or new_id(), one.title, one.target) for one in wanted.projects)
    problems = refuse_parts(None, projects=projects, items=items)
    # A project may be that of a template which this one includes.
    if wanted.includes:
        problems = {pointer: said for pointer, said in problems.items() if not pointer.endswith("/project")}
    new = [(f"/items/{n}/key", item.key) for n, item in enumerate(items) if item.key not in before]
    problems |= await refused_items(session, new)
    if problems:
        errors = [{"pointer": pointer_of_item(pointer), "detail": said} for pointer, said in problems.items()]
        raise Invalid("The template cannot be as it was sent.", errors=errors)
    return Template(template_id, wanted.title, items, projects, wanted.includes)


def _columns(template: Template) -> dict[str, Any]:
    return {
        "template_id": template.template_id,
        "title": template.title,
        "items": json.dumps(ITEMS.dump_python(template.items, mode="json")),
        "projects": json.dumps(PROJECTS.dump_python(template.projects, mode="json")),
        "includes": list(template.includes),
    }


async def _next(session: AsyncSession, changed: Template) -> dict[UUID, TemplateVersion]:
    """The versions that follow from the change: the template's own, and of those that include it."""
    rows = {row.template_id: row for row in await queries.everything(session)}
    templates = {key: _template(row) for key, row in rows.items()} | {changed.template_id: changed}
    try:
        affected = including(changed.template_id, templates)
        current = [(key, rows[key].number) for key in affected if key in rows and rows[key].number]
        held = {key: version for (key, _), version in (await versions_of(session, current)).items()}
        found = {key: next_version(key, templates, held.get(key)) for key in affected}
    except (Cycle, UnknownTemplate) as error:
        raise invalid("/includes", f"{error}.") from error
    except ValueError as error:
        raise invalid("/items", f"{error}.") from error
    return {key: version for key, version in found.items() if version is not held.get(key)}


def _template(row: Any) -> Template:
    return Template(
        row.template_id,
        row.title,
        ITEMS.validate_python(row.items),
        PROJECTS.validate_python(row.projects),
        tuple(row.includes),
    )


async def _settle(session: AsyncSession, caller: Caller, template: Template) -> None:
    for key, version in (await _next(session, template)).items():
        await queries.add_version(
            session,
            district_id=caller.district_id,
            template_id=key,
            number=version.number,
            items=json.dumps(ITEMS.dump_python(tuple(version.items.values()), mode="json")),
            projects=json.dumps(PROJECTS.dump_python(tuple(version.projects.values()), mode="json")),
            made_by=caller.subject,
        )
    wake_after_commit(session, TEMPLATES_WAKE)


async def require_template(session: AsyncSession, template_id: UUID) -> Any:
    row = await queries.one(session, template_id)
    if row is None:
        raise NotFound("This district has no such template.")
    return row


async def read_template(session: AsyncSession, template_id: UUID) -> TemplateOut:
    row = await require_template(session, template_id)
    template = _template(row)
    return TemplateOut(
        **template_short(row).model_dump(),
        items=[
            TemplateItem(item_id=item.key, target=item.target, focus=item.focus, project=item.project)
            for item in template.items
        ],
        projects=[TemplateProject(key=one.key, title=one.title, target=one.target) for one in template.projects],
        includes=list(template.includes),
    )


async def list_templates(session: AsyncSession, after: tuple[UUID] | None, limit: int) -> Sequence[Any]:
    """Rows of the district's templates behind the cursor `[template_id]`."""
    return await queries.listed(session, after[0] if after else None, limit)


def template_short(row: Any) -> TemplateShort:
    values: Mapping[str, Any] = {name: getattr(row, name) for name in TemplateShort.model_fields}
    return TemplateShort.model_validate(values)
