"""`/readiness/v1/applications`: a district applies, and answers to what was decided."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from readiness.scoring.context import Known
from readiness.selection.api.showing import appeal_shown, own_application
from readiness.selection.queries.applications import ApplicationRecord, find_appeals, find_own_applications
from readiness.selection.rules.decisions import Standing
from readiness.selection.schemas.applying import (
    AppealShown,
    ApplicationChange,
    NewAppeal,
    NewApplication,
    OwnApplication,
    OwnDecision,
)
from readiness.selection.usecases import answers, applications
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.errors import Conflict
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

PREFIX = "/readiness/v1/applications"
router = APIRouter(prefix=PREFIX, tags=["applications"])

Reader = Annotated[Caller, needs("readiness.read")]
Writer = Annotated[Caller, needs("readiness.write")]


@router.post("", status_code=201, response_model=OwnApplication, responses=sends("Location", "ETag", status=201))
async def create_application(
    new: NewApplication, caller: Writer, known: Known, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Begin an application to a call.

    Creates a draft, which the host does not see. A district has one application to a call at a time, and none to its
    own.
    """

    async def act() -> Answer:
        made = await applications.create_application(session, caller, new, known=known, now=now)
        location = f"{PREFIX}/{made.application_id}"
        return created(own_application(made), location=location, etag=etag(made.version))

    return await once(session, keyed, act)


@router.get("")
async def list_applications(
    caller: Reader, session: Session, paging: Paging, response: Response
) -> Page[OwnApplication]:
    """List the applications of your district.

    Lists what your district applies with, by id: drafts, submitted and withdrawn ones.
    """
    found = await find_own_applications(session, caller.district_id, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, own_application, lambda one: [one.application_id])


@router.get("/{application_id}", responses=sends("ETag"))
async def get_application(application_id: UUID, caller: Reader, session: Session, response: Response) -> OwnApplication:
    """Get an application of your district.

    Answers one application of your district with everything that was written. Its ETag changes with each edit.
    """
    return _shown(await applications.require_application(session, caller, application_id), response)


@router.patch("/{application_id}", responses=sends("ETag"))
async def change_application(
    application_id: UUID,
    body: ApplicationChange,
    caller: Writer,
    known: Known,
    session: Session,
    expected: ExpectedVersion,
    response: Response,
) -> OwnApplication:
    """Change the draft of an application.

    Keeps what is sent beside what was written before, also when the call has closed meanwhile. Text is kept as it was
    typed.
    """
    changed = await applications.change_application(session, caller, application_id, body, expected, known=known)
    return _shown(changed, response)


@router.post("/{application_id}/submit", responses=sends("ETag"))
async def send_application(
    application_id: UUID,
    caller: Writer,
    known: Known,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> OwnApplication:
    """Submit an application.

    Shows the application to the host, with what is released of the attached result by now. It needs every required
    answer, and consent that named reviewers may read it. Whatever stands in the way, the draft is kept.
    """
    sent = await applications.send_application(session, caller, application_id, expected, known=known, now=now)
    return _shown(sent, response)


@router.post("/{application_id}/withdraw", responses=sends("ETag"))
async def withdraw_application(
    application_id: UUID, caller: Writer, session: Session, now: Now, response: Response
) -> OwnApplication:
    """Withdraw an application.

    Takes an application back, as a draft or later. After the release a place that becomes free goes to the next of the
    reserve list.
    """
    return _shown(await answers.withdraw_application(session, caller, application_id, now), response)


@router.get("/{application_id}/decision", responses=refuses(409))
async def get_application_decision(application_id: UUID, caller: Reader, session: Session) -> OwnDecision:
    """Get the decision about your application.

    Answers what was decided about your application, why, and how it stands now. Until the decisions of the call are
    released there is none, and of others there is never any.
    """
    found = await applications.require_application(session, caller, application_id)
    if found.outcome is None or found.reasons is None or found.standing is None or found.standing_on is None:
        raise Conflict("There is no decision about this application yet; wait for the release.")
    return OwnDecision(
        application_id=found.application_id,
        outcome=found.outcome,
        reasons=found.reasons,
        standing=Standing(found.standing),
        standing_on=found.standing_on,
        reserve_place=found.reserve_place,
        appeals=[appeal_shown(one) for one in await find_appeals(session, [application_id])],
    )


@router.post("/{application_id}/accept", responses=sends("ETag"))
async def accept_place(
    application_id: UUID, caller: Writer, session: Session, now: Now, response: Response
) -> OwnApplication:
    """Accept the place that you were chosen for.

    Makes your district the host's partner. What the call wants shared is drafted as agreements, which both districts
    sign before anything is.
    """
    return _shown(await answers.accept_place(session, caller, application_id, now), response)


@router.post("/{application_id}/decline", responses=sends("ETag"))
async def decline_place(
    application_id: UUID, caller: Writer, session: Session, now: Now, response: Response
) -> OwnApplication:
    """Decline the place that you were chosen for.

    Leaves your place, which goes to the next of the reserve list at once; or leaves the reserve list.
    """
    return _shown(await answers.decline_place(session, caller, application_id, now), response)


@router.post("/{application_id}/appeals", status_code=201, response_model=AppealShown)
async def add_appeal(
    application_id: UUID, body: NewAppeal, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Appeal against the decision about your application.

    Notes your words with the decision, where the host and the record of the call show them. It changes no decision by
    itself.
    """

    async def act() -> Answer:
        return created(appeal_shown(await answers.note_appeal(session, caller, application_id, body.words, now)))

    return await once(session, keyed, act)


def _shown(application: ApplicationRecord, response: Response) -> OwnApplication:
    response.headers["ETag"] = etag(application.version)
    return own_application(application)
