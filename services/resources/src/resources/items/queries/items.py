"""Items of the session's own district in SQL: that they are there, locked, listed."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Scalar, Transaction


class ItemRecord(NamedTuple):
    """An item as its district sees it: `title` is of its newest version, whatever its state."""

    item_id: UUID
    title: str
    kind: str
    newest: int
    state: str
    revision: int
    latest_published: int | None
    standing: str | None
    because: str | None
    successor_id: UUID | None
    seen_by: str | None
    changed_at: datetime


_SELECT = """
select i.item_id, v.content ->> 'title' as title, v.content ->> 'kind' as kind, v.version as newest, v.state,
  i.revision, p.version as latest_published, p.standing, p.because, p.successor_id, p.seen_by, v.changed_at
from item i
join lateral (
  select v.version, v.state, v.content, v.changed_at from item_version v
  where v.district_id = i.district_id and v.item_id = i.item_id order by v.version desc limit 1) v on true
left join published_version p on p.item_id = i.item_id and p.owner_id = i.district_id and p.latest
"""
_ITEM = Query(f"{_SELECT} where i.item_id = :item_id", ItemRecord)
_LIST = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or i.item_id > cast(:after as uuid))
      and (cast(:state as text) is null or v.state = cast(:state as text))
    order by i.item_id limit :limit
    """,
    ItemRecord,
)
_LOCK = Scalar("select revision from item where item_id = :item_id for update", int)
_ADD = Command("""
insert into item (district_id, item_id, revision, created_at, created_by)
values (:district_id, :item_id, 1, :at, :by)
""")
_COUNT_REVISION = Scalar("update item set revision = revision + 1 where item_id = :item_id returning revision", int)
_DELETE = Command("delete from item where item_id = :item_id")


async def find_item(session: Transaction, item_id: UUID) -> ItemRecord | None:
    return await _ITEM.first(session, item_id=item_id)


async def find_items(session: Transaction, after: UUID | None, state: str | None, limit: int) -> list[ItemRecord]:
    """Returns the district's items by id; with a state, those whose newest version has it."""
    return await _LIST.all(session, after=after, state=state, limit=limit)


async def lock_item(session: Transaction, item_id: UUID) -> ItemRecord | None:
    """Returns the item as it stands now that nobody else changes it; None where the district has none."""
    if await _LOCK.get(session, item_id=item_id) is None:
        return None
    return await _ITEM.first(session, item_id=item_id)


async def add_item(session: Transaction, district_id: UUID, item_id: UUID, *, at: datetime, by: str) -> None:
    """Adds an item, whose first version has the revision 1."""
    await _ADD.run(session, district_id=district_id, item_id=item_id, at=at, by=by)


async def count_revision(session: Transaction, item_id: UUID) -> int:
    """Returns the revision of a change that this transaction makes."""
    return await _COUNT_REVISION.one(session, item_id=item_id)


async def delete_item(session: Transaction, item_id: UUID) -> None:
    """Deletes an item that has no version left."""
    await _DELETE.run(session, item_id=item_id)
