"""What was told of items, in SQL."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Query, Scalar, Transaction
from shared.values.json_types import JsonObject


class ToldVersion(NamedTuple):
    """A version that was published, with what it said then, and how its item stands now."""

    item_id: UUID
    version: int
    content: JsonObject
    content_hash: str
    published_at: datetime
    seen_by: str
    latest: bool
    standing: str
    successor_id: UUID | None


_LOCK = Scalar("select item_id from item where district_id = :district_id order by item_id for share", UUID)
_TOLD = Query(
    """
    select v.item_id, v.version, v.content, v.content_hash, v.published_at, p.seen_by, p.latest, p.standing,
      p.successor_id
    from item_version v join published_version p on p.item_id = v.item_id and p.version = v.version
    where v.district_id = :district_id and v.state = 'published' order by v.item_id, v.version
    """,
    ToldVersion,
)


async def lock_items(session: Transaction, district_id: UUID) -> None:
    """Keeps the district's items from being changed. What is read of them is read after: a statement that waits for a
    lock sees the other tables as they were before.
    """
    await _LOCK.all(session, district_id=district_id)


async def find_told_versions(session: Transaction, district_id: UUID) -> list[ToldVersion]:
    """Returns the versions that were ever published."""
    return await _TOLD.all(session, district_id=district_id)
