"""A learner's plans: goals in their own words, items with target dates, projects."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Response

from competency.common.times import Known
from competency.learners.api.seen import OF_LEARNER, SeenLearner
from competency.learners.api.taking_part import TakesPart
from competency.planning.queries.plans import RecordedChange
from competency.planning.schemas.plans import PartChangeOut, PlanChangeOut, PlanChangesIn, PlanIn, PlanOut, PlanShort
from competency.planning.usecases import plans
from competency.planning.usecases.read_plan import read_plan
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix=f"{OF_LEARNER}/plans", tags=["plans"])


@router.post("", status_code=201, response_model=PlanOut, responses=sends("Location", "ETag", status=201))
async def create_plan(
    learner_id: SeenLearner, wanted: PlanIn, caller: TakesPart, session: Session, keyed: Keyed
) -> Response:
    """Create a learner's plan.

    Creates the learner's plan for a year, with goals, projects and items. For the learner, their educators and systems.
    Items must be in use; years of one learner must not overlap.
    """

    async def act() -> Answer:
        out = await plans.create_plan(session, caller, learner_id, wanted)
        path = f"/competency/v1/learners/{learner_id}/plans/{out.plan_id}"
        return created(out, location=path, etag=etag(out.version))

    return await once(session, keyed, act)


@router.get("")
async def list_learner_plans(
    learner_id: SeenLearner, session: Session, response: Response, paging: Paging, known: Known
) -> Page[PlanShort]:
    """List a learner's plans.

    Lists the learner's plans, the newest year first, with how many goals, projects and items each has. With
    `known_at`, lists the plans as they stood then. For anybody who may see the learner.
    """
    rows = await plans.list_plans(session, learner_id, paging.key(date, UUID), paging.limit + 1, known)
    return paging.page(response, rows, lambda row: row, lambda row: [row.first_day.isoformat(), str(row.plan_id)])


@router.get("/{plan_id:uuid}", responses=sends("ETag"))
async def get_plan(
    learner_id: SeenLearner, plan_id: UUID, session: Session, response: Response, known: Known
) -> PlanOut:
    """Get a learner's plan.

    Answers the plan with its version as the ETag: goals, projects and items, which template each part came from and
    what the learner's own plan has changed in it. With `known_at`, answers the plan as it stood then; titles of
    templates are always today's. For anybody who may see the learner.
    """
    out = await read_plan(session, learner_id, plan_id, known)
    response.headers["ETag"] = etag(out.version)
    return out


@router.patch("/{plan_id:uuid}", responses=sends("ETag"))
async def change_plan(
    caller: TakesPart,
    expected: ExpectedVersion,
    learner_id: SeenLearner,
    plan_id: UUID,
    wanted: PlanChangesIn,
    session: Session,
    response: Response,
) -> PlanOut:
    """Change a learner's plan.

    Adds, changes and drops parts of the plan: all of the changes are made, or none. For the learner, their educators
    and systems. A part that came from a template and is changed here no longer follows the template.
    """
    out = await plans.edit_plan(session, caller, learner_id, plan_id, wanted, expected)
    response.headers["ETag"] = etag(out.version)
    return out


@router.get("/{plan_id:uuid}/changes")
async def list_plan_changes(
    learner_id: SeenLearner, plan_id: UUID, session: Session, response: Response, paging: Paging
) -> Page[PlanChangeOut]:
    """List the changes of a plan.

    Lists the edits of the plan, the newest first: who made each, in which role, and what was different before and
    after. An edit with a `template_id` and no role comes from the template. For anybody who may see the learner.
    """
    after = paging.single_key(int)
    rows = await plans.list_changes(session, learner_id, plan_id, after, paging.limit + 1)
    return paging.page(response, rows, _change_out, lambda row: [row.version])


def _change_out(row: RecordedChange) -> PlanChangeOut:
    return PlanChangeOut(
        version=row.version,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        person_id=row.person_id,
        role=row.role,
        template_id=row.template_id,
        changes=[PartChangeOut.model_validate(one) for one in row.changed],
    )
