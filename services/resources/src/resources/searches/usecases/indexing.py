"""Items are found by what they say: written in the transaction that publishes them, and made again from them."""

from collections.abc import Sequence
from uuid import UUID

from resources.items.followers import ItemTold
from resources.items.queries.items import lock_item
from resources.items.queries.published import find_newest
from resources.items.rules.states import Standing
from resources.searches.queries.entries import find_unread, remove_entry, set_entry, set_parents
from resources.searches.rules.entries import entry_of, item_target
from shared.contracts.competency import ItemPublished
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.events.event import Received

AT_ONCE = 100


async def index_item(session: Transaction, told: ItemTold) -> None:
    """Has an item be found by its newest version while it is offered, and not otherwise."""
    newest = await find_newest(session, told.item_id)
    content = newest.said() if newest is not None else None
    if newest is None or content is None or newest.standing != Standing.OFFERED:
        await remove_entry(session, told.owner_id, told.item_id)
        return
    await set_entry(session, told.owner_id, told.item_id, newest.version, newest.seen_by, entry_of(content))


async def index_unread(session: Transaction) -> bool:
    """Makes the words of items that lack them, or have those of other rules: after a release that reads items
    otherwise, or when an operator has removed them. Returns whether there are more.
    """
    unread = await find_unread(session, AT_ONCE)
    for one in unread:
        await set_tenant(session, one.owner_id)
        await lock_item(session, one.item_id)
        await index_item(session, ItemTold(one.owner_id, one.item_id))
    return len(unread) == AT_ONCE


async def record_parents(session: Transaction, events: Sequence[Received[ItemPublished]]) -> None:
    """Keeps the tree of a district's framework, so that what is aligned to an item is found by those above it too."""
    by_district: dict[UUID, dict[UUID, UUID | None]] = {}
    for event in events:
        by_district.setdefault(event.district_id, {})[event.data.item_id] = event.data.parent_id
    for district_id, parents in by_district.items():
        await set_parents(session, district_id, parents, [item_target(one) for one in parents])
