"""What was told of instruments, in SQL."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Query, Scalar, Transaction


class ToldVersion(NamedTuple):
    """A version that was published, with its instrument's origin; and when it was retired, if it was."""

    instrument_id: UUID
    version: int
    content_hash: str
    origin_instrument_id: UUID | None
    origin_version: int | None
    published_at: datetime
    retired_at: datetime | None


_LOCK = Scalar(
    "select instrument_id from instrument where district_id = :district_id order by instrument_id for share", UUID
)
_TOLD = Query(
    """
    select v.instrument_id, v.version, v.content_hash, i.origin_instrument_id, i.origin_version, v.published_at,
      v.retired_at
    from instrument_version v
    join instrument i on i.district_id = v.district_id and i.instrument_id = v.instrument_id
    where v.district_id = :district_id and v.state <> 'draft' order by v.instrument_id, v.version
    """,
    ToldVersion,
)


async def lock_instruments(session: Transaction, district_id: UUID) -> None:
    """Keeps the district's instruments from being changed. What is read of them is read after: a statement that waits
    for a lock sees the other tables as they were before.
    """
    await _LOCK.all(session, district_id=district_id)


async def find_told_versions(session: Transaction, district_id: UUID) -> list[ToldVersion]:
    """Returns the versions that were ever published."""
    return await _TOLD.all(session, district_id=district_id)
