"""The published version that somebody says something of."""

from uuid import UUID

from resources.items.queries.published import PublishedRecord
from resources.items.usecases.reading import read_published
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import NotFound

NOT_SHOWN = "The item is not shown any more, so that nothing more is said of it: read the item for why."


async def require_shown(session: Transaction, caller: Caller, item_id: UUID, version: int | None) -> PublishedRecord:
    """Returns a version that the caller reads, the newest unless one is named. Raises a 404 where they may not see it,
    or nobody may any more.
    """
    seen = await read_published(session, caller.district_id, item_id, version)
    if seen.content is None:
        raise NotFound(NOT_SHOWN)
    return seen.record
