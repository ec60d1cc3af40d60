"""How pages ask resources for playlists, and send it what people put together and do in them (ADR 0019)."""

from asyncio import gather
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dashboards.common.client import RemoteResult
from dashboards.library.answers import FoundItems
from dashboards.library.client import API, FOUND, ResourcesClient
from dashboards.library.playlists.answers import Gifts, GivenPlaylists, LearnerPlaylist, Playlist, Playlists
from dashboards.readiness.client import Outcome, Tagged, fetch_all, paged
from dashboards.readiness.forms import Fields, keyed, matching

PLAYLISTS, GIVEN = f"{API}/playlists", f"{API}/my-playlists"
_MOST_FOUND = "10"


@dataclass(frozen=True, slots=True)
class Opened:
    """A playlist with the items that were looked for to be put into it."""

    playlist: Tagged[Playlist]
    found: RemoteResult[FoundItems] = field(default_factory=RemoteResult)


@dataclass(frozen=True, slots=True)
class GivenTo:
    """A playlist and who has it."""

    playlist: Tagged[Playlist]
    gifts: Tagged[Gifts]


async def listed(client: ResourcesClient, after: str) -> RemoteResult[Playlists]:
    return await client.fetch(Playlists, PLAYLISTS, paged(after))


async def opened(client: ResourcesClient, playlist_id: UUID, words: str) -> Opened:
    playlist = client.fetch_tagged(Playlist, f"{PLAYLISTS}/{playlist_id}")
    if not words:
        return Opened(await playlist)
    return Opened(*await gather(playlist, client.fetch(FoundItems, FOUND, {"words": words, "limit": _MOST_FOUND})))


async def given_to(client: ResourcesClient, playlist_id: UUID) -> GivenTo:
    path = f"{PLAYLISTS}/{playlist_id}"
    return GivenTo(*await gather(client.fetch_tagged(Playlist, path), client.fetch_tagged(Gifts, f"{path}/gifts")))


async def send(client: ResourcesClient, fields: Fields, method: str, path: str, body: Any = None) -> Outcome:
    """A change of the version that the form was made of, which has its effect once."""
    headers = keyed(fields) | (matching(fields) if "etag" in fields else {})
    return await client.send(method, f"{PLAYLISTS}{path}", body, headers=headers)


async def of_learner(client: ResourcesClient, learner_id: UUID) -> RemoteResult[GivenPlaylists]:
    return await fetch_all(client, GivenPlaylists, GIVEN, learner_id=str(learner_id))


async def where_learner_is(
    client: ResourcesClient, playlist_id: UUID, learner_id: UUID
) -> RemoteResult[LearnerPlaylist]:
    return await client.fetch(LearnerPlaylist, f"{GIVEN}/{playlist_id}", {"learner_id": str(learner_id)})


async def act(client: ResourcesClient, playlist_id: UUID, entry_id: UUID, going: str) -> Outcome:
    """What a learner does with an entry; done twice, it is done once."""
    return await client.send("POST", f"{GIVEN}/{playlist_id}/entries/{entry_id}/{going}")
