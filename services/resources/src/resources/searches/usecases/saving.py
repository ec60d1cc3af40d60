"""Searches that are kept, and what they tell of."""

from datetime import datetime, timedelta
from uuid import UUID

from resources.common.usecases import reader_of
from resources.searches.queries.found import find_unknown
from resources.searches.queries.saved import (
    DueReader,
    SavedRecord,
    add_known,
    add_saved,
    count_saved,
    delete_saved,
    find_due_readers,
    find_last_notice,
    find_saved,
    find_saved_search,
    lock_reader,
    set_looked,
)
from resources.searches.rules.notices import Found, Told, at_saving, notice
from resources.searches.rules.search import Asked
from resources.searches.schemas import SavedSearchSent
from resources.searches.usecases.asking import search_of
from shared.auth.callers import Caller
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, NotFound
from shared.roster.calendars import find_zone
from shared.values.ids import new_id

MOST_SAVED = 50
MOST_FOUND = 1_000
"""A search that finds more tells of nothing in particular."""
AT_ONCE = 20
EVERY = timedelta(hours=1)
NO_SEARCH = "You have no such saved search."


async def save_search(session: Transaction, caller: Caller, sent: SavedSearchSent, now: datetime) -> SavedRecord:
    """Keeps a search. What it finds now its reader has seen. Raises a 409 where they keep as many as there may be, and
    a 422 for a search that asks for nothing, cannot be searched for, or finds too much.
    """
    asked = _asked(sent)
    if asked == Asked():
        raise Invalid("It asks for everything: write words, or set a filter.")
    search, reader = search_of(asked), reader_of(caller)
    await lock_reader(session, reader)
    if await count_saved(session, reader) >= MOST_SAVED:
        raise Conflict(f"You have {MOST_SAVED} saved searches, the most there may be. Delete one first.")
    found = await find_unknown(session, caller.district_id, search, reader, MOST_FOUND + 1)
    if len(found) > MOST_FOUND:
        raise Invalid(
            f"It finds more than {MOST_FOUND:,} items, and most would be news. Narrow it by words or filters."
        )
    seen = at_saving((Found(one, retired=False) for one in found), Told())
    search_id = new_id()
    await add_known(session, caller.district_id, reader, seen.items, None, now)
    await add_saved(session, caller.district_id, reader, search_id, sent.model_dump_json(), now)
    return await require_saved(session, caller, search_id)


async def require_saved(session: Transaction, caller: Caller, search_id: UUID) -> SavedRecord:
    """Returns a search that the caller has saved. Raises a 404."""
    found = await find_saved_search(session, reader_of(caller), search_id)
    if found is None:
        raise NotFound(NO_SEARCH)
    return found


async def forget_search(session: Transaction, caller: Caller, search_id: UUID) -> None:
    """Keeps a search no longer; what it has told of is not told again. Raises a 404."""
    if not await delete_saved(session, reader_of(caller), search_id):
        raise NotFound(NO_SEARCH)


async def tell_new_items(session: Transaction, now: datetime) -> bool:
    """Asks what is new for those whose searches were not looked at for an hour. Returns whether there are more."""
    due = await find_due_readers(session, now - EVERY, AT_ONCE)
    for one in due:
        await set_tenant(session, one.district_id)
        await _tell(session, one, now)
        await set_looked(session, one, now)
    return len(due) == AT_ONCE


async def _tell(session: Transaction, due: DueReader, now: datetime) -> None:
    """What was told before is left out where it is looked up, so that nothing told is known here but the last day."""
    told = Told(last_notice_at=await find_last_notice(session, due.district_id, due.reader))
    found = {}
    for saved in await find_saved(session, due.reader, None, MOST_SAVED):
        search = search_of(_asked(SavedSearchSent.model_validate(saved.asked)))
        new = await find_unknown(session, due.district_id, search, due.reader, MOST_FOUND)
        found[saved.search_id] = [Found(one, retired=False) for one in new]
    given = notice(found, told, now, await find_zone(session, due.district_id))
    for search_id, item_ids in (given.items if given is not None else {}).items():
        await add_known(session, due.district_id, due.reader, item_ids, search_id, now)


def _asked(sent: SavedSearchSent) -> Asked:
    return Asked(**sent.model_dump())
