"""`/resources/v1/adoptions`: what a district has adopted of others, as it is."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from resources.adoptions.api.answers import adoption, adoption_seen
from resources.adoptions.queries.adoptions import find_adoptions
from resources.adoptions.rules.states import AdoptionState
from resources.adoptions.schemas.adoptions import AdoptionSeen, AdoptionShown, NewAdoption
from resources.adoptions.usecases import adopting
from resources.adoptions.usecases.standing import SeenAdoption, require_adoption, see_adoption, see_adoptions
from resources.common.api import Reader, Writer
from resources.files.context import InContext
from resources.items.api.published import PREFIX as ITEMS
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

PREFIX = "/resources/v1/adoptions"
router = APIRouter(prefix=PREFIX, tags=["adoptions"])

State = Annotated[AdoptionState | None, Query(description="of these only")]
OfItem = Annotated[UUID | None, Query(description="of this item only")]


@router.post("", status_code=201, response_model=AdoptionSeen,
             responses=sends("Location", "ETag", status=201) | refuses(404, 409))  # fmt: skip
async def adopt_item(
    sent: NewAdoption, caller: Writer, session: Session, now: Now, keyed: Keyed, context: InContext
) -> Response:
    """Adopt an item.

    Has your district use an item of another's as it is: a version that stays, or always the newest. What it says and
    whom it credits is copied, and its files are your district's too, on its quota, so that it stands when its publisher
    takes it away. An item is adopted once at a time.
    """
    address = f"{context.platform.http.public_url.rstrip('/')}{ITEMS}/{sent.item_id}"

    async def act() -> Answer:
        seen = await adopting.adopt(
            session,
            caller,
            sent.item_id,
            sent.version,
            following=sent.following,
            address=address,
            now=now,
            most=context.settings.district_bytes,
        )
        record = seen.adoption
        return created(adoption_seen(seen), location=f"{PREFIX}/{record.adoption_id}", etag=etag(record.revision))

    return await once(session, keyed, act)


@router.get("")
async def list_adoptions(
    caller: Reader, session: Session, paging: Paging, response: Response, state: State = None, item_id: OfItem = None
) -> Page[AdoptionShown]:
    """List what your district has adopted.

    Lists adoptions by id, those that have ended too, each with how it stands with those who publish it.
    """
    found = await find_adoptions(session, paging.single_key(UUID), state, item_id, paging.limit + 1)
    seen = await see_adoptions(session, caller.district_id, found)
    return paging.page(response, seen, adoption, lambda one: [one.adoption.adoption_id])


@router.get("/{adoption_id}", responses=sends("ETag"))
async def get_adoption(adoption_id: UUID, caller: Reader, session: Session, response: Response) -> AdoptionSeen:
    """Get an adoption.

    Answers what is held and how it stands with those who publish it: current, revised, closed to adaptations, retired,
    taken down, recalled or vanished. For each thing that you may want it says whether you may, why, and what may
    lawfully be done instead.
    """
    record = await require_adoption(session, adoption_id)
    return shown(await see_adoption(session, caller.district_id, record), response)


@router.post("/{adoption_id}/take-newest", responses=sends("ETag") | refuses(409))
async def take_newest_version(
    adoption_id: UUID,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    context: InContext,
    response: Response,
) -> AdoptionSeen:
    """Take the newest version.

    Has the newest version, as it is, in the place of the one that is held.
    """
    most = context.settings.district_bytes
    return shown(await adopting.take_newest(session, caller, adoption_id, expected, now, most=most), response)


@router.post("/{adoption_id}/follow", responses=sends("ETag") | refuses(409))
async def follow_item(
    adoption_id: UUID,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    context: InContext,
    response: Response,
) -> AdoptionSeen:
    """Follow an item.

    Takes the newest version, and each that comes, by itself, as far as your district may see and use it. The files of
    those that come count on your quota, whatever room is left.
    """
    most = context.settings.district_bytes
    return shown(await adopting.follow(session, caller, adoption_id, expected, now, most=most), response)


@router.post("/{adoption_id}/pin", responses=sends("ETag") | refuses(409))
async def pin_version(
    adoption_id: UUID, caller: Writer, session: Session, now: Now, expected: ExpectedVersion, response: Response
) -> AdoptionSeen:
    """Pin a version.

    Keeps the version that is held, whatever is published after it.
    """
    return shown(await adopting.pin(session, caller, adoption_id, expected, now), response)


@router.post("/{adoption_id}/end", responses=sends("ETag") | refuses(409))
async def end_adoption(
    adoption_id: UUID, caller: Writer, session: Session, now: Now, expected: ExpectedVersion, response: Response
) -> AdoptionSeen:
    """End an adoption.

    Your district uses the item no longer. What it has made of it stays its own, and goes on crediting it.
    """
    return shown(await adopting.end(session, caller, adoption_id, expected, now), response)


def shown(seen: SeenAdoption, response: Response) -> AdoptionSeen:
    """Returns an adoption as it is answered, with its ETag."""
    response.headers["ETag"] = etag(seen.adoption.revision)
    return adoption_seen(seen)
