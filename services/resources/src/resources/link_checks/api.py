"""`/resources/v1/link-checks`, `/resources/v1/own-items/{item_id}/link-checks`: which links still lead somewhere."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from resources.common.api import Writer
from resources.items.usecases.reading import require_item
from resources.link_checks.queries.checks import CheckedLink, find_links
from resources.link_checks.rules.states import LinkState
from resources.link_checks.schemas import LinkShown
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix="/resources/v1", tags=["links"])


@router.get("/link-checks")
async def list_link_checks(
    _: Writer,
    session: Session,
    paging: Paging,
    response: Response,
    state: Annotated[LinkState | None, Query(description="how the link stands")] = None,
) -> Page[LinkShown]:
    """List how your district's links stand.

    Lists the links of what your district has published, by item and part. Each is looked at once a week, from outside,
    as nobody in particular; readers are never kept from it. A site that turns robots away makes no link broken.
    """
    found = await find_links(session, None, state, paging.key(UUID, UUID), paging.limit + 1)
    return paging.page(response, found, LinkShown.model_validate, _place)


@router.get("/own-items/{item_id}/link-checks")
async def list_item_link_checks(
    item_id: UUID, _: Writer, session: Session, paging: Paging, response: Response
) -> Page[LinkShown]:
    """List how the links of an item stand.

    Lists the links of the newest published version of an item of your district's, by part. An item that is not shown
    has none.
    """
    await require_item(session, item_id)
    found = await find_links(session, item_id, None, paging.key(UUID, UUID), paging.limit + 1)
    return paging.page(response, found, LinkShown.model_validate, _place)


def _place(link: CheckedLink) -> list[UUID]:
    return [link.item_id, link.part_key]
