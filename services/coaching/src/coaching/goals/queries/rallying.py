"""Rallying cries, in SQL: versions that are added, and never changed."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Query, Scalar, Transaction


class CryRecord(NamedTuple):
    """A district's words. Version 0, without any, is that of a district that has set none."""

    version: int
    words: str | None
    set_at: datetime | None


NONE_YET = CryRecord(0, None, None)

_SELECT = "select r.version, r.words, r.set_at from rallying_cry r where r.district_id = :district_id"
_NEWEST = Query(f"{_SELECT} order by r.version desc limit 1", CryRecord)
_PAGE = Query(
    f"""
    {_SELECT} and (cast(:before as bigint) is null or r.version < cast(:before as bigint))
    order by r.version desc limit :limit
    """,
    CryRecord,
)
_ADD = Scalar(
    """
    insert into rallying_cry (district_id, version, words, set_at, set_by)
    values (:district_id, :version, :words, :at, :by)
    on conflict do nothing returning true
    """,
    bool,
)


async def find_cry(session: Transaction, district_id: UUID) -> CryRecord:
    """Returns the words that stand."""
    return await _NEWEST.first(session, district_id=district_id) or NONE_YET


async def page_of_cries(session: Transaction, district_id: UUID, before: int | None, limit: int) -> list[CryRecord]:
    """Returns the words that stood, the newest first."""
    return await _PAGE.all(session, district_id=district_id, before=before, limit=limit)


async def add_cry(session: Transaction, district_id: UUID, new: CryRecord, by: str) -> bool:
    """Returns whether this became the newest version: of two at once only one does."""
    added = await _ADD.get(session, district_id=district_id, version=new.version, words=new.words, at=new.set_at, by=by)
    return added is True
