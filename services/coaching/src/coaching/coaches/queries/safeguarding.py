"""Who keeps a district's people safe, in SQL: versions that are added, and never changed."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Scalar, Transaction


class SafeguardingRecord(NamedTuple):
    """Who is named. Version 0, with nobody, is that of a district that has named none."""

    version: int
    person_ids: list[UUID]
    named_at: datetime | None


_TAKE_TURNS = Command(
    "select pg_advisory_xact_lock(hashtextextended('concerns ' || cast(cast(:district_id as uuid) as text), 10))"
)
NOBODY = SafeguardingRecord(0, [], None)

_NEWEST = Query(
    """
    select s.version, s.person_ids, s.named_at from safeguarding_people s
    where s.district_id = :district_id order by s.version desc limit 1
    """,
    SafeguardingRecord,
)
_ADD = Scalar(
    """
    insert into safeguarding_people (district_id, version, person_ids, named_at, named_by)
    values (:district_id, :version, cast(:person_ids as uuid[]), :at, :by)
    on conflict do nothing returning true
    """,
    bool,
)


async def find_safeguarding(session: Transaction, district_id: UUID) -> SafeguardingRecord:
    """Returns who is named now."""
    return await _NEWEST.first(session, district_id=district_id) or NOBODY


async def lock_safeguarding(session: Transaction, district_id: UUID) -> SafeguardingRecord:
    """Returns who is named now, once nobody else is naming people or telling of it."""
    await _TAKE_TURNS.run(session, district_id=district_id)
    return await find_safeguarding(session, district_id)


async def add_safeguarding(session: Transaction, district_id: UUID, new: SafeguardingRecord, by: str) -> bool:
    """Returns whether this became the newest version: of two at once only one does."""
    added = await _ADD.get(
        session, district_id=district_id, version=new.version, person_ids=new.person_ids, at=new.named_at, by=by
    )
    return added is True
