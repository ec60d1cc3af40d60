"""Which districts have anything to be told again, in SQL."""

from uuid import UUID

from shared.db.query import Scalar, Transaction

_DISTRICTS = Scalar("select distinct district_id from event_sequence order by 1", UUID)


async def find_publishing_districts(session: Transaction) -> list[UUID]:
    """Returns every district that has ever published here."""
    return await _DISTRICTS.all(session)
