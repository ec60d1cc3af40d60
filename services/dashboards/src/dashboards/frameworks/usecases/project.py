"""Events of frameworks and items into their read models."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.usecases.project import Computed, replace
from dashboards.frameworks.models import Item
from dashboards.frameworks.queries import writing
from dashboards.frameworks.rules.words import words_of
from shared.contracts.competency import FrameworkRevised, ItemPublished, ItemRetired
from shared.events import Received


async def publish_items(session: AsyncSession, events: Sequence[Received[ItemPublished]]) -> None:
    """An item that is told of is in use, also one that had been retired."""
    computed: Computed = {
        "active": lambda _: True,
        "words": lambda item: " ".join(words_of(f"{item.coding_scheme or ''} {item.statement}")),
    }
    await replace(session, Item, events, computed)


async def revise_frameworks(session: AsyncSession, events: Sequence[Received[FrameworkRevised]]) -> None:
    latest = {e.data.framework_id: e.data for e in events}
    rows = [(one.framework_id, one.edition, one.state, one.items) for one in latest.values()]
    await writing.revise_frameworks(session, events[0].epoch, events[0].district_id, rows)


async def retire_items(session: AsyncSession, events: Sequence[Received[ItemRetired]]) -> None:
    await writing.retire_items(session, events[0].epoch, events[0].district_id, [e.data.item_id for e in events])
