"""`/resources/v1/own-items`: what a district makes, from the first draft on."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from resources.common.api import Writer
from resources.items.api.answers import own_item, own_version
from resources.items.queries.items import find_items
from resources.items.queries.versions import find_versions
from resources.items.rules.states import VersionState
from resources.items.schemas.content import ItemContent
from resources.items.schemas.items import OwnItem, OwnVersion, VersionShown
from resources.items.usecases import drafting
from resources.items.usecases.reading import SeenDraft, require_draft, require_item, require_version, see_draft
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.fields import WHOLE
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

PREFIX = "/resources/v1/own-items"
router = APIRouter(prefix=PREFIX, tags=["own items"])

Version = Annotated[int, Path(ge=1, le=2**31 - 1), WHOLE]


@router.post("", status_code=201, response_model=OwnVersion, responses=sends("Location", "ETag", status=201))
async def create_item(said: ItemContent, caller: Writer, session: Session, now: Now, keyed: Keyed) -> Response:
    """Create an item.

    Creates an item as a draft of what is sent. It may lack much: the answer names what keeps it from being published,
    with a pointer and what to do, and who would see it by the licences of its parts.
    """

    async def act() -> Answer:
        return _created(await drafting.create_item(session, caller, said, now))

    return await once(session, keyed, act)


@router.get("")
async def list_own_items(
    _: Writer,
    session: Session,
    paging: Paging,
    response: Response,
    state: Annotated[VersionState | None, Query(description="of the newest version")] = None,
) -> Page[OwnItem]:
    """List your district's items.

    Lists the items that your district makes, by id, drafts and retired ones included, each with how its newest version
    and what is published of it stand.
    """
    found = await find_items(session, paging.single_key(UUID), state, paging.limit + 1)
    return paging.page(response, found, own_item, lambda one: [one.item_id])


@router.get("/{item_id}", responses=sends("ETag"))
async def get_own_item(item_id: UUID, _: Writer, session: Session, response: Response) -> OwnItem:
    """Get an item of your district's.

    Answers how an item stands. What it says is in its versions.
    """
    record = await require_item(session, item_id)
    response.headers["ETag"] = etag(record.revision)
    return own_item(record)


@router.get("/{item_id}/versions")
async def list_own_versions(
    item_id: UUID, _: Writer, session: Session, paging: Paging, response: Response
) -> Page[VersionShown]:
    """List the versions of an item of your district's.

    Lists the versions, the newest first, the draft included.
    """
    await require_item(session, item_id)
    found = await find_versions(session, item_id, paging.single_key(int), paging.limit + 1)
    return paging.page(response, found, VersionShown.model_validate, lambda one: [one.version])


@router.get("/{item_id}/versions/{version}", responses=sends("ETag"))
async def get_own_version(
    item_id: UUID, version: Version, _: Writer, session: Session, response: Response
) -> OwnVersion:
    """Get a version of an item of your district's.

    Answers a version with all that it says. What is published says the same for ever.
    """
    return _shown(await see_draft(session, await require_version(session, item_id, version)), response)


@router.post(
    "/{item_id}/draft",
    status_code=201,
    response_model=OwnVersion,
    responses=sends("Location", "ETag", status=201) | refuses(409),
)
async def begin_item_draft(item_id: UUID, caller: Writer, session: Session, now: Now, keyed: Keyed) -> Response:
    """Begin the next version of an item.

    Makes a draft that says what the last published version says. There is one draft at a time.
    """

    async def act() -> Answer:
        return _created(await drafting.begin_draft(session, caller, item_id, now))

    return await once(session, keyed, act)


@router.get("/{item_id}/draft", responses=sends("ETag"))
async def get_item_draft(item_id: UUID, _: Writer, session: Session, response: Response) -> OwnVersion:
    """Get the draft of an item.

    Answers the version that is not published yet, in review or not, with what keeps it from being published.
    """
    return _shown(await see_draft(session, await require_draft(session, item_id)), response)


@router.put("/{item_id}/draft", responses=sends("ETag") | refuses(409))
async def replace_item_draft(
    item_id: UUID,
    said: ItemContent,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> OwnVersion:
    """Replace the draft of an item.

    Replaces what the draft says. While it is in review nothing changes it: the answer is then a 409, as it is where the
    draft was published meanwhile.
    """
    return _shown(await drafting.save_draft(session, caller, item_id, said, expected, now), response)


@router.delete("/{item_id}/draft", status_code=204, responses=refuses(409))
async def delete_item_draft(
    item_id: UUID, caller: Writer, session: Session, now: Now, expected: ExpectedVersion
) -> None:
    """Discard the draft of an item.

    Throws the draft away. An item of which no version was ever published is deleted with it.
    """
    await drafting.discard_draft(session, caller, item_id, expected, now)


def _created(seen: SeenDraft) -> Answer:
    out = own_version(seen)
    return created(out, location=f"{PREFIX}/{out.item_id}/draft", etag=etag(out.revision))


def _shown(seen: SeenDraft, response: Response) -> OwnVersion:
    response.headers["ETag"] = etag(seen.version.record.revision)
    return own_version(seen)
