"""`/coaching/v1/workshops`: what is held, where and when, and what is offered."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from coaching.common.api import Reader, Writer
from coaching.workshops.api.showing import shown_workshop
from coaching.workshops.queries.workshops import page_of_workshops
from coaching.workshops.rules.states import State
from coaching.workshops.schemas.workshops import (
    NewWorkshop,
    SessionChange,
    StateChange,
    WorkshopChange,
    WorkshopShown,
)
from coaching.workshops.usecases import states, workshops
from coaching.workshops.usecases.workshops import SeenWorkshop
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

PREFIX = "/coaching/v1/workshops"
router = APIRouter(prefix=PREFIX, tags=["workshops"])


@router.post("", status_code=201, response_model=WorkshopShown, responses=sends("Location", "ETag", status=201))
async def create_workshop(new: NewWorkshop, caller: Writer, session: Session, now: Now, keyed: Keyed) -> Response:
    """Plan a workshop.

    Keeps a draft that your district alone sees: where and when it is held, and its sessions side by side, with rooms
    that are not booked twice. Partners are districts with which an engagement stands.
    """

    async def act() -> Answer:
        made = await workshops.plan_workshop(session, caller, new, now)
        record = made.record
        return created(shown_workshop(made), location=f"{PREFIX}/{record.workshop_id}", etag=etag(record.version))

    return await once(session, keyed, act)


@router.get("")
async def list_workshops(
    caller: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    state: Annotated[State | None, Query()] = None,
) -> Page[WorkshopShown]:
    """List workshops.

    Lists the workshops that your district holds, and those of other districts in which it takes part, by id.
    """
    found = await page_of_workshops(session, caller.district_id, paging.single_key(UUID), state, paging.limit + 1)
    seen = [await workshops.with_taken(session, caller, one) for one in found]
    return paging.page(response, seen, shown_workshop, lambda one: [one.record.workshop_id])


@router.get("/{workshop_id}", responses=sends("ETag"))
async def get_workshop(workshop_id: UUID, caller: Reader, session: Session, response: Response) -> WorkshopShown:
    """Get a workshop.

    Answers a workshop with how full each session is, the commitment to its lottery and, once seats are assigned, the
    seed by which anybody can draw again.
    """
    return _shown(await workshops.see_workshop(session, caller, workshop_id), response)


@router.patch("/{workshop_id}", responses=sends("ETag") | refuses(403, 409))
async def change_workshop(
    workshop_id: UUID,
    body: WorkshopChange,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> WorkshopShown:
    """Change a workshop.

    Changes a draft as you like; what is left out stays. Once people rank, its words and the end of the ranking alone.
    """
    return _shown(await workshops.change_workshop(session, caller, workshop_id, body, expected, now), response)


@router.patch("/{workshop_id}/sessions/{session_id}", responses=sends("ETag") | refuses(403, 409))
async def change_workshop_session(
    workshop_id: UUID,
    session_id: UUID,
    body: SessionChange,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> WorkshopShown:
    """Change a session of a workshop.

    Changes the words, the room or the capacity of a session. Where more people sit there than fit from now on, seats
    are assigned again so that as few move as can be; where there is more room, whoever waits is offered it.
    """
    seen = await workshops.change_session(session, caller, workshop_id, session_id, body, expected, now)
    return _shown(seen, response)


@router.put("/{workshop_id}/state", responses=sends("ETag") | refuses(403, 409))
async def move_workshop(
    workshop_id: UUID,
    sent: StateChange,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> WorkshopShown:
    """Open, close, begin, end or cancel a workshop.

    Brings a workshop into its next state: open for ranking, when the commitment to its lottery is published; closed to
    ranking; under way; held; or cancelled with a reason. What cannot be says which rule is in the way.
    """
    return _shown(await states.move_workshop(session, caller, workshop_id, sent, expected, now), response)


def _shown(seen: SeenWorkshop, response: Response) -> WorkshopShown:
    response.headers["ETag"] = etag(seen.record.version)
    return shown_workshop(seen)
