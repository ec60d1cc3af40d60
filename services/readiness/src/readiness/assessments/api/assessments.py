"""`/readiness/v1/assessments`: planned, opened, closed and opened again."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from readiness.assessments.queries.assessments import find_assessments
from readiness.assessments.schemas.planning import (
    AskedRole,
    Assessment,
    AssessmentChange,
    NewAssessment,
    Participation,
    RemindersShown,
    Reopening,
    ReopeningShown,
    RoleParticipation,
    State,
)
from readiness.assessments.usecases import assessments as usecases
from readiness.assessments.usecases.assessments import PlannedAssessment, plan_assessment, read_assessment, with_roles
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix="/readiness/v1/assessments", tags=["assessments"])

Reader = Annotated[Caller, needs("readiness.read")]
Writer = Annotated[Caller, needs("readiness.write")]


@router.post("", status_code=201, response_model=Assessment, responses=sends("Location", "ETag", status=201))
async def create_assessment(new: NewAssessment, caller: Writer, session: Session, now: Now, keyed: Keyed) -> Response:
    """Plan an assessment.

    Plans an assessment of a published version of one of your instruments, for your district or one of its schools. It
    opens and closes by your district's calendar; the version stays, whatever is published later.
    """

    async def act() -> Answer:
        made = await plan_assessment(session, caller, new, now)
        location = f"/readiness/v1/assessments/{made.record.assessment_id}"
        return created(_shape(made), location=location, etag=etag(made.record.version))

    return await once(session, keyed, act)


@router.get("")
async def list_assessments(
    _: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    state: Annotated[State | None, Query()] = None,
) -> Page[Assessment]:
    """List the assessments of your district.

    Lists your district's assessments by id, closed ones included. With `state`, lists only those in that state.
    """
    found = await find_assessments(session, paging.single_key(UUID), state, paging.limit + 1)
    planned = await with_roles(session, found)
    return paging.page(response, planned, _shape, lambda one: [one.record.assessment_id])


@router.get("/{assessment_id}", responses=sends("ETag"))
async def get_assessment(assessment_id: UUID, _: Reader, session: Session, response: Response) -> Assessment:
    """Get an assessment.

    Answers one assessment of your district with the roles that it asks. Its ETag changes when it is edited, opened or
    closed, and not when somebody answers.
    """
    return _shown(await read_assessment(session, assessment_id), response)


@router.patch("/{assessment_id}", responses=sends("ETag"))
async def change_assessment(
    assessment_id: UUID,
    body: AssessmentChange,
    _: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> Assessment:
    """Change the settings of an assessment.

    Changes the title, the days, the populations or the reminders. An open assessment keeps its first day; a closed one
    keeps everything.
    """
    return _shown(await usecases.change_assessment(session, assessment_id, body, expected, now), response)


@router.post("/{assessment_id}/begin", responses=sends("ETag"))
async def begin_assessment(
    assessment_id: UUID, _: Writer, session: Session, now: Now, expected: ExpectedVersion, response: Response
) -> Assessment:
    """Open an assessment today.

    Opens a planned assessment before its first day, which becomes today. Otherwise it opens by itself.
    """
    return _shown(await usecases.begin_assessment(session, assessment_id, expected, now), response)


@router.post("/{assessment_id}/end", responses=sends("ETag"))
async def end_assessment(
    assessment_id: UUID, _: Writer, session: Session, now: Now, expected: ExpectedVersion, response: Response
) -> Assessment:
    """Close an assessment now.

    Closes an open assessment before its last day is over. From then on no answer is taken. Otherwise it closes by
    itself.
    """
    return _shown(await usecases.end_assessment(session, assessment_id, expected, now), response)


@router.post("/{assessment_id}/reopen", responses=sends("ETag"))
async def reopen_assessment(
    assessment_id: UUID,
    body: Reopening,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> Assessment:
    """Open a closed assessment again.

    Opens a closed assessment again until another last day, for those who have not submitted. Its results stay as they
    are; closing it again gives another one beside them.
    """
    return _shown(await usecases.reopen_assessment(session, caller, assessment_id, body, expected, now), response)


@router.get("/{assessment_id}/participation")
async def get_participation(assessment_id: UUID, _: Reader, session: Session) -> Participation:
    """Get the participation board of an assessment.

    Answers, by role, in which band the share of those lies who have submitted. It is counted once a day, of what was
    submitted before that day, and names nobody; a role too small for a band has none. What was submitted on the day of
    closing is not in it: how many answered in the end is in the result, as far as it is released.
    """
    planned = await read_assessment(session, assessment_id)
    roles = [
        RoleParticipation(
            role=one.role,
            population=one.population,
            invited=one.counted_invited,
            picked_by=one.picked_by,
            band=one.band,
        )
        for one in planned.populations
    ]
    counted_on = min((one.counted_on for one in planned.populations if one.counted_on is not None), default=None)
    return Participation(assessment_id=assessment_id, counted_on=counted_on, roles=roles)


def _shown(planned: PlannedAssessment, response: Response) -> Assessment:
    response.headers["ETag"] = etag(planned.record.version)
    return _shape(planned)


def _shape(planned: PlannedAssessment) -> Assessment:
    record = planned.record
    return Assessment(
        assessment_id=record.assessment_id,
        instrument_id=record.instrument_id,
        instrument_version=record.instrument_version,
        title=record.title,
        level=record.level,
        site_id=record.site_id,
        opens_on=record.opens_on,
        closes_on=record.closes_on,
        time_zone=record.time_zone,
        state=record.state,
        opened_at=record.opened_at,
        closed_at=record.closed_at,
        closed_on=record.closed_on,
        populations=[
            AskedRole(role=one.role, population=one.population, picked_by=one.picked_by) for one in planned.populations
        ],
        reminders=RemindersShown(days_left=record.reminder_marks, days_apart=record.reminder_days_apart),
        reopenings=[ReopeningShown.model_validate(one) for one in planned.reopenings],
    )
