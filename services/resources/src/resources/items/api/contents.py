"""`…/versions/{version}/parts/{part_key}/content`: the files of published versions, to whoever may see these."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response

from resources.common.api import Reader
from resources.files.api.handing_out import CONTENT, OWN_ONLY, InWanted, Served, Wanted, hand_out
from resources.files.context import InContext, InStore, ResourcesContext
from resources.items.api.published import KEPT, OPEN, PREFIX, Version
from resources.items.rules.links import LIVES, LinkedPart, mint_link, read_link
from resources.items.schemas.items import PartLink
from resources.items.usecases.reading import read_part_file, require_linkable
from resources.store.port import Store
from shared.auth.dependencies import Public
from shared.errors import NotFound
from shared.http.context import Now
from shared.http.response_headers import refuses
from shared.http.session import Session

PART = "/{item_id}/versions/{version}/parts/{part_key}/content"
LINKS = "/resources/v1/part-links"
LinkPath = Annotated[str, Path(max_length=200, description="as `…/links` answered it")]
router = APIRouter(tags=["items"])


@router.get(PREFIX + PART, response_class=Response, responses=CONTENT | refuses(416))
async def get_part_content(
    item_id: UUID,
    version: Version,
    part_key: UUID,
    caller: Reader,
    asked: InWanted,
    context: InContext,
    store: InStore,
) -> Response:
    """Get the file of a part.

    Answers the bytes of a part of a published version that you may see, or those that Range asks for. They are to be
    saved, unless `inline` asks for them to be shown and their type may be.
    """
    return await _handed_out(context, store, caller.district_id, item_id, version, part_key, asked)


@router.head(PREFIX + PART, response_class=Response, responses=CONTENT)
async def ask_part_content(
    item_id: UUID,
    version: Version,
    part_key: UUID,
    caller: Reader,
    asked: InWanted,
    context: InContext,
    store: InStore,
) -> Response:
    """Ask about the file of a part.

    Answers by its headers what GET would: how many bytes there are, and their ETag.
    """
    return await _handed_out(context, store, caller.district_id, item_id, version, part_key, asked)


@router.get(OPEN + PART, dependencies=[Public], response_class=Response, responses=CONTENT | refuses(416))
async def get_open_part_content(
    item_id: UUID, version: Version, part_key: UUID, asked: InWanted, context: InContext, store: InStore
) -> Response:
    """Get the file of a part that is open to everybody.

    Answers the bytes of a part of a published version that anybody may see. Public; it may be kept for five minutes.
    """
    return await _handed_out(context, store, None, item_id, version, part_key, asked, KEPT)


@router.head(OPEN + PART, dependencies=[Public], response_class=Response, responses=CONTENT)
async def ask_open_part_content(
    item_id: UUID, version: Version, part_key: UUID, asked: InWanted, context: InContext, store: InStore
) -> Response:
    """Ask about the file of a part that is open to everybody.

    Answers by its headers what GET would. Public.
    """
    return await _handed_out(context, store, None, item_id, version, part_key, asked, KEPT)


@router.post(PREFIX + PART.removesuffix("content") + "links", status_code=201, responses=refuses(409))
async def create_part_link(
    item_id: UUID, version: Version, part_key: UUID, caller: Reader, session: Session, now: Now, context: InContext
) -> PartLink:
    """Make an address of the file of a part.

    Answers an address that opens the file for a minute to whoever has it: for a player or another program, which has no
    token of yours. What is taken back meanwhile it opens no more. There is none of what your district alone may see.
    """
    await require_linkable(session, caller.district_id, item_id, version, part_key)
    expires_at = (now + LIVES).replace(microsecond=0)
    link = mint_link(_secret(context), LinkedPart(caller.district_id, item_id, version, part_key), expires_at)
    return PartLink(url=f"{context.platform.http.public_url.rstrip('/')}{LINKS}/{link}", expires_at=expires_at)


@router.get(LINKS + "/{link}", dependencies=[Public], response_class=Response, responses=CONTENT | refuses(416))
async def open_part_link(link: LinkPath, asked: InWanted, context: InContext, store: InStore, now: Now) -> Response:
    """Open the file of a part by its address.

    Answers the bytes, or those that Range asks for, as long as the address is good, and whoever made it may see the
    version. Nothing keeps them. Public.
    """
    return await _opened(link, asked, context, store, now)


@router.head(LINKS + "/{link}", dependencies=[Public], response_class=Response, responses=CONTENT)
async def ask_part_link(link: LinkPath, asked: InWanted, context: InContext, store: InStore, now: Now) -> Response:
    """Ask about the file of a part by its address.

    Answers by its headers what GET would. Public.
    """
    return await _opened(link, asked, context, store, now)


async def _opened(link: str, asked: Wanted, context: ResourcesContext, store: Store, now: datetime) -> Response:
    part = read_link(_secret(context), link, now)
    if part is None:
        raise NotFound("This address opens nothing, or no longer: ask for another one.")
    return await _handed_out(context, store, *part, asked, "no-store")


def _secret(context: ResourcesContext) -> bytes:
    return context.platform.auth.learner_id_key.get_secret_value().encode()


async def _handed_out(
    context: ResourcesContext,
    store: Store,
    own: UUID | None,
    item_id: UUID,
    version: int,
    part_key: UUID,
    asked: Wanted,
    kept: str = OWN_ONLY,
) -> Response:
    # No connection is held while bytes flow.
    async with context.database.transaction(own) as session:
        found = await read_part_file(session, own, item_id, version, part_key)
    return await hand_out(store, Served(found.key, found.size, found.sha256, found.name, found.type_code, kept), asked)
