"""What coaching hears of every district."""

from collections.abc import Sequence
from uuid import UUID

from coaching.common.queries import find_minimum_group, set_minimum_group
from coaching.common.rules.groups import minimum_of
from shared.contracts.partners import DistrictRegistered
from shared.db.query import Transaction
from shared.events.event import Received


async def record_minimum_groups(session: Transaction, events: Sequence[Received[DistrictRegistered]]) -> None:
    """Stores how many people a figure has to be of, as a district's registration says it last."""
    newest = events[-1].data
    await set_minimum_group(session, newest.registered_id, newest.minimum_group)


async def read_minimum_group(session: Transaction, district_id: UUID) -> int:
    """Returns of how many people a figure has to be, to be shown."""
    return minimum_of(await find_minimum_group(session, district_id))
