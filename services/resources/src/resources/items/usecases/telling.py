"""What is told of items, and told again."""

from uuid import UUID

from resources.items.queries.told import ToldVersion, find_told_versions, lock_items
from resources.items.rules.content import Alignment, Content
from resources.items.rules.states import Standing
from resources.items.schemas.content import from_stored
from resources.licences.rules.effective import Audience
from shared.contracts.resources import (
    AlignedResource,
    ResourcePublished,
    ResourceReinstated,
    ResourceRetired,
    ResourceRevised,
)
from shared.db.query import Transaction
from shared.events.event import Event
from shared.events.outbox import publish


def published_event(item_id: UUID, version: int, content: Content, seen_by: str, hashed: str) -> Event:
    """Returns the event that a version was published; the same whenever it is told."""
    kind = ResourcePublished if version == 1 else ResourceRevised
    return kind(
        item_id=item_id,
        version=version,
        kind=content.kind.value,
        language=content.language,
        seen_by=Audience(seen_by).value,
        content_hash=hashed,
        alignments=tuple(
            AlignedResource(to=one.to.value, relation=one.relation.value, edition_id=one.edition_id, target=one.target)
            for one in sorted(content.alignments, key=_place)
        ),
    )


def standing_event(item_id: UUID, standing: Standing, successor_id: UUID | None) -> Event:
    """Returns the event that an item stands otherwise."""
    if standing is Standing.OFFERED:
        return ResourceReinstated(item_id=item_id)
    return ResourceRetired(item_id=item_id, standing=standing.value, successor_id=successor_id)


async def tell_items_again(session: Transaction, district_id: UUID) -> int:
    """Publishes every version that was ever published, and how its item stands, as snapshots; returns how many items
    these are of.
    """
    await lock_items(session, district_id)
    versions = await find_told_versions(session, district_id)
    await publish(session, district_id, *_in_order(versions), snapshot=True)
    return len({one.item_id for one in versions})


def _in_order(versions: list[ToldVersion]) -> list[Event]:
    """The versions in the order in which they were published, and behind them how their items stand now."""
    told: list[Event] = []
    for one in sorted(versions, key=lambda one: (one.published_at, one.item_id, one.version)):
        content = from_stored(one.content)
        told.append(published_event(one.item_id, one.version, content, one.seen_by, one.content_hash))
    gone = [one for one in versions if one.latest and one.standing != Standing.OFFERED]
    return [*told, *(standing_event(one.item_id, Standing(one.standing), one.successor_id) for one in gone)]


def _place(one: Alignment) -> tuple[str, str, str, str]:
    return (one.to, one.relation, str(one.edition_id), one.target)
