"""How the desk asks resources for what a district makes, and sends it what its people write and decide (ADR 0019)."""

from asyncio import gather
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dashboards.common.client import RemoteResult
from dashboards.library.answers import Audience, ItemContent, Licence
from dashboards.library.client import API, ResourcesClient, licences
from dashboards.library.desk.answers import (
    FILES,
    Comments,
    Curators,
    Decision,
    OwnItem,
    OwnItems,
    OwnVersion,
    StoredFile,
    StoredFiles,
    Terms,
)
from dashboards.library.files import MOST_ASKED, PartFile
from dashboards.readiness.client import Outcome, Tagged, fetch_all, paged
from dashboards.readiness.forms import Fields, keyed, matching
from shared.errors import NotFound

OWN, CURATORS = f"{API}/own-items", f"{API}/curators"
WIDER: Mapping[Audience, Audience] = {"own": "partner", "partner": "anonymous"}
"""Who comes next, where something is seen by these."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What waits for a curator, and a page of all that the district makes."""

    waiting: RemoteResult[OwnItems]
    items: RemoteResult[OwnItems]


@dataclass(frozen=True, slots=True)
class OnDesk:
    """An item with its draft, else with what was published last of it; `narrowed` says why no wider audience sees it,
    `others` are items that can take its place.
    """

    item: Tagged[OwnItem]
    version: Tagged[OwnVersion] = field(default_factory=Tagged)
    comments: RemoteResult[Comments] = field(default_factory=RemoteResult)
    curators: RemoteResult[Curators] = field(default_factory=RemoteResult)
    licences: Mapping[str, Licence] = field(default_factory=dict)
    narrowed: Decision | None = None
    files: Mapping[UUID, PartFile] = field(default_factory=dict)
    others: Sequence[OwnItem] = ()


async def listed(client: ResourcesClient, state: str, after: str) -> Listed:
    waiting = fetch_all(client, OwnItems, OWN, state="in_review")
    return Listed(*await gather(waiting, client.fetch(OwnItems, OWN, paged(after, state=state))))


async def draft(client: ResourcesClient, item_id: UUID) -> Tagged[OwnVersion]:
    return await client.fetch_tagged(OwnVersion, f"{OWN}/{item_id}/draft")


async def on_desk(client: ResourcesClient, item_id: UUID) -> OnDesk:
    item = await client.fetch_tagged(OwnItem, f"{OWN}/{item_id}")
    if item.answer is None:
        return OnDesk(item)
    version, comments, curators, known, others = await gather(
        newest(client, item.answer),
        fetch_all(client, Comments, f"{OWN}/{item_id}/comments"),
        client.fetch(Curators, CURATORS),
        licences(client),
        client.fetch(OwnItems, OWN, paged(state="published")),
    )
    narrowed = await _narrowed(client, version.answer, known) if version.answer else None
    files = await own_files(client, version.answer.content) if version.answer else {}
    offered = [one for one in others.answer.items if one.standing == "offered"] if others.answer else []
    return OnDesk(item, version, comments, curators, known, narrowed, files, offered)


async def curators(client: ResourcesClient) -> Tagged[Curators]:
    return await client.fetch_tagged(Curators, CURATORS)


async def create(client: ResourcesClient, fields: Fields, content: Any) -> Outcome:
    return await client.send("POST", OWN, content, headers=keyed(fields))


async def save(client: ResourcesClient, item_id: UUID, fields: Fields, content: Any) -> Outcome:
    return await client.send("PUT", f"{OWN}/{item_id}/draft", content, headers=matching(fields))


async def act(client: ResourcesClient, fields: Fields, method: str, path: str, body: Any = None) -> Outcome:
    """Something that is done with one press; where it needs the version that was read, the form has that."""
    return await client.send(method, path, body, headers=matching(fields) if "etag" in fields else keyed(fields))


async def newest(client: ResourcesClient, item: OwnItem) -> Tagged[OwnVersion]:
    """The draft; of an item without one, or whose draft was published or thrown away meanwhile, what is published."""
    path = f"{OWN}/{item.item_id}"
    if item.state != "published" or item.latest_published is None:
        try:
            return await client.fetch_tagged(OwnVersion, f"{path}/draft")
        except NotFound:
            if item.latest_published is None:
                raise
    return await client.fetch_tagged(OwnVersion, f"{path}/versions/{item.latest_published}")


async def own_files(client: ResourcesClient, content: ItemContent) -> dict[UUID, PartFile]:
    """The district's own files that the parts name, as pages show them, by the parts' keys."""
    return {key: part_file(one) for key, one in (await stored_files(client, content)).items()}


async def stored_files(client: ResourcesClient, content: ItemContent) -> dict[UUID, StoredFile]:
    """The district's own files that the parts name, by the parts' keys."""
    parts = [one for one in content.parts if one.kind == "file"][:MOST_ASKED]
    asked = (client.fetch(StoredFiles, FILES, {"sha256": one.source, "limit": "1"}) for one in parts)
    found = zip(parts, await gather(*asked), strict=True)
    return {part.part_key: one for part, files in found for one in (files.answer.items if files.answer else ())}


def part_file(one: StoredFile) -> PartFile:
    """The same as pages show it."""
    return PartFile(one.address, one.media_type.partition(";")[0], one.size)


async def _narrowed(client: ResourcesClient, version: OwnVersion, known: Mapping[str, Licence]) -> Decision | None:
    """Why the next audience does not see it: None where everybody does, or where nobody can be asked."""
    if version.seen_by not in WIDER:
        return None
    terms = await licence_terms(client, version.content, known)
    return terms.refusal(WIDER[version.seen_by], "see") if terms else None


async def licence_terms(client: ResourcesClient, content: ItemContent, known: Mapping[str, Licence]) -> Terms | None:
    """What the licences of an item's parts come to: None where nobody can be asked."""
    outcome = await client.send("POST", f"{API}/licence-terms", {"parts": _parts(content, known)})
    return Terms.model_validate(outcome.said) if outcome.done else None


def _parts(content: ItemContent, known: Mapping[str, Licence]) -> list[dict[str, Any]]:
    """The parts by their numbers; what no licence is called counts as none, as it does for resources."""
    return [
        {
            "key": str(number),
            "licence_id": one.licence if one.licence in known else None,
            "held": one.holder != "other",
            "linked": one.kind == "link",
        }
        for number, one in enumerate(content.parts, start=1)
    ]
