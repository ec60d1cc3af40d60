"""`/resources/v1/items` and `…/open-items`: what is published, to districts as their licences say, and to anybody."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from resources.common.api import Reader
from resources.items.api.answers import published, published_with_content
from resources.items.queries.published import PublishedRecord, find_offered, find_published_versions
from resources.items.rules.states import SHOWN
from resources.items.schemas.items import PublishedShown, PublishedWithContent
from resources.items.usecases.reading import read_published
from shared.auth.dependencies import Public
from shared.http.fields import WHOLE
from shared.http.paging import Page, Paging
from shared.http.response_headers import headers
from shared.http.session import Session, UntenantedSession
from shared.http.unchanged import UNCHANGED, IfNoneMatch, has

PREFIX = "/resources/v1/items"
OPEN = "/resources/v1/open-items"
router = APIRouter(tags=["items"])

Version = Annotated[int, Path(ge=1, le=2**31 - 1), WHOLE]
KEPT = "public, max-age=300"
Owner = Annotated[UUID | None, Query(description="of this district only")]


@router.get(PREFIX)
async def list_items(
    _: Reader, session: Session, paging: Paging, response: Response, owner_id: Owner = None
) -> Page[PublishedShown]:
    """List the library.

    Lists the items that your district may see and that are offered, by id: its own, those of districts under an
    agreement with it, and those that are open to everybody.
    """
    found = await find_offered(session, paging.single_key(UUID), owner_id, paging.limit + 1)
    return paging.page(response, found, _listed, lambda one: [one.item_id])


@router.get(PREFIX + "/{item_id}")
async def get_item(item_id: UUID, caller: Reader, session: Session) -> PublishedWithContent:
    """Get an item.

    Answers the newest version that you may see, with what its licences let you do with it and demand of you. Of one
    that was taken down or recalled only that, why, and its successor are told.
    """
    return published_with_content(await read_published(session, caller.district_id, item_id, None))


@router.get(PREFIX + "/{item_id}/versions")
async def list_item_versions(
    item_id: UUID, caller: Reader, session: Session, paging: Paging, response: Response
) -> Page[PublishedShown]:
    """List the versions of an item.

    Lists the published versions that you may see, the newest first, with what has changed in each.
    """
    await read_published(session, caller.district_id, item_id, None)
    found = await find_published_versions(session, item_id, paging.single_key(int), paging.limit + 1)
    return paging.page(response, found, _listed, lambda one: [one.version])


@router.get(PREFIX + "/{item_id}/versions/{version}")
async def get_item_version(item_id: UUID, version: Version, caller: Reader, session: Session) -> PublishedWithContent:
    """Get a version of an item.

    Answers a published version as `GET …/{item_id}` answers the newest.
    """
    return published_with_content(await read_published(session, caller.district_id, item_id, version))


@router.get(OPEN, dependencies=[Public])
async def list_open_items(
    session: UntenantedSession, paging: Paging, response: Response, owner_id: Owner = None
) -> Page[PublishedShown]:
    """List what is open to everybody.

    Lists the items that anybody may see, by id. Public; it may be kept for five minutes.
    """
    found = await find_offered(session, paging.single_key(UUID), owner_id, paging.limit + 1)
    response.headers["Cache-Control"] = KEPT
    return paging.page(response, found, _listed, lambda one: [one.item_id])


@router.get(
    OPEN + "/{item_id}",
    dependencies=[Public],
    response_model=PublishedWithContent,
    responses={200: {"headers": headers("ETag", "Cache-Control")}, 304: UNCHANGED},
)
async def get_open_item(item_id: UUID, session: UntenantedSession, if_none_match: IfNoneMatch = None) -> Response:
    """Get an item that is open to everybody.

    Answers the newest version that anybody may see. Public; it may be kept for five minutes, and `If-None-Match` with
    its ETag is answered 304.
    """
    seen = await read_published(session, None, item_id, None)
    tag = f'"{seen.record.content_hash[:32]}-{seen.record.stands}"'
    sent = {"ETag": tag, "Cache-Control": KEPT}
    if has(if_none_match, tag):
        return Response(status_code=304, headers=sent)
    body = published_with_content(seen).model_dump_json()
    return Response(body, media_type="application/json", headers=sent)


def _listed(record: PublishedRecord) -> PublishedShown:
    return published(record, record.said() if record.stands in SHOWN else None)
