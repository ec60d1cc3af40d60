"""What lies in the store in SQL. No district owns it: what refers to it does."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Scalar, Transaction


class LetGo(NamedTuple):
    """Bytes that perhaps nothing refers to, since then."""

    object_id: UUID
    key: str
    let_go_at: datetime


_BEGIN = Command("""
insert into stored_object (object_id, key, type_code, scan, created_at, let_go_at)
values (:object_id, :key, :type_code, :scan, :now, :now)
""")
_SET_SCAN = Command("update stored_object set scan = :scan where object_id = :object_id")
_KEEP = Command("""
update stored_object set size = :size, sha256 = :sha256, scan = :scan, let_go_at = null where object_id = :object_id
""")
_LET_GO = Command("update stored_object set let_go_at = :now where object_id = :object_id")
_LEFT = Query(
    """
    select o.object_id, o.key, o.let_go_at from stored_object o
    where o.let_go_at < :before order by o.let_go_at limit :limit
    """,
    LetGo,
)
_DELETE = Command("delete from stored_object where object_id = :object_id and let_go_at = :let_go_at")
_STILL_HELD = Command("""
update stored_object set let_go_at = null where object_id = :object_id and let_go_at = :let_go_at
""")
_KNOWN = Scalar("select o.key from stored_object o where o.key = any(cast(:keys as text[]))", str)


async def begin_object(
    session: Transaction, object_id: UUID, key: str, type_code: str, scan: str, now: datetime
) -> None:
    """Its row is there before its bytes are; nothing refers to it yet."""
    await _BEGIN.run(session, object_id=object_id, key=key, type_code=type_code, scan=scan, now=now)


async def set_scan(session: Transaction, object_id: UUID, scan: str) -> None:
    await _SET_SCAN.run(session, object_id=object_id, scan=scan)


async def keep_object(session: Transaction, object_id: UUID, size: int, sha256: str, scan: str) -> None:
    """It is whole and checked, and the same transaction refers to it."""
    await _KEEP.run(session, object_id=object_id, size=size, sha256=sha256, scan=scan)


async def let_object_go(session: Transaction, object_id: UUID, now: datetime) -> None:
    """One reference less: whether it was the last, the collector finds out."""
    await _LET_GO.run(session, object_id=object_id, now=now)


async def find_let_go(session: Transaction, before: datetime, limit: int) -> list[LetGo]:
    """Returns what was let go before then."""
    return await _LEFT.all(session, before=before, limit=limit)


async def delete_object(session: Transaction, found: LetGo) -> bool:
    """Returns whether it was still to be deleted. Raises the driver's error of a foreign key where anything refers to
    it, in whatever district: such keys are looked at behind every fence.
    """
    return await _DELETE.run(session, object_id=found.object_id, let_go_at=found.let_go_at) == 1


async def set_still_held(session: Transaction, found: LetGo) -> None:
    """Something refers to it; unless that has let go meanwhile."""
    await _STILL_HELD.run(session, object_id=found.object_id, let_go_at=found.let_go_at)


async def find_known(session: Transaction, keys: list[str]) -> frozenset[str]:
    """Returns which of these keys have a row."""
    return frozenset(await _KNOWN.all(session, keys=keys))
