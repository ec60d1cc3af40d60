"""Templates of plans, and the cohorts whose plans follow them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from competency.learners.api.seen import learner_id_key
from competency.learners.api.taking_part import Reads, TakesPart
from competency.planning.queries.templates import templates_after
from competency.planning.schemas.templates import (
    CohortIn,
    CohortOut,
    SyncPreview,
    TemplateIn,
    TemplateOut,
    TemplateShort,
)
from competency.planning.usecases.plan_cohorts import (
    cohort_out,
    create_cohort,
    end_cohort,
    list_cohorts,
    read_cohort,
)
from competency.planning.usecases.plan_templates import (
    change_template,
    create_template,
    read_template,
    template_short,
)
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

PREFIX = "/competency/v1/plan-templates"
router = APIRouter(prefix=PREFIX, tags=["plans"])

Preview = Annotated[bool, Query(description="only say what it would do to learners' plans; nothing is kept")]


@router.post("", status_code=201, response_model=TemplateOut, responses=sends("Location", "ETag", status=201))
async def create_plan_template(wanted: TemplateIn, caller: TakesPart, session: Session, keyed: Keyed) -> Response:
    """Create a plan template.

    Creates a template of items and projects. No plan follows it until it is given to a cohort. For educators, leaders
    and systems; a template made by an educator is theirs, any other is the district's.
    """

    async def act() -> Answer:
        out = await create_template(session, caller, wanted)
        return created(out, location=f"{PREFIX}/{out.template_id}", etag=etag(out.version))

    return await once(session, keyed, act)


@router.get("")
async def list_plan_templates(
    caller: Reads, session: Session, response: Response, paging: Paging
) -> Page[TemplateShort]:
    """List plan templates.

    Lists the district's templates in the order in which they were created, with who owns each. Their items and projects
    are not in the list: read one template for those.
    """
    after = paging.single_key(UUID)
    rows = await templates_after(session, after, paging.limit + 1)
    return paging.page(response, rows, template_short, lambda row: [str(row.template_id)])


@router.get("/{template_id}", responses=sends("ETag"))
async def get_plan_template(template_id: UUID, caller: Reads, session: Session, response: Response) -> TemplateOut:
    """Get a plan template.

    Answers the template with its items, projects and the templates that it includes, and its version as the ETag.
    """
    out = await read_template(session, template_id)
    response.headers["ETag"] = etag(out.version)
    return out


@router.put("/{template_id}", responses=sends(perhaps=("ETag",)))
async def change_plan_template(
    template_id: UUID,
    wanted: TemplateIn,
    caller: TakesPart,
    session: Session,
    expected: ExpectedVersion,
    response: Response,
    preview: Preview = False,
) -> TemplateOut | SyncPreview:
    """Change a plan template.

    Replaces the template. Plans that follow it are updated in the background, except for the parts that a learner's own
    plan has changed. With `preview`, only answers what would happen to the plans and changes nothing. For the educator
    who owns it, leaders and systems.
    """
    out = await change_template(session, caller, template_id, wanted, expected, preview=preview)
    if isinstance(out, TemplateOut):
        response.headers["ETag"] = etag(out.version)
    return out


@router.post(
    "/{template_id}/cohorts",
    status_code=201,
    response_model=CohortOut,
    responses=sends("Location", status=201) | {200: {"model": SyncPreview, "description": "What it would do"}},
)
async def create_template_cohort(
    template_id: UUID,
    wanted: CohortIn,
    caller: TakesPart,
    session: Session,
    keyed: Keyed,
    request: Request,
    preview: Preview = False,
) -> Response:
    """Give a plan template to a cohort.

    Lets the plans of a class, or of named learners, follow the template for a year; learners who join the class later
    follow it too. With `preview`, answers 200 with what would happen to the plans and changes nothing. For educators of
    those learners, leaders and systems.
    """

    async def act() -> Answer:
        out = await create_cohort(
            session, caller, template_id, wanted, learner_id_key=learner_id_key(request), preview=preview
        )
        if isinstance(out, SyncPreview):
            return Answer(200, out.model_dump_json().encode())
        return created(out, location=f"{PREFIX}/{template_id}/cohorts/{out.cohort_id}")

    return await once(session, keyed, act)


@router.get("/{template_id}/cohorts")
async def list_template_cohorts(
    template_id: UUID, caller: Reads, session: Session, response: Response, paging: Paging
) -> Page[CohortOut]:
    """List the cohorts of a plan template.

    Lists the cohorts that follow the template, ended ones included, each with how many of its plans follow the
    newest version. For educators, leaders, operators and systems.
    """
    after = paging.single_key(UUID)
    rows = await list_cohorts(session, caller, template_id, after, paging.limit + 1)
    return paging.page(response, rows, cohort_out, lambda row: [str(row.cohort_id)])


@router.get("/{template_id}/cohorts/{cohort_id}")
async def get_template_cohort(template_id: UUID, cohort_id: UUID, caller: Reads, session: Session) -> CohortOut:
    """Get a cohort of a plan template.

    Answers how many learners are in the cohort and how many of their plans already follow the newest version of the
    template.
    """
    return await read_cohort(session, caller, template_id, cohort_id)


@router.post("/{template_id}/cohorts/{cohort_id}/end", response_model=CohortOut)
async def end_template_cohort(
    template_id: UUID, cohort_id: UUID, caller: TakesPart, session: Session, keyed: Keyed
) -> Response:
    """End a cohort of a plan template.

    Ends the cohort: its plans no longer follow the template and keep the parts they have. A cohort cannot be reopened;
    create another.
    """

    async def act() -> Answer:
        out = await end_cohort(session, caller, template_id, cohort_id)
        return Answer(200, out.model_dump_json().encode())

    return await once(session, keyed, act)
