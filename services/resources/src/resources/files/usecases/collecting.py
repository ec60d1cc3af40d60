"""What nobody waits for and nothing refers to goes, row and bytes.

A row goes before its bytes: what has no row any more, nothing can come to refer to. That nothing does, the database
itself says, by its foreign keys. Bytes without a row are found by going through the store.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from resources.files.queries import checks, objects, pieces, uploads
from resources.files.queries.objects import LetGo
from resources.files.rules.keys import ALL, key_of_piece, piece_of_key
from resources.files.rules.uploads import Act, State, after, has_expired
from resources.files.usecases.uploading import end
from resources.store.port import Listed, Store
from shared.db.database import Database, set_tenant
from shared.db.driver_errors import code_of
from shared.db.query import Transaction

log = structlog.get_logger(__name__)

AT_ONCE = 200
ENDED_SHOWN_FOR = timedelta(days=30)
_STILL_REFERRED_TO = "23503"


async def expire_next(session: Transaction, now: datetime) -> bool:
    """A job's run: ends an upload whose time is over, of any district; returns whether there may be more."""
    for one in await checks.find_expired(session, now, 1):
        await set_tenant(session, one.district_id)
        upload = await uploads.lock_upload(session, one.upload_id)
        if upload is not None and after(State(upload.state), Act.EXPIRE) and has_expired(upload.judged, now):
            await end(session, upload, Act.EXPIRE, now)
        return True
    return False


async def forget_ended(session: Transaction, now: datetime) -> bool:
    """A job's run: forgets uploads that ended long ago; returns whether there is more."""
    return await checks.forget_ended(session, now - ENDED_SHOWN_FOR, AT_ONCE) == AT_ONCE


async def collect(database: Database, store: Store, before: datetime, beat: Callable[[], None]) -> None:
    """Removes what has been let go before then, and the pieces of uploads that are over. Raises what the store does."""
    while await _collect_objects(database, store, before, beat):
        pass
    while await _collect_pieces(database, store, before, beat):
        pass


async def sweep(database: Database, store: Store, before: datetime, beat: Callable[[], None]) -> int:
    """Removes bytes that were written before then and have no row; returns of how many objects."""
    await store.clear(before)
    count = 0
    async for listed in store.listed(ALL):
        beat()
        strays = await _without_row(database, [one for one in listed if one.written_at < before])
        await store.remove(strays)
        count += len(strays)
    if count:
        log.warning("files.strays_removed", objects=count)
    return count


async def _collect_objects(database: Database, store: Store, before: datetime, beat: Callable[[], None]) -> bool:
    async with database.transaction(None) as session:
        found = await objects.find_let_go(session, before, AT_ONCE)
    for one in found:
        beat()
        if await _delete(database, one):
            await store.remove([one.key])
    return len(found) == AT_ONCE


async def _delete(database: Database, one: LetGo) -> bool:
    """Returns whether its row is gone, and the bytes may go."""
    try:
        async with database.transaction(None) as session:
            return await objects.delete_object(session, one)
    except Exception as error:
        if code_of(error) != _STILL_REFERRED_TO:
            raise
    async with database.transaction(None) as session:
        await objects.set_still_held(session, one)
    return False


async def _collect_pieces(database: Database, store: Store, before: datetime, beat: Callable[[], None]) -> bool:
    async with database.transaction(None) as session:
        found = await pieces.find_left(session, before, AT_ONCE)
    if not found:
        return False
    beat()
    async with database.transaction(None) as session:
        await pieces.forget_pieces(session, [one.piece_id for one in found])
    await store.remove([key_of_piece(*one) for one in found])
    return len(found) == AT_ONCE


async def _without_row(database: Database, listed: Sequence[Listed]) -> list[str]:
    by_piece = {piece_id: one.key for one in listed if (piece_id := piece_of_key(one.key)) is not None}
    others = [one.key for one in listed if piece_of_key(one.key) is None]
    async with database.transaction(None) as session:
        known = await objects.find_known(session, others)
        known_pieces: frozenset[UUID] = await pieces.find_known(session, list(by_piece))
    strays = [key for key in others if key not in known]
    return strays + [key for piece_id, key in by_piece.items() if piece_id not in known_pieces]
