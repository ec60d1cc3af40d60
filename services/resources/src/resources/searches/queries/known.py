"""What readers were told of and nobody needs to remember any more, in SQL. For the worker, which sees all districts."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Transaction


class FormerReader(NamedTuple):
    """Somebody who has no saved search any more."""

    district_id: UUID
    reader: str


_FORGET_GONE = Command("""
delete from known_item k
where k.item_id in (
  select p.item_id from published_version p
  where p.latest and p.standing in ('taken_down', 'recalled')
    and exists (select from known_item known where known.item_id = p.item_id)
  limit :limit)
""")
_FORMER = Query(
    """
    select k.district_id, k.reader from known_item k
    where not exists (select from saved_search s where s.district_id = k.district_id and s.reader = k.reader)
    group by k.district_id, k.reader having max(k.told_at) < :before
    order by k.district_id, k.reader limit :limit
    """,
    FormerReader,
)
_FORGET_READER = Command("""
delete from known_item k
where k.district_id = :district_id and k.reader = :reader and not exists (
  select from saved_search s where s.district_id = :district_id and s.reader = :reader)
""")


async def forget_gone_items(session: Transaction, limit: int) -> int:
    """Forgets who knows of items that were taken down or recalled, which never come back; of so many items at most.
    Returns how many readers knew of one.
    """
    return await _FORGET_GONE.run(session, limit=limit)


async def find_former_readers(session: Transaction, before: datetime, limit: int) -> list[FormerReader]:
    """Returns who has no saved search, and was told of something before then for the last time."""
    return await _FORMER.all(session, before=before, limit=limit)


async def forget_reader(session: Transaction, one: FormerReader) -> None:
    """Forgets what a reader knows, unless they have saved a search again."""
    await _FORGET_READER.run(session, district_id=one.district_id, reader=one.reader)
