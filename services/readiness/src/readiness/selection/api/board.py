"""`/readiness/v1/calls/{call_id}`: what a host has received, the ranked list, and what would change it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from readiness.selection.api.showing import ranking_shown, received_application, sensitivity_shown
from readiness.selection.queries.applications import find_received_application, find_received_page
from readiness.selection.schemas.applying import ReceivedApplication
from readiness.selection.schemas.deciding import RankingListed, RankingShown, SensitivityShown
from readiness.selection.usecases import rankings
from readiness.selection.usecases.calls import require_call
from readiness.selection.usecases.material import find_viewer
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.errors import NotFound
from shared.http.context import Now
from shared.http.fields import WHOLE
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses
from shared.http.session import Session

router = APIRouter(prefix="/readiness/v1/calls/{call_id}", tags=["selection"])

Writer = Annotated[Caller, needs("readiness.write")]
RankingNumber = Annotated[int | None, Query(ge=1, le=2**31 - 1), WHOLE]


@router.get("/applications")
async def list_received_applications(
    call_id: UUID, caller: Writer, session: Session, paging: Paging, response: Response
) -> Page[ReceivedApplication]:
    """List the applications to a call of yours.

    Lists what districts have submitted, by id, withdrawn ones included; without those that you declared a conflict
    about.
    """
    call = await require_call(session, call_id)
    viewer = await find_viewer(session, call_id, caller.subject)
    found = await find_received_page(
        session, call.district_id, call_id, list(viewer.hidden), paging.single_key(UUID), paging.limit + 1
    )
    return paging.page(response, found, received_application, lambda one: [one.application_id])


@router.get("/applications/{application_id}")
async def get_received_application(
    call_id: UUID, application_id: UUID, caller: Writer, session: Session
) -> ReceivedApplication:
    """Get an application to a call of yours.

    Answers one application as the district submitted it, with the released figures that it attached.
    """
    call = await require_call(session, call_id)
    viewer = await find_viewer(session, call_id, caller.subject)
    found = await find_received_application(session, call.district_id, call_id, application_id)
    if found is None or application_id in viewer.hidden:
        raise NotFound("There is no such application to this call.")
    return received_application(found)


@router.post("/rankings", status_code=201, response_model=RankingShown)
async def create_ranking(call_id: UUID, caller: Writer, session: Session, now: Now, keyed: Keyed) -> Response:
    """Make the ranked list of a call.

    Works out the list of all sheets that were given, and reveals the seed of the lot. It is made anew by itself when a
    sheet changes, a conflict is declared or an application is withdrawn; each list is kept.
    """

    async def act() -> Answer:
        return created(ranking_shown(await rankings.make_ranking(session, caller, call_id, now)))

    return await once(session, keyed, act)


@router.get("/rankings", responses=refuses(409))
async def list_rankings(call_id: UUID, caller: Writer, session: Session) -> list[RankingListed]:
    """List the ranked lists of a call.

    Lists every list that was made, oldest first, with why it was made and why another one has taken its place.
    """
    return [RankingListed.model_validate(one) for one in await rankings.list_rankings(session, caller, call_id)]


@router.get("/ranking", responses=refuses(409))
async def get_ranking(call_id: UUID, caller: Writer, session: Session, number: RankingNumber = None) -> RankingShown:
    """Get the ranked list of a call.

    Answers the newest list, or the one of this number: places, scores, ties and how they were decided, and how far the
    reviewers agree. Whoever reviews the call reads it once they have given all their sheets.
    """
    return ranking_shown(await rankings.read_ranking(session, caller, call_id, number))


@router.get("/ranking/sensitivity", responses=refuses(409))
async def get_ranking_sensitivity(call_id: UUID, caller: Writer, session: Session) -> SensitivityShown:
    """Get what would change the ranked list of a call.

    Answers by how much the weight of each criterion must differ before others are chosen, who would be chosen without
    one reviewer, and how firmly each place is held. Of more than 60 applications with a score it is not worked out; the
    list, decisions and their release do not need it.
    """
    return sensitivity_shown(call_id, await rankings.read_sensitivity(session, caller, call_id))
