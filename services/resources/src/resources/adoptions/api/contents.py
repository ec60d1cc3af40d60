"""`/resources/v1/adoptions/…/parts/{part_key}/content`: the files of what a district has adopted, to its people."""

from uuid import UUID

from fastapi import APIRouter, Response

from resources.adoptions.api.adoptions import PREFIX
from resources.adoptions.usecases.holding import read_held_file
from resources.common.api import Reader
from resources.files.api.handing_out import CONTENT, InWanted, Served, Wanted, hand_out
from resources.files.context import InContext, InStore, ResourcesContext
from resources.store.port import Store
from shared.http.response_headers import refuses

PART = "/{adoption_id}/parts/{part_key}/content"
router = APIRouter(prefix=PREFIX, tags=["adoptions"])


@router.get(PART, response_class=Response, responses=CONTENT | refuses(416))
async def get_adopted_content(
    adoption_id: UUID, part_key: UUID, caller: Reader, asked: InWanted, context: InContext, store: InStore
) -> Response:
    """Get the file of a part of what you have adopted.

    Answers the bytes of a part of the version that your district holds, or those that Range asks for. They are your
    district's own, and stay when the publisher takes the item down; what was recalled nobody shows.
    """
    return await _handed_out(context, store, caller.district_id, adoption_id, part_key, asked)


@router.head(PART, response_class=Response, responses=CONTENT)
async def ask_adopted_content(
    adoption_id: UUID, part_key: UUID, caller: Reader, asked: InWanted, context: InContext, store: InStore
) -> Response:
    """Ask about the file of a part of what you have adopted.

    Answers by its headers what GET would: how many bytes there are, and their ETag.
    """
    return await _handed_out(context, store, caller.district_id, adoption_id, part_key, asked)


async def _handed_out(
    context: ResourcesContext, store: Store, district_id: UUID, adoption_id: UUID, part_key: UUID, asked: Wanted
) -> Response:
    # No connection is held while bytes flow.
    async with context.database.transaction(district_id) as session:
        found = await read_held_file(session, district_id, adoption_id, part_key)
    return await hand_out(store, Served(found.key, found.size, found.sha256, found.name, found.type_code), asked)
