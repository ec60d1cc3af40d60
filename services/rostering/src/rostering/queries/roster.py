"""The rosters: one row a district, which whoever changes that district's roster holds."""

from uuid import UUID

from shared.db.query import Command, Scalar, Transaction

_LOCK = Scalar("select true from roster where district_id = :district_id for update", bool)
_OPEN = Command("insert into roster (district_id) values (:district_id) on conflict do nothing")
_DISTRICTS = Scalar("select district_id from roster order by district_id", UUID)


async def lock_roster(session: Transaction, district_id: UUID) -> None:
    """Holds the district's roster until commit: what is read from here on is what there is."""
    if not await _LOCK.get(session, district_id=district_id):
        await _OPEN.run(session, district_id=district_id)
        await _LOCK.get(session, district_id=district_id)


async def list_districts(session: Transaction) -> list[UUID]:
    """Every district that ever had a roster. The worker role alone sees them all."""
    return await _DISTRICTS.all(session)
