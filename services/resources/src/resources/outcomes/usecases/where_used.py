"""Where a resource is used: to whom it is needed before it is retired, and whom a recall reaches."""

from uuid import UUID

from resources.items.queries.published import find_newest
from resources.items.usecases.reading import NO_ITEM
from resources.outcomes.queries.uses import WhereUsed, find_where_used, is_used
from resources.playlists.queries.visibility import VISIBILITY
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import NotFound


async def ensure_known(session: Transaction, item_id: UUID) -> None:
    """Raises a 404 for an item that the district may not see and never used. What it used it is told of for good, for
    a recall reaches also those whose agreement is over.
    """
    if await find_newest(session, item_id) is None and not await is_used(session, item_id):
        raise NotFound(NO_ITEM)


async def find_uses(
    session: Transaction, caller: Caller, item_id: UUID, after: tuple[str, UUID] | None, limit: int
) -> list[WhereUsed]:
    """Returns where an item is used, of classes and learners those that the caller may see. Raises a 404."""
    await ensure_known(session, item_id)
    learners = await VISIBILITY.learners(session, caller)
    classes = await VISIBILITY.classes_taught(session, caller)
    return await find_where_used(session, item_id, classes, learners.learner_ids, after, limit)
