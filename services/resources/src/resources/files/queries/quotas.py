"""What districts store in SQL."""

from typing import NamedTuple
from uuid import UUID

from resources.files.rules.quota import Quota
from shared.db.query import Command, Query, Transaction


class QuotaRecord(NamedTuple):
    """In bytes."""

    used: int
    reserved: int


_ENSURE = Command("""
insert into store_quota (district_id, used, reserved) values (:district_id, 0, 0) on conflict do nothing
""")
_FIND = Query("select q.used, q.reserved from store_quota q", QuotaRecord)
_LOCK = Query("select q.used, q.reserved from store_quota q for update", QuotaRecord)
_SET = Command("update store_quota set used = :used, reserved = :reserved where district_id = :district_id")


async def find_quota(session: Transaction, most: int) -> Quota:
    """Returns what the session's district stores. `most` is in bytes."""
    found = await _FIND.first(session)
    return Quota(most) if found is None else Quota(most, found.used, found.reserved)


async def begin_quota(session: Transaction, district_id: UUID) -> None:
    """Whatever the district stores, it has a row that can be held."""
    await _ENSURE.run(session, district_id=district_id)


async def lock_quota(session: Transaction, most: int = 0) -> Quota:
    """Returns what the session's district stores; nobody else changes that until the commit. `most`, in bytes, matters
    where something is to be reserved.
    """
    found = await _LOCK.one(session)
    return Quota(most, found.used, found.reserved)


async def set_quota(session: Transaction, district_id: UUID, quota: Quota) -> None:
    await _SET.run(session, district_id=district_id, used=quota.used, reserved=quota.reserved)
