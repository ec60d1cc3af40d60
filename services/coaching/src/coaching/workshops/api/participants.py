"""`/coaching/v1/workshops/{workshop_id}/participants`: who takes part."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Reader, Writer
from coaching.common.context import PersonKey
from coaching.workshops.api.showing import shown_participant
from coaching.workshops.queries.participants import page_of_participants
from coaching.workshops.schemas.people import Invitation, Invited, WorkshopParticipantShown
from coaching.workshops.usecases import participants as usecases
from coaching.workshops.usecases.workshops import require_workshop
from shared.http.context import Now
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/workshops/{workshop_id}/participants", tags=["workshops"])


@router.post("", status_code=201, response_model=Invited, responses=refuses(409))
async def add_participants(
    workshop_id: UUID, sent: Invitation, caller: Writer, session: Session, now: Now, keyed: Keyed, key: PersonKey
) -> Response:
    """Invite people to a workshop.

    Invites people of your own district, many at once, and answers with those who were not invited before. Other
    districts know them by their badge alone.
    """

    async def act() -> Answer:
        found = await usecases.invite(session, caller, workshop_id, sent, now, key)
        return created(Invited(participants=[shown_participant(one) for one in found]))

    return await once(session, keyed, act)


@router.get("")
async def list_participants(
    workshop_id: UUID, _: Reader, session: Session, paging: Paging, response: Response
) -> Page[WorkshopParticipantShown]:
    """List who takes part in a workshop.

    Lists the participants of a workshop by their badge: to its host all, to another district its own people.
    """
    await require_workshop(session, workshop_id)
    found = await page_of_participants(session, workshop_id, paging.single_key(int), paging.limit + 1)
    return paging.page(response, found, shown_participant, lambda one: [one.badge])


@router.post("/{participant_id}/withdraw", responses=refuses(409))
async def withdraw_participant(
    workshop_id: UUID, participant_id: UUID, caller: Writer, session: Session, now: Now
) -> WorkshopParticipantShown:
    """Withdraw somebody from a workshop.

    Takes somebody of your district out, or as its host anybody. Their seats are offered to whoever is next at once.
    """
    return shown_participant(await usecases.withdraw_participant(session, caller, workshop_id, participant_id, now))
