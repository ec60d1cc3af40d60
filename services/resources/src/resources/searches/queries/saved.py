"""Saved searches and what they tell, in SQL: of one reader of the session's district."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonObject


class SavedRecord(NamedTuple):
    """A saved search; `asked` is what was asked for, as it was sent."""

    search_id: UUID
    asked: JsonObject
    saved_at: datetime


class NewsRecord(NamedTuple):
    """An item that was told, in the version in which it is found today."""

    told_at: datetime
    item_id: UUID
    version: int
    owner_id: UUID
    seen_by: str
    title: str
    item_kind: str
    description: str | None
    language: str
    grade_band: str | None
    licences: list[str]
    published_at: datetime


class DueReader(NamedTuple):
    district_id: UUID
    reader: str


_LOCK = Command("select pg_advisory_xact_lock(hashtextextended('searches ' || cast(:reader as text), 11))")
_COUNT = Scalar("select count(*) from saved_search where reader = :reader", int)
_ADD = Command("""
insert into saved_search (district_id, search_id, reader, asked, saved_at, looked_at)
values (:district_id, :search_id, :reader, cast(:asked as jsonb), :at, :at)
""")
_SELECT = "select search_id, asked, saved_at from saved_search where reader = :reader"
_PAGE = Query(
    f"{_SELECT} and (cast(:after as uuid) is null or search_id > cast(:after as uuid)) order by search_id limit :limit",
    SavedRecord,
)
_ONE = Query(f"{_SELECT} and search_id = :search_id", SavedRecord)
_DELETE = Command("delete from saved_search where reader = :reader and search_id = :search_id")
_ADD_KNOWN = Command("""
insert into known_item (district_id, reader, item_id, search_id, told_at)
select :district_id, :reader, item_id, :search_id, :at from unnest(cast(:item_ids as uuid[])) item_id
on conflict do nothing
""")
_LAST_NOTICE = Scalar(
    """
    select max(told_at) from known_item
    where district_id = :district_id and reader = :reader and search_id is not null
    """,
    datetime,
)
_NEWS = Query(
    """
    select k.told_at, p.item_id, p.version, p.owner_id, p.seen_by, p.content ->> 'title' as title,
      p.content ->> 'kind' as item_kind, p.content ->> 'description' as description,
      p.content ->> 'language' as language, p.content ->> 'grade_band' as grade_band, e.licences, p.published_at
    from known_item k
    join search_entry e on e.item_id = k.item_id
    join published_version p on p.item_id = e.item_id and p.version = e.version
    where k.search_id = :search_id and k.reader = :reader and (cast(:before as timestamptz) is null
      or (k.told_at, k.item_id) < (cast(:before as timestamptz), cast(:before_id as uuid)))
    order by k.told_at desc, k.item_id desc limit :limit
    """,
    NewsRecord,
)
_DUE = Query(
    """
    select district_id, reader from saved_search group by district_id, reader
    having min(looked_at) <= :before order by min(looked_at) limit :limit
    """,
    DueReader,
)
_SET_LOOKED = Command("update saved_search set looked_at = :at where district_id = :district_id and reader = :reader")


async def lock_reader(session: Transaction, reader: str) -> None:
    """Has this reader's searches saved one after the other until the commit, so that they can be counted."""
    await _LOCK.run(session, reader=reader)


async def count_saved(session: Transaction, reader: str) -> int:
    return await _COUNT.one(session, reader=reader)


async def add_saved(
    session: Transaction, district_id: UUID, reader: str, search_id: UUID, asked: str, at: datetime
) -> None:
    await _ADD.run(session, district_id=district_id, search_id=search_id, reader=reader, asked=asked, at=at)


async def find_saved(session: Transaction, reader: str, after: UUID | None, limit: int) -> list[SavedRecord]:
    """Returns the reader's searches, in the order in which they were saved."""
    return await _PAGE.all(session, reader=reader, after=after, limit=limit)


async def find_saved_search(session: Transaction, reader: str, search_id: UUID) -> SavedRecord | None:
    return await _ONE.first(session, reader=reader, search_id=search_id)


async def delete_saved(session: Transaction, reader: str, search_id: UUID) -> bool:
    """Returns whether the reader had it."""
    return await _DELETE.run(session, reader=reader, search_id=search_id) > 0


async def add_known(
    session: Transaction,
    district_id: UUID,
    reader: str,
    item_ids: Collection[UUID],
    search_id: UUID | None,
    at: datetime,
) -> None:
    """Keeps that the reader knows of these items now; without a search, that they saw them when they saved one."""
    await _ADD_KNOWN.run(
        session, district_id=district_id, reader=reader, item_ids=list(item_ids), search_id=search_id, at=at
    )


async def find_last_notice(session: Transaction, district_id: UUID, reader: str) -> datetime | None:
    """Returns when the reader was told of something last."""
    return await _LAST_NOTICE.get(session, district_id=district_id, reader=reader)


async def find_news(
    session: Transaction, reader: str, search_id: UUID, before: tuple[datetime, UUID] | None, limit: int
) -> list[NewsRecord]:
    """Returns what a search told of, as far as the session sees it and it is offered today: the newest first."""
    moment, item_id = before or (None, None)
    return await _NEWS.all(session, search_id=search_id, reader=reader, before=moment, before_id=item_id, limit=limit)


async def find_due_readers(session: Transaction, before: datetime, limit: int) -> list[DueReader]:
    """Returns whose searches were not looked at since, of all districts: who waits longest first."""
    return await _DUE.all(session, before=before, limit=limit)


async def set_looked(session: Transaction, due: DueReader, at: datetime) -> None:
    await _SET_LOOKED.run(session, district_id=due.district_id, reader=due.reader, at=at)
