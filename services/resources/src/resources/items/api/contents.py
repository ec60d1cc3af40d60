"""`…/versions/{version}/parts/{part_key}/content`: the files of published versions, to whoever may see these."""

from uuid import UUID

from fastapi import APIRouter, Response

from resources.common.api import Reader
from resources.files.api.handing_out import CONTENT, InWanted, Served, Wanted, hand_out
from resources.files.context import InContext, InStore, ResourcesContext
from resources.items.api.published import KEPT, OPEN, PREFIX, Version
from resources.items.usecases.reading import read_part_file
from resources.store.port import Store
from shared.auth.dependencies import Public
from shared.http.response_headers import refuses

PART = "/{item_id}/versions/{version}/parts/{part_key}/content"
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
    return await _handed_out(context, store, None, item_id, version, part_key, asked)


@router.head(OPEN + PART, dependencies=[Public], response_class=Response, responses=CONTENT)
async def ask_open_part_content(
    item_id: UUID, version: Version, part_key: UUID, asked: InWanted, context: InContext, store: InStore
) -> Response:
    """Ask about the file of a part that is open to everybody.

    Answers by its headers what GET would. Public.
    """
    return await _handed_out(context, store, None, item_id, version, part_key, asked)


async def _handed_out(
    context: ResourcesContext,
    store: Store,
    own: UUID | None,
    item_id: UUID,
    version: int,
    part_key: UUID,
    asked: Wanted,
) -> Response:
    # No connection is held while bytes flow.
    async with context.database.transaction(own) as session:
        found = await read_part_file(session, own, item_id, version, part_key)
    served = Served(found.key, found.size, found.sha256, found.name, found.type_code)
    return await hand_out(store, served if own is not None else served._replace(kept=KEPT), asked)
