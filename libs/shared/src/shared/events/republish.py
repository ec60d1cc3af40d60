"""Publishing everything again, district by district, each in a transaction of its own.

A district's rows are held only while its own turn lasts. What is cut off half way is finished by running it again: a
snapshot that a reader has had already changes nothing.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.database import Database
from shared.db.query import Scalar, Transaction

_PUBLISHING = Scalar("select distinct district_id from event_sequence order by 1", UUID)
_RAISE_INCARNATION = Scalar("update event_incarnation set incarnation = incarnation + 1 returning incarnation", int)


@dataclass(frozen=True)
class Republish:
    """What a service publishes again: for each of its districts, in a session of that district's, the state of every
    key as a snapshot. `district` returns how many those are.
    """

    districts: Callable[[AsyncSession], Awaitable[Sequence[UUID]]]
    district: Callable[[AsyncSession, UUID], Awaitable[int]]


async def find_publishing_districts(session: Transaction) -> list[UUID]:
    """Returns every district that has ever published here, for a service that keeps no list of its districts. The
    worker role alone sees them all.
    """
    return await _PUBLISHING.all(session)


async def republish_all(worker: Database, republish: Republish) -> AsyncIterator[tuple[UUID, int]]:
    """Each district, once its snapshots are committed, with how many they were."""
    async with worker.transaction(None) as session:
        districts = await republish.districts(session)
    for district_id in districts:
        async with worker.transaction(district_id) as session:
            count = await republish.district(session, district_id)
        yield district_id, count


async def raise_incarnation(owner: Database) -> int:
    """After a restore from a backup, sequences come a second time: a higher incarnation keeps readers from taking what
    is new for stale. The roles that serve may only read it.
    """
    async with owner.transaction(None) as session:
        return await _RAISE_INCARNATION.one(session)
