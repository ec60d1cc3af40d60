"""A learner's plans: goals in their own words, items with target dates, projects."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Response

from competency.common.times import Known
from competency.learners.api.seen import OF_LEARNER, SeenLearner
from competency.learners.api.taking_part import TakesPart
from competency.planning.schemas.plans import PlanChangeOut, PlanChangesIn, PlanIn, PlanOut, PlanShort
from competency.planning.usecases.plans import begin_plan, change_out, edit_plan, list_changes, list_plans, read_plan
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix=f"{OF_LEARNER}/plans", tags=["plans"])


@router.post("", status_code=201, response_model=PlanOut, responses=sends("Location", "ETag", status=201))
async def begin(learner_id: SeenLearner, wanted: PlanIn, caller: TakesPart, session: Session, keyed: Keyed) -> Response:
    """Begin a plan for a year. The learner themself writes it, an educator of theirs, or a system of the district."""

    async def act() -> Answer:
        out = await begin_plan(session, caller, learner_id, wanted)
        path = f"/competency/v1/learners/{learner_id}/plans/{out.plan_id}"
        return created(out, location=path, etag=etag(out.version))

    return await once(session, keyed, act)


@router.get("")
async def list_(
    learner_id: SeenLearner, session: Session, response: Response, paging: Paging, known: Known
) -> Page[PlanShort]:
    """The learner's plans, the newest year first: now, or those there were then, as they stood."""
    rows = await list_plans(session, learner_id, paging.key(date, UUID), paging.limit + 1, known)
    return paging.page(response, rows, lambda row: row, lambda row: [row.first_day.isoformat(), str(row.plan_id)])


@router.get("/{plan_id:uuid}", responses=sends("ETag"))
async def read(learner_id: SeenLearner, plan_id: UUID, session: Session, response: Response, known: Known) -> PlanOut:
    """The plan, with its `ETag`; of each part which template it came from, and what was changed in it since. By
    `known_at` as it stood then, with what was mastered as far as we knew then; titles of templates are today's.
    """
    out = await read_plan(session, learner_id, plan_id, known)
    response.headers["ETag"] = etag(out.version)
    return out


@router.patch("/{plan_id:uuid}", responses=sends("ETag"))
async def change(
    learner_id: SeenLearner,
    plan_id: UUID,
    wanted: PlanChangesIn,
    caller: TakesPart,
    session: Session,
    expected: ExpectedVersion,
    response: Response,
) -> PlanOut:
    """Add, change and drop parts: all of the changes are made, or none."""
    out = await edit_plan(session, caller, learner_id, plan_id, wanted, expected)
    response.headers["ETag"] = etag(out.version)
    return out


@router.get("/{plan_id:uuid}/changes")
async def changes(
    learner_id: SeenLearner, plan_id: UUID, session: Session, response: Response, paging: Paging
) -> Page[PlanChangeOut]:
    """Who changed what and when, the newest change first."""
    rows = await list_changes(session, learner_id, plan_id, paging.key(int), paging.limit + 1)
    return paging.page(response, rows, change_out, lambda row: [row.version])
