"""How pages ask resources for what the library has (ADR 0019): for somebody who is signed in, and for anybody."""

from asyncio import gather
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from dashboards.common.client import Answer, RemoteResult
from dashboards.common.dependencies import Viewer
from dashboards.library.answers import (
    Directory,
    FoundCounts,
    FoundItems,
    Licence,
    Licences,
    PublishedItem,
    PublishedItems,
    SectionItems,
)
from dashboards.library.files import MOST_ASKED, PartFile
from dashboards.readiness.client import ReadinessClient
from shared.http.context import Kept
from shared.http.peers import PeerRequest, ServiceClient, ServiceUnavailable

RESOURCES = Kept[ServiceClient]("resources")
API = "/resources/v1"
ITEMS, OPEN, LICENCES = f"{API}/items", f"{API}/open-items", f"{API}/licences"
DIRECTORY = f"{API}/open-directory"
FOUND, OPEN_FOUND = f"{API}/found-items", f"{API}/open-found-items"
_ON_A_PAGE = "24"


class ResourcesClient(ReadinessClient):
    name = "resources"

    async def file_at(self, address: str) -> PartFile | None:
        """What is had there; None where nothing is, or resources is away."""
        asked = PeerRequest("HEAD", address, as_caller=self._as_caller)
        try:
            answer = await self._peer.send(self._request, asked)
        except ServiceUnavailable:
            return None
        size = answer.headers.get("content-length", "")
        if answer.status != 200 or not size.isdigit():
            return None
        return PartFile(address, answer.headers.get("content-type", "").partition(";")[0], int(size))


class OpenResourcesClient(ResourcesClient):
    """Asks what anybody may ask, as nobody in particular."""

    def __init__(self, request: Request, peer: ServiceClient) -> None:
        super().__init__(request, peer, as_caller=False)

    async def fetch(
        self, kind: type[Answer], path: str, parameters: Mapping[str, str] | None = None
    ) -> RemoteResult[Answer]:
        found = await self.fetch_tagged(kind, path, parameters)
        return RemoteResult(found.answer, found.away)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of what a search of the library found, how much of it there is, and the licences by their ids."""

    items: RemoteResult[FoundItems]
    counts: FoundCounts | None
    licences: Mapping[str, Licence]


@dataclass(frozen=True, slots=True)
class OneItem:
    """A published version; of a signed-in reader's also the others that there are."""

    found: RemoteResult[PublishedItem]
    licences: Mapping[str, Licence]
    versions: RemoteResult[PublishedItems] = field(default_factory=RemoteResult)
    files: Mapping[UUID, PartFile] = field(default_factory=dict)


async def licences(client: ResourcesClient) -> Mapping[str, Licence]:
    """All licences by their ids; none while resources is away."""
    found = await client.fetch(Licences, LICENCES)
    return found.answer.by_id() if found.answer else {}


async def search(client: ResourcesClient, path: str, asked: Mapping[str, str], after: str) -> Shelf:
    """Searches the library at this path. How many there are is asked for beside it, and missed where it fails alone."""
    paged = {**asked, "limit": _ON_A_PAGE} | ({"after": after} if after else {})
    items, counts, known = await gather(
        client.fetch(FoundItems, path, paged),
        client.fetch_optional(FoundCounts, f"{path}/counts", asked),
        licences(client),
    )
    return Shelf(items, counts.answer, known)


async def item(client: ResourcesClient, item_id: UUID, version: int | None) -> OneItem:
    path = f"{ITEMS}/{item_id}"
    newest = path if version is None else f"{path}/versions/{version}"
    found, known, versions = await gather(
        client.fetch(PublishedItem, newest),
        licences(client),
        client.fetch_optional(PublishedItems, f"{path}/versions", {"limit": "100"}),
    )
    return OneItem(found, known, versions, await _files(client, ITEMS, found.answer))


async def open_item(client: ResourcesClient, item_id: UUID) -> OneItem:
    found, known = await gather(client.fetch(PublishedItem, f"{OPEN}/{item_id}"), licences(client))
    return OneItem(found, known, files=await _files(client, OPEN, found.answer))


async def _files(client: ResourcesClient, below: str, one: PublishedItem | None) -> dict[UUID, PartFile]:
    """The files of the parts by the parts' keys."""
    if one is None or one.content is None:
        return {}
    path = f"{below}/{one.item_id}/versions/{one.version}/parts"
    keys = [part.part_key for part in one.content.parts if part.kind == "file"][:MOST_ASKED]
    found = await gather(*(client.file_at(f"{path}/{key}/content") for key in keys))
    return {key: file for key, file in zip(keys, found, strict=True) if file is not None}


async def sections(client: ResourcesClient) -> RemoteResult[Directory]:
    """Returns where each section of all that is open begins."""
    return await client.fetch(Directory, DIRECTORY)


async def section(client: ResourcesClient, first_id: UUID) -> RemoteResult[SectionItems]:
    """Returns the items of a section."""
    return await client.fetch(SectionItems, f"{DIRECTORY}/{first_id}")


async def _resources(request: Request, _: Viewer) -> ResourcesClient:
    """Whoever may not see our pages makes us ask nobody."""
    return ResourcesClient(request, RESOURCES.of(request))


async def _open_resources(request: Request) -> OpenResourcesClient:
    return OpenResourcesClient(request, RESOURCES.of(request))


Resources = Annotated[ResourcesClient, Depends(_resources)]
OpenResources = Annotated[OpenResourcesClient, Depends(_open_resources)]
"""For pages that are open to everybody."""
