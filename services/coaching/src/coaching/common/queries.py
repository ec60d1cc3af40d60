"""What coaching keeps of every district, in SQL."""

from uuid import UUID

from shared.db.query import Command, Scalar, Transaction

_FIND = Scalar("select m.minimum from district_minimum_group m where m.district_id = :district_id", int)
_SET = Command("""
insert into district_minimum_group (district_id, minimum) values (:district_id, :minimum)
on conflict (district_id) do update set minimum = excluded.minimum
""")


async def find_minimum_group(session: Transaction, district_id: UUID) -> int | None:
    """Returns of how many people a figure is at least, as the district has set it; None where nothing is known."""
    return await _FIND.get(session, district_id=district_id)


async def set_minimum_group(session: Transaction, district_id: UUID, minimum: int) -> None:
    await _SET.run(session, district_id=district_id, minimum=minimum)
