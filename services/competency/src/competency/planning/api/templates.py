"""Templates of plans, and the cohorts whose plans follow them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from competency.learners.api.seen import learner_id_key
from competency.learners.api.taking_part import Reads, TakesPart
from competency.planning.schemas.templates import (
    CohortIn,
    CohortOut,
    SyncPreview,
    TemplateIn,
    TemplateOut,
    TemplateShort,
)
from competency.planning.usecases.plan_cohorts import add_cohort, cohort_out, end_cohort, list_cohorts, read_cohort
from competency.planning.usecases.plan_templates import (
    begin_template,
    change_template,
    list_templates,
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
async def begin(wanted: TemplateIn, caller: TakesPart, session: Session, keyed: Keyed) -> Response:
    """Begin a template. Give it to a cohort, and plans follow it."""

    async def act() -> Answer:
        out = await begin_template(session, caller, wanted)
        return created(out, location=f"{PREFIX}/{out.template_id}", etag=etag(out.version))

    return await once(session, keyed, act)


@router.get("")
async def list_(caller: Reads, session: Session, response: Response, paging: Paging) -> Page[TemplateShort]:
    rows = await list_templates(session, paging.key(UUID), paging.limit + 1)
    return paging.page(response, rows, template_short, lambda row: [str(row.template_id)])


@router.get("/{template_id}", responses=sends("ETag"))
async def read(template_id: UUID, caller: Reads, session: Session, response: Response) -> TemplateOut:
    """The template as it stands, with its `ETag`."""
    out = await read_template(session, template_id)
    response.headers["ETag"] = etag(out.version)
    return out


@router.put("/{template_id}", responses=sends(perhaps=("ETag",)))
async def change(
    template_id: UUID,
    wanted: TemplateIn,
    caller: TakesPart,
    session: Session,
    expected: ExpectedVersion,
    response: Response,
    preview: Preview = False,
) -> TemplateOut | SyncPreview:
    """Put another form in its place. Plans follow in the background wherever they have not gone their own way; with
    `preview` it is only said how.
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
async def cohort(
    template_id: UUID,
    wanted: CohortIn,
    caller: TakesPart,
    session: Session,
    keyed: Keyed,
    request: Request,
    preview: Preview = False,
) -> Response:
    """Give it to a class (who joins later gets the plan too) or to learners; `preview` answers 200 with what it would
    do.
    """

    async def act() -> Answer:
        out = await add_cohort(
            session, caller, template_id, wanted, learner_id_key=learner_id_key(request), preview=preview
        )
        if isinstance(out, SyncPreview):
            return Answer(200, out.model_dump_json().encode())
        return created(out, location=f"{PREFIX}/{template_id}/cohorts/{out.cohort_id}")

    return await once(session, keyed, act)


@router.get("/{template_id}/cohorts")
async def cohorts(
    template_id: UUID, caller: Reads, session: Session, response: Response, paging: Paging
) -> Page[CohortOut]:
    rows = await list_cohorts(session, caller, template_id, paging.key(UUID), paging.limit + 1)
    return paging.page(response, rows, cohort_out, lambda row: [str(row.cohort_id)])


@router.get("/{template_id}/cohorts/{cohort_id}")
async def one_cohort(template_id: UUID, cohort_id: UUID, caller: Reads, session: Session) -> CohortOut:
    """How many are in it, and how many plans have been brought along."""
    return await read_cohort(session, caller, template_id, cohort_id)


@router.post("/{template_id}/cohorts/{cohort_id}/end", response_model=CohortOut)
async def end(template_id: UUID, cohort_id: UUID, caller: TakesPart, session: Session, keyed: Keyed) -> Response:
    """Its plans follow no longer; they keep what they have."""

    async def act() -> Answer:
        out = await end_cohort(session, caller, template_id, cohort_id)
        return Answer(200, out.model_dump_json().encode())

    return await once(session, keyed, act)
