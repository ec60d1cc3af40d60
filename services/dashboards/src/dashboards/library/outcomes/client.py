"""How pages ask resources where an item is used and what came of it (ADR 0019)."""

from asyncio import gather
from dataclasses import dataclass, field
from uuid import UUID

from dashboards.common.client import RemoteResult
from dashboards.library.answers import PublishedItem
from dashboards.library.client import API, ITEMS, ResourcesClient
from dashboards.library.outcomes.answers import Adopters, Outcomes, WhereUsedList
from dashboards.readiness.client import paged


@dataclass(frozen=True, slots=True)
class UsedItem:
    """An item, which its district may have hidden since, with where it is used and its reports; of an own one also how
    many districts adopted it.
    """

    uses: RemoteResult[WhereUsedList]
    reports: RemoteResult[Outcomes] = field(default_factory=RemoteResult)
    item: RemoteResult[PublishedItem] = field(default_factory=RemoteResult)
    adopters: RemoteResult[Adopters] = field(default_factory=RemoteResult)


async def used_item(client: ResourcesClient, item_id: UUID, after: str) -> UsedItem:
    path = f"{ITEMS}/{item_id}"
    return UsedItem(
        *await gather(
            client.fetch(WhereUsedList, f"{path}/uses", paged(after)),
            client.fetch(Outcomes, f"{path}/outcomes", {"limit": "20"}),
            client.fetch_optional(PublishedItem, path),
            client.fetch_optional(Adopters, f"{API}/own-items/{item_id}/adopters"),
        )
    )
