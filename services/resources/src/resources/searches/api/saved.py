"""`/resources/v1/saved-searches`: searches that are kept, and the new items that they find."""

from uuid import UUID

from fastapi import APIRouter, Response

from resources.common.api import Reader
from resources.common.usecases import reader_of
from resources.items.rules.content import ItemKind
from resources.searches.queries.saved import NewsRecord, find_news, find_saved
from resources.searches.schemas import FoundItem, News, SavedSearchSent, SavedSearchShown
from resources.searches.usecases import saving
from shared.http.context import Now
from shared.http.fields import Moment
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

PREFIX = "/resources/v1/saved-searches"
router = APIRouter(prefix=PREFIX, tags=["searches"])


@router.post(
    "", status_code=201, response_model=SavedSearchShown, responses=sends("Location", status=201) | refuses(409)
)
async def create_saved_search(
    sent: SavedSearchSent, caller: Reader, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Save a search.

    Keeps a search for you, to be told of new items that it finds by their very words; what it finds now counts as seen.
    You keep fifty at most, and none that finds more than a thousand items.
    """

    async def act() -> Answer:
        shown = SavedSearchShown.model_validate(await saving.save_search(session, caller, sent, now))
        return created(shown, location=f"{PREFIX}/{shown.search_id}")

    return await once(session, keyed, act)


@router.get("")
async def list_saved_searches(
    caller: Reader, session: Session, paging: Paging, response: Response
) -> Page[SavedSearchShown]:
    """List your saved searches.

    Lists the searches that you have saved, the oldest first. Nobody sees another's.
    """
    found = await find_saved(session, reader_of(caller), paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, SavedSearchShown.model_validate, lambda one: [one.search_id])


@router.get("/{search_id}")
async def get_saved_search(search_id: UUID, caller: Reader, session: Session) -> SavedSearchShown:
    """Get a saved search.

    Answers what a search of yours asks for.
    """
    return SavedSearchShown.model_validate(await saving.require_saved(session, caller, search_id))


@router.delete("/{search_id}", status_code=204)
async def delete_saved_search(search_id: UUID, caller: Reader, session: Session) -> None:
    """Delete a saved search.

    Keeps the search no longer. What it has told of, no other search of yours tells again.
    """
    await saving.forget_search(session, caller, search_id)


@router.get("/{search_id}/news")
async def list_saved_search_news(
    search_id: UUID, caller: Reader, session: Session, paging: Paging, response: Response
) -> Page[News]:
    """List the new items of a saved search.

    Lists the items that the search found anew, the newest first, as far as you still may see them and they are offered.
    It is asked every hour; of an item you are told once, by one of your searches, and on a day of your district's once
    at most.
    """
    await saving.require_saved(session, caller, search_id)
    found = await find_news(session, reader_of(caller), search_id, paging.key(Moment, UUID), paging.limit + 1)
    return paging.page(response, found, _news, lambda one: [one.told_at.isoformat(), one.item_id])


def _news(record: NewsRecord) -> News:
    item = FoundItem(**record._asdict(), kind=ItemKind(record.item_kind), nearly=False)
    return News(told_at=record.told_at, item=item)
