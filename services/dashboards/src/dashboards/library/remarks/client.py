"""How pages ask resources for what readers say of items, and send it what they say (ADR 0019)."""

from asyncio import gather
from dataclasses import dataclass, field
from uuid import UUID

from dashboards.common.client import RemoteResult
from dashboards.library.answers import PublishedItem
from dashboards.library.client import API, ITEMS, ResourcesClient
from dashboards.library.desk.answers import Curators
from dashboards.library.desk.client import CURATORS
from dashboards.library.remarks.answers import ItemComment, ItemComments, Rating, Report, Reports
from dashboards.readiness.client import Outcome, Tagged, fetch_all, paged
from dashboards.readiness.forms import Fields, keyed, matching

REPORTS, MINE = f"{API}/reports", f"{API}/my-reports"


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is said of an item; `comments` and `curators` are none to who is no staff, `reports` the reader's own."""

    rating: RemoteResult[Rating] = field(default_factory=RemoteResult)
    comments: RemoteResult[ItemComments] = field(default_factory=RemoteResult)
    reports: RemoteResult[Reports] = field(default_factory=RemoteResult)
    curators: RemoteResult[Curators] = field(default_factory=RemoteResult)

    @property
    def comments_made(self) -> list[ItemComment]:
        return self.comments.answer.items if self.comments.answer else []


async def remarks_on(client: ResourcesClient, one: PublishedItem | None) -> Remarks:
    """Asks for what is said of a version; of what is not shown nothing is."""
    if one is None or one.content is None:
        return Remarks()
    path = f"{ITEMS}/{one.item_id}"
    return Remarks(
        *await gather(
            client.fetch_optional(Rating, f"{path}/versions/{one.version}/rating"),
            fetch_all(client, ItemComments, f"{path}/comments", optional=True),
            client.fetch_optional(Reports, MINE, paged(item_id=str(one.item_id))),
            client.fetch_optional(Curators, CURATORS),
        )
    )


async def rate(client: ResourcesClient, item_id: UUID, version: int, stars: int | None) -> Outcome:
    return await client.send("PUT", f"{ITEMS}/{item_id}/versions/{version}/rating", {"stars": stars})


async def take_rating_away(client: ResourcesClient, item_id: UUID, version: int) -> Outcome:
    return await client.send("DELETE", f"{ITEMS}/{item_id}/versions/{version}/rating")


async def say(client: ResourcesClient, item_id: UUID, version: int, what: str, fields: Fields) -> Outcome:
    """Adds a comment or a report, as `what` says."""
    said = {"words": fields.prose("words")}
    if what == "reports":
        said["about"] = fields.words("about")
    path = f"{ITEMS}/{item_id}/versions/{version}/{what}"
    return await client.send("POST", path, said, headers=keyed(fields))


async def change_comment(client: ResourcesClient, item_id: UUID, act: str, fields: Fields) -> Outcome:
    """Edits or removes a comment, hides it or shows it again."""
    path = f"{ITEMS}/{item_id}/comments/{fields.id_of('comment_id')}"
    body: dict[str, str | None] | None
    match act:
        case "edit":
            method, body = "PUT", {"words": fields.prose("words")}
        case "remove":
            method, body = "DELETE", None
        case "hide":
            hidden = {"state": "hidden", "because": fields.prose("because") or None}
            method, path, body = "PUT", f"{path}/standing", hidden
        case _:
            method, path, body = "PUT", f"{path}/standing", {"state": "shown"}
    return await client.send(method, path, body, headers=matching(fields))


async def received(client: ResourcesClient, state: str, after: str) -> RemoteResult[Reports]:
    """None to whom the district has not named to decide."""
    return await client.fetch_optional(Reports, REPORTS, paged(after, state=state))


async def received_report(client: ResourcesClient, report_id: UUID) -> Tagged[Report]:
    return await client.fetch_tagged(Report, f"{REPORTS}/{report_id}")


async def answer(client: ResourcesClient, report_id: UUID, fields: Fields) -> Outcome:
    said = {"state": fields.words("state"), "words": fields.prose("words")}
    return await client.send("POST", f"{REPORTS}/{report_id}/answer", said, headers=matching(fields))
