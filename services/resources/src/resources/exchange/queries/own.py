"""The district's own items in SQL, as they go out and as what comes in is compared with them."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from resources.items.rules.content import Content
from resources.items.schemas.content import from_stored
from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonArray, JsonObject


class OwnVersionRecord(NamedTuple):
    """A version of an own item; `credits` are those it was published with, None where it never was."""

    item_id: UUID
    version: int
    state: str
    published_at: datetime | None
    content: JsonObject
    credits: JsonArray | None

    def said(self) -> Content:
        return from_stored(self.content)


_VERSIONS = Query(
    """
    select distinct on (v.item_id) v.item_id, v.version, v.state, v.published_at, v.content, p.credits
    from item_version v
    left join published_version p
      on p.item_id = v.item_id and p.version = v.version and p.owner_id = v.district_id
    where (cast(:item_ids as uuid[]) is null or v.item_id = any(cast(:item_ids as uuid[])))
      and (v.state = 'published' or not cast(:published as boolean))
      and not exists (
        select from published_version g
        where g.item_id = v.item_id and g.latest and (g.withheld or g.standing = 'recalled'))
    order by v.item_id, v.version desc limit :limit
    """,
    OwnVersionRecord,
)
_KNOWN = Scalar("select item_id from item where item_id = any(cast(:item_ids as uuid[]))", UUID)
_LOCK = Command("select pg_advisory_xact_lock(hashtextextended('imports ' || cast(:district_id as text), 11))")


async def find_own_versions(
    session: Transaction, item_ids: Collection[UUID] | None, *, published: bool, limit: int
) -> list[OwnVersionRecord]:
    """Returns the newest version of each of the district's items, or the last published one, by id; with ids, of those
    alone. What was recalled, or holds parts of what was, goes nowhere.
    """
    named = None if item_ids is None else list(item_ids)
    return await _VERSIONS.all(session, item_ids=named, published=published, limit=limit)


async def find_known(session: Transaction, item_ids: Collection[UUID]) -> frozenset[UUID]:
    """Returns those of these ids that are of items of the district's."""
    return frozenset(await _KNOWN.all(session, item_ids=list(item_ids)))


async def lock_imports(session: Transaction, district_id: UUID) -> None:
    """Until the commit nobody else brings anything into the district's library."""
    await _LOCK.run(session, district_id=str(district_id))
