"""Which links are looked at: those of the newest version of each item, from the transaction that publishes it."""

from urllib.parse import urlsplit

from resources.items.followers import ItemTold
from resources.items.queries.published import find_newest
from resources.items.rules.content import PartKind
from resources.link_checks.queries.checks import find_unrecorded, set_links
from shared.db.database import set_tenant
from shared.db.query import Transaction

AT_ONCE = 100


async def record_links(session: Transaction, told: ItemTold) -> None:
    """Has the links of an item be looked at as long as the item is shown, and not otherwise."""
    newest = await find_newest(session, told.item_id)
    content = newest.said() if newest is not None else None
    parts = content.parts if content is not None else ()
    links = [
        (one.part_key, one.body.source, urlsplit(one.body.source).hostname or "")
        for one in parts
        if one.body.kind == PartKind.LINK
    ]
    await set_links(session, told.owner_id, told.item_id, links)


async def record_unrecorded(session: Transaction) -> bool:
    """A job's run: takes up the links of items that were published before links were looked at; returns whether there
    are more.
    """
    found = await find_unrecorded(session, AT_ONCE)
    for one in found:
        await set_tenant(session, one.owner_id)
        await record_links(session, ItemTold(one.owner_id, one.item_id))
    return len(found) == AT_ONCE
