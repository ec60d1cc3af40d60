"""The rallying cry: words that stand until others do."""

from datetime import datetime

from coaching.goals.queries.rallying import CryRecord, add_cry, find_cry
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, EditedMeanwhile
from shared.http.editing import ensure_current


async def set_cry(session: Transaction, caller: Caller, words: str, expected: str, now: datetime) -> CryRecord:
    """Sets the words that stand from now on. Those before stay on record."""
    before = await find_cry(session, caller.district_id)
    ensure_current(expected, before.version)
    if before.words == words:
        raise Conflict("These words stand already: write others, or leave them as they are.")
    new = CryRecord(before.version + 1, words, now)
    if not await add_cry(session, caller.district_id, new, caller.subject):
        raise EditedMeanwhile("Other words have been set since. Read them, then set yours.")
    return new
