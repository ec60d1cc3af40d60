"""`/coaching/v1/workshops/{workshop_id}/messages`: what the host writes to those who take part."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Anybody, Reader, Writer
from coaching.workshops.queries.messages import page_of_messages
from coaching.workshops.schemas.people import MessageShown, NewMessage
from coaching.workshops.usecases import messages as usecases
from coaching.workshops.usecases.workshops import require_workshop
from shared.http.context import Now
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1", tags=["workshops"])


@router.post(
    "/workshops/{workshop_id}/messages", status_code=201, response_model=MessageShown, responses=refuses(403, 409)
)
async def send_workshop_message(
    workshop_id: UUID, new: NewMessage, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Write to those who take part.

    Keeps words that all who take part read here, or those who sit in one session. They are in no event and no mail.
    """

    async def act() -> Answer:
        return created(
            MessageShown.model_validate(await usecases.write_message(session, caller, workshop_id, new, now))
        )

    return await once(session, keyed, act)


@router.get("/workshops/{workshop_id}/messages")
async def list_workshop_messages(
    workshop_id: UUID, _: Reader, session: Session, paging: Paging, response: Response
) -> Page[MessageShown]:
    """List the messages of a workshop.

    Lists all that the host wrote, oldest first, for the districts that take part.
    """
    await require_workshop(session, workshop_id)
    found = await page_of_messages(session, workshop_id, None, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, MessageShown.model_validate, lambda one: [one.message_id])


@router.get("/my-workshops/{workshop_id}/messages")
async def list_my_workshop_messages(
    workshop_id: UUID, caller: Anybody, session: Session, paging: Paging, response: Response
) -> Page[MessageShown]:
    """List what the host wrote to you.

    Lists what was written to all who take part, and to the sessions in which you have a seat now, oldest first.
    """
    found = await usecases.list_own_messages(session, caller, workshop_id, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, MessageShown.model_validate, lambda one: [one.message_id])
