"""Who decides what a district publishes, in SQL: versions that are added, and never changed."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Query, Scalar, Transaction


class CuratorsRecord(NamedTuple):
    """Who is named. Version 0, with nobody, is that of a district that has named none."""

    version: int
    person_ids: list[UUID]
    named_at: datetime | None


NOBODY = CuratorsRecord(0, [], None)

_NEWEST = Query(
    "select version, person_ids, named_at from curators order by version desc limit 1",
    CuratorsRecord,
)
_ADD = Scalar(
    """
    insert into curators (district_id, version, person_ids, named_at, named_by)
    values (:district_id, :version, cast(:person_ids as uuid[]), :at, :by)
    on conflict do nothing returning true
    """,
    bool,
)


async def find_curators(session: Transaction) -> CuratorsRecord:
    """Returns who is named now."""
    return await _NEWEST.first(session) or NOBODY


async def add_curators(session: Transaction, district_id: UUID, new: CuratorsRecord, by: str) -> bool:
    """Returns whether this became the newest version: of two at once only one does."""
    added = await _ADD.get(
        session, district_id=district_id, version=new.version, person_ids=new.person_ids, at=new.named_at, by=by
    )
    return added is True
