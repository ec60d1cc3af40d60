"""How pages ask resources for somebody's saved searches (ADR 0019)."""

from asyncio import gather
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from dashboards.common.client import RemoteResult
from dashboards.library.answers import Licence
from dashboards.library.client import API, ResourcesClient, licences
from dashboards.library.searches.answers import NewItem, NewItems, SavedSearch, SavedSearches
from dashboards.readiness.client import Outcome, fetch_all, paged
from dashboards.readiness.forms import Fields, keyed

SAVED = f"{API}/saved-searches"
MOST_ASKED = 20
"""Of so many searches a page asks for the news; the others it only leads to."""
_NEWEST = "3"


@dataclass(frozen=True, slots=True)
class SearchWithNews:
    search: SavedSearch
    news: list[NewItem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Saved:
    """Somebody's searches, the newest first, with the newest of what they have found; None where resources is away."""

    searches: list[SearchWithNews] | None
    licences: Mapping[str, Licence] = field(default_factory=dict)


async def saved(client: ResourcesClient) -> Saved:
    found, known = await gather(fetch_all(client, SavedSearches, SAVED), licences(client))
    if found.answer is None:
        return Saved(None)
    listed = found.answer.items[::-1]
    asked = (client.fetch(NewItems, _news(one.search_id), {"limit": _NEWEST}) for one in listed[:MOST_ASKED])
    news = [one.answer.items if one.answer else [] for one in await gather(*asked)]
    news += [[] for _ in listed[MOST_ASKED:]]
    return Saved([SearchWithNews(*pair) for pair in zip(listed, news, strict=True)], known)


async def news_of(
    client: ResourcesClient, search_id: UUID, after: str
) -> tuple[RemoteResult[SavedSearch], RemoteResult[NewItems], Mapping[str, Licence]]:
    """A search and a page of what it has found since it was saved."""
    return await gather(
        client.fetch(SavedSearch, f"{SAVED}/{search_id}"),
        client.fetch(NewItems, _news(search_id), paged(after)),
        licences(client),
    )


async def save(client: ResourcesClient, fields: Fields, asked: Mapping[str, str]) -> Outcome:
    said = {name: value == "true" if name == "may_adapt" else value for name, value in asked.items()}
    return await client.send("POST", SAVED, said, headers=keyed(fields))


async def forget(client: ResourcesClient, search_id: UUID) -> Outcome:
    return await client.send("DELETE", f"{SAVED}/{search_id}")


def _news(search_id: UUID) -> str:
    return f"{SAVED}/{search_id}/news"
