"""Published items are retired, offered again, taken down and recalled."""

from datetime import datetime
from uuid import UUID

from resources.files.queries.versions import let_versions_go
from resources.items.followers import ITEM_TOLD, ItemTold
from resources.items.queries.items import ItemRecord, count_revision
from resources.items.queries.published import find_newest, set_standing
from resources.items.rules.states import SHOWN, STANDING_MOVES, WHY_NO_MOVE, Standing
from resources.items.usecases.curating import ensure_curator
from resources.items.usecases.reading import require_item, require_lock
from resources.items.usecases.telling import standing_event
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, invalid
from shared.events.outbox import publish
from shared.http.editing import ensure_current


async def set_item_standing(
    session: Transaction,
    caller: Caller,
    item_id: UUID,
    to: Standing,
    because: str | None,
    successor_id: UUID | None,
    expected: str,
    now: datetime,
) -> ItemRecord:
    """Has an item stand otherwise from now on. Raises a 403 unless a curator asks, a 404, a 409 where it cannot stand
    so after what it is now, a 412, and a 422 for a reason that is missing or a successor that is none.
    """
    await ensure_curator(session, caller)
    locked = await require_lock(session, item_id)
    ensure_current(expected, locked.revision)
    if locked.standing is None:
        raise Conflict("The item was never published: discard its draft instead.")
    before = Standing(locked.standing)
    if to not in STANDING_MOVES[before]:
        raise Conflict(WHY_NO_MOVE[before])
    if to is not Standing.OFFERED and because is None:
        raise invalid("/because", "Say why: its readers and adopters are told.")
    if successor_id is not None:
        await _ensure_successor(session, item_id, to, successor_id)
    await count_revision(session, item_id)
    await set_standing(
        session,
        caller.district_id,
        item_id,
        to,
        because=because if to is not Standing.OFFERED else None,
        successor_id=successor_id,
        keeps=to in SHOWN,
        at=now,
        by=caller.subject,
    )
    if to not in SHOWN:
        await let_versions_go(session, caller.district_id, item_id, now)
    await publish(session, caller.district_id, standing_event(item_id, to, successor_id))
    await ITEM_TOLD.notify(session, ItemTold(caller.district_id, item_id))
    return await require_item(session, item_id)


async def _ensure_successor(session: Transaction, item_id: UUID, to: Standing, successor_id: UUID) -> None:
    """A successor is an item that is offered now; one that led back to this one would lead readers in a circle."""
    if to is Standing.OFFERED:
        raise invalid("/successor_id", "What is offered needs no successor: leave it out.")
    found = await find_newest(session, successor_id)
    if found is None or found.standing != Standing.OFFERED or successor_id == item_id:
        raise invalid("/successor_id", "That is no other item that is offered: name one, or leave it out.")
