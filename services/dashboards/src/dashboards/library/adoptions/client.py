"""How pages ask resources for what a district has adopted, and send it what its people decide about it (ADR 0019)."""

from asyncio import gather
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dashboards.common.client import RemoteResult
from dashboards.library.adoptions.answers import (
    Adopted,
    AdoptedItems,
    Adoption,
    Changes,
    Offer,
    OfferedChanges,
)
from dashboards.library.answers import ItemContent, Licence, PublishedItem
from dashboards.library.client import API, ITEMS, ResourcesClient, licences
from dashboards.library.desk import client as desk
from dashboards.library.desk.answers import Decision, OwnItem, OwnVersion
from dashboards.readiness.client import Asked, Outcome, Tagged, fetch_all, paged
from dashboards.readiness.forms import Fields, keyed, matching
from shared.errors import NotFound

ADOPTIONS, OFFERS = f"{API}/adoptions", f"{API}/offers"


@dataclass(frozen=True, slots=True)
class Upstream:
    """An adoption beside what its publishers have changed since, and the own item as it stands, if there is one."""

    adoption: Tagged[Adoption]
    changes: Asked[Changes] = field(default_factory=Asked)
    own: OwnVersion | None = None
    licences: Mapping[str, Licence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OneOffer:
    """An offer, and what its item says to the reader's district today."""

    offer: Tagged[Offer]
    content: ItemContent | None = None
    licences: Mapping[str, Licence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offers:
    received: RemoteResult[OfferedChanges]
    made: RemoteResult[OfferedChanges]


async def listed(client: ResourcesClient, state: str, after: str) -> RemoteResult[AdoptedItems]:
    return await client.fetch(AdoptedItems, ADOPTIONS, paged(after, state=state))


async def adopted(client: ResourcesClient, item_id: UUID) -> Adopted | None:
    """The adoption of an item that has not ended; None where there is none, or nobody can be asked."""
    found = await client.fetch_optional(AdoptedItems, ADOPTIONS, paged(item_id=str(item_id)))
    return next((one for one in (found.answer.items if found.answer else ()) if one.state != "ended"), None)


async def why_not_adapted(client: ResourcesClient, one: PublishedItem, known: Mapping[str, Licence]) -> Decision | None:
    """Which parts keep a reader from changing an item as a whole, and what may be done instead; None where none do."""
    if one.content is None or "adapt" in one.may:
        return None
    terms = await desk.licence_terms(client, one.content, known)
    return terms.refusal("partner" if one.seen_by == "partner" else "anonymous", "adapt") if terms else None


async def one_adoption(client: ResourcesClient, adoption_id: UUID) -> Upstream:
    found, known = await gather(
        client.fetch_tagged(Adoption, f"{ADOPTIONS}/{adoption_id}"),
        licences(client),
    )
    return Upstream(found, licences=known)


async def upstream(client: ResourcesClient, adoption_id: UUID) -> Upstream:
    path = f"{ADOPTIONS}/{adoption_id}"
    found, changes, known = await gather(
        client.fetch_tagged(Adoption, path), client.ask(Changes, f"{path}/changes"), licences(client)
    )
    own_id = found.answer.own_item_id if found.answer else None
    return Upstream(found, changes, await _own(client, own_id) if own_id else None, known)


async def offers(client: ResourcesClient) -> Offers:
    return Offers(
        *await gather(*(fetch_all(client, OfferedChanges, OFFERS, side=side) for side in ("received", "made")))
    )


async def one_offer(client: ResourcesClient, offer_id: UUID) -> OneOffer:
    found, known = await gather(client.fetch_tagged(Offer, f"{OFFERS}/{offer_id}"), licences(client))
    if found.answer is None:
        return OneOffer(found)
    own = await _own(client, found.answer.item_id)
    if own is not None:
        return OneOffer(found, own.content, known)
    published = await client.fetch_optional(PublishedItem, f"{ITEMS}/{found.answer.item_id}")
    return OneOffer(found, published.answer.content if published.answer else None, known)


async def adopt(client: ResourcesClient, item_id: UUID, fields: Fields, version: int | None) -> Outcome:
    """Adopts an item as somebody chose: a version that stays, the newest always, or to be changed. What cannot be made
    an own item is adopted as it is by then: the answer says how it stands.
    """
    how = fields.words("how")
    body = {"item_id": str(item_id), "following": how == "following"}
    if how != "following" and version is not None:
        body["version"] = version
    made = await client.send("POST", ADOPTIONS, body, headers=keyed(fields))
    if not made.done or how != "adapted":
        return made
    path = f"{ADOPTIONS}/{made.said['adoption_id']}"
    found = await client.fetch_tagged(Adoption, path)
    if found.answer is None:
        return made
    adapted = await client.send("POST", f"{path}/adapt", {}, headers={"If-Match": found.etag})
    if adapted.done or found.answer.state != "adapted":
        return adapted if adapted.done else made
    return Outcome(200, found.answer.model_dump(mode="json"))  # sent twice: it was adapted the first time


async def act(client: ResourcesClient, path: str, fields: Fields, body: Any = None, method: str = "POST") -> Outcome:
    """Something that is done with what a page has shown, and of which the form has the version and a key."""
    return await client.send(method, path, body, headers=keyed(fields) | matching(fields))


async def choose(
    client: ResourcesClient, adoption_id: UUID, fields: Fields, choices: Mapping[str, str], intents: Mapping[str, str]
) -> Outcome:
    """Takes and declines, and then keeps what is wanted from now on. The intents that stand are those of the adoption
    as it is then, so that what somebody else has said meanwhile of other places stays.
    """
    path = f"{ADOPTIONS}/{adoption_id}"
    sent = {"fingerprint": fields.words("fingerprint"), "choices": choices}
    done = await act(client, f"{path}/changes", fields, sent)
    if not done.done or not intents:
        return done
    found = await client.fetch_tagged(Adoption, path)
    if found.answer is None:
        return Outcome()
    return await set_intents(client, found, found.answer.intents.otherwise, intents)


async def set_intents(
    client: ResourcesClient, found: Tagged[Adoption], otherwise: str, at: Mapping[str, str]
) -> Outcome:
    """Says what is wanted at these places from now on, and at all others; what stands of the rest stays."""
    if found.answer is None:
        return Outcome()
    body = {"otherwise": otherwise, "at": {**found.answer.intents.at, **at}}
    path = f"{ADOPTIONS}/{found.answer.adoption_id}/intents"
    return await client.send("PUT", path, body, headers={"If-Match": found.etag})


async def preview(client: ResourcesClient, adoption_id: UUID, fingerprint: str, choices: Mapping[str, str]) -> Outcome:
    """What the own item would say after these choices."""
    sent = {"fingerprint": fingerprint, "choices": choices}
    return await client.send("POST", f"{ADOPTIONS}/{adoption_id}/changes/preview", sent)


async def _own(client: ResourcesClient, item_id: UUID) -> OwnVersion | None:
    """An own item as it stands; None of one that is another district's, or gone."""
    try:
        item = await client.fetch_tagged(OwnItem, f"{desk.OWN}/{item_id}")
        return (await desk.newest(client, item.answer)).answer if item.answer else None
    except NotFound:
        return None
