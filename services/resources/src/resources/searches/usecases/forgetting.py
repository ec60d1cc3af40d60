"""What readers of saved searches were told of is forgotten once it can be told to nobody any more."""

from datetime import datetime, timedelta

from resources.searches.queries.known import find_former_readers, forget_gone_items, forget_reader
from resources.searches.queries.saved import lock_reader
from shared.db.query import Transaction

AT_ONCE = 100
REMEMBERED_FOR = timedelta(days=2)
"""As long as that, when a reader was told something last still counts: it is once a day at most."""


async def forget_known(session: Transaction, now: datetime) -> bool:
    """A job's run: forgets items that never come back, and what those knew who search for nothing any more: whoever
    saves a search again has seen what it finds then. Returns whether there may be more.
    """
    gone = await forget_gone_items(session, AT_ONCE)
    former = await find_former_readers(session, now - REMEMBERED_FOR, AT_ONCE)
    for one in former:
        await lock_reader(session, one.reader)
        await forget_reader(session, one)
    return gone > 0 or len(former) == AT_ONCE
