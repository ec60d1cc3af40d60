"""Templates of plans: created and edited; a change can be looked at first for what it would do."""

import json
from collections.abc import Iterable, Sequence
from uuid import UUID

from competency.common.cycles import Cycle
from competency.learners.usecases.see import require_role
from competency.planning.queries.templates import (
    StoredTemplate,
    TemplateContent,
    all_templates,
    find_template,
    insert_template,
    insert_version,
    lock_templates,
    update_template,
)
from competency.planning.rules.plans import PlanItem, Project, validate_parts
from competency.planning.rules.templates import Template, TemplateVersion, UnknownTemplate, including, next_version
from competency.planning.schemas.templates import (
    SyncPreview,
    TemplateIn,
    TemplateItem,
    TemplateOut,
    TemplateProject,
    TemplateShort,
)
from competency.planning.usecases.preview_templates import preview_followers
from competency.planning.usecases.stored_plans import ITEMS, PROJECTS, pointer_of_item, validate_items
from competency.planning.usecases.sync_plans import TEMPLATES_WAKE, versions_of
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.db.wake import wake_after_commit
from shared.errors import Invalid, NotAllowed, NotFound, invalid
from shared.http.editing import ensure_current
from shared.values.ids import new_id


async def create_template(session: Transaction, caller: Caller, wanted: TemplateIn) -> TemplateOut:
    """Creates a template, with its first version; nobody's plan follows it until it has a cohort."""
    require_role(caller, "educator", "leader", "system")
    await lock_templates(session, caller.district_id)
    template_id = new_id()
    template = await _ensure_valid(session, template_id, wanted, ())
    owner = caller.person_id if caller.role == "educator" else None
    await insert_template(session, caller.district_id, _content(template), owner=owner, changed_by=caller.subject)
    await _save_versions(session, caller, template)
    return await read_template(session, template_id)


async def change_template(
    session: Transaction, caller: Caller, template_id: UUID, wanted: TemplateIn, expected: str, *, preview: bool
) -> TemplateOut | SyncPreview:
    """Replaces the template; plans made from it, and from those that include it, follow in the background."""
    await lock_templates(session, caller.district_id)
    row = await require_template(session, template_id)
    require_owner(caller, row)
    ensure_current(expected, row.version)
    before = [item.key for item in ITEMS.validate_python(row.items)]
    template = await _ensure_valid(session, template_id, wanted, before)
    if preview:
        return await preview_followers(session, caller, (await _next_versions(session, template)).values())
    await update_template(session, _content(template), changed_by=caller.subject)
    await _save_versions(session, caller, template)
    return await read_template(session, template_id)


def require_owner(caller: Caller, row: StoredTemplate) -> None:
    """Raises a 403 for those who may not edit a template or give it to others."""
    require_role(caller, "educator", "leader", "system")
    if caller.role == "educator" and (row.owner is None or row.owner != caller.person_id):
        raise NotAllowed("This template is not yours: begin one that includes it, and say there what is other.")


async def _ensure_valid(
    session: Transaction, template_id: UUID, wanted: TemplateIn, before: Sequence[UUID]
) -> Template:
    """Returns the template as it was sent. Raises a 422 that names all that is wrong with it; items that it had
    `before` are not judged again.
    """
    items = tuple(PlanItem(one.item_id, one.target, one.focus, one.project) for one in wanted.items)
    projects = tuple(Project(one.key or new_id(), one.title, one.target) for one in wanted.projects)
    problems = validate_parts(None, projects=projects, items=items)
    # A project may be that of a template which this one includes.
    if wanted.includes:
        problems = {pointer: words for pointer, words in problems.items() if not pointer.endswith("/project")}
    new = [(f"/items/{n}/key", item.key) for n, item in enumerate(items) if item.key not in before]
    problems |= await validate_items(session, new)
    if problems:
        errors = [{"pointer": pointer_of_item(pointer), "detail": words} for pointer, words in problems.items()]
        raise Invalid("The template cannot be as it was sent.", errors=errors)
    return Template(template_id, wanted.title, items, projects, wanted.includes)


def _content(template: Template) -> TemplateContent:
    return TemplateContent(
        template.template_id,
        template.title,
        _serialize_items(template.items),
        _serialize_projects(template.projects),
        list(template.includes),
    )


def _serialize_items(items: Iterable[PlanItem]) -> str:
    return json.dumps(ITEMS.dump_python(tuple(items), mode="json"))


def _serialize_projects(projects: Iterable[Project]) -> str:
    return json.dumps(PROJECTS.dump_python(tuple(projects), mode="json"))


async def _next_versions(session: Transaction, changed: Template) -> dict[UUID, TemplateVersion]:
    """Returns the versions that follow from the change: the template's own, and of those that include it."""
    rows = {row.template_id: row for row in await all_templates(session)}
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


def _template(row: StoredTemplate) -> Template:
    return Template(
        row.template_id,
        row.title,
        ITEMS.validate_python(row.items),
        PROJECTS.validate_python(row.projects),
        tuple(row.includes),
    )


async def _save_versions(session: Transaction, caller: Caller, template: Template) -> None:
    for key, version in (await _next_versions(session, template)).items():
        await insert_version(
            session,
            caller.district_id,
            key,
            version.number,
            items=_serialize_items(version.items.values()),
            projects=_serialize_projects(version.projects.values()),
            made_by=caller.subject,
        )
    wake_after_commit(session, TEMPLATES_WAKE)


async def require_template(session: Transaction, template_id: UUID) -> StoredTemplate:
    """Returns the template. Raises a 404 where there is none of this id."""
    row = await find_template(session, template_id)
    if row is None:
        raise NotFound("This district has no such template.")
    return row


async def read_template(session: Transaction, template_id: UUID) -> TemplateOut:
    """Returns the template with its parts."""
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


def template_short(row: StoredTemplate) -> TemplateShort:
    """Returns the template as it is in lists."""
    return TemplateShort(
        template_id=row.template_id,
        title=row.title,
        number=row.number,
        version=row.version,
        owner=row.owner,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
    )
