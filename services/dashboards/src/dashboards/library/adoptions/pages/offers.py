"""What adopters offer back to authors: what waits to be decided, what was sent, and what became of each."""

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from dashboards.common.pages.route import PageRoute
from dashboards.library.adoptions import client as asking
from dashboards.library.adoptions.answers import Offered
from dashboards.library.adoptions.client import OFFERS, OneOffer
from dashboards.library.adoptions.client import Offers as OffersFound
from dashboards.library.adoptions.pages.showing import of_changes, shown
from dashboards.library.adoptions.usecases.read_forms import decision_of
from dashboards.library.client import Resources
from dashboards.library.desk.pages.showing import WRITERS
from dashboards.library.queries.owners import Owner
from dashboards.library.usecases.owners import owners_of
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.http.session import PublishedBy

PREFIX = "/library/offers"
router = APIRouter(prefix=PREFIX, route_class=PageRoute, include_in_schema=False, dependencies=WRITERS)

Act = Literal["accept", "decline", "withdraw"]


class Listed(NamedTuple):
    found: OffersFound
    owners: Mapping[UUID, Owner]


class WithOwners(NamedTuple):
    one: OneOffer
    owners: Mapping[UUID, Owner]


async def _listed(client: Resources, published_by: PublishedBy) -> Listed:
    found = await asking.offers(client)
    listed = [one for each in (found.received, found.made) if each.answer for one in each.answer.items]
    return Listed(found, await owners_of(published_by, {one for each in listed for one in _sides(each)}))


async def _one(client: Resources, offer_id: UUID, published_by: PublishedBy) -> WithOwners:
    one = await asking.one_offer(client, offer_id)
    found = one.offer.answer
    return WithOwners(one, await owners_of(published_by, _sides(found) if found else []))


async def _decide(client: Resources, offer_id: UUID, act: Act, fields: TypedFields) -> Sending:
    body = decision_of(fields, act)
    return Sending(fields, await asking.act(client, f"{OFFERS}/{offer_id}/{act}", fields, body))


def _sides(one: Offered) -> tuple[UUID, UUID]:
    return one.adopter_id, one.author_id


@router.get("", response_class=Response)
async def offers(found: Annotated[Listed, Depends(_listed)], page: Page) -> Response:
    context = {"received": found.found.received.answer, "made": found.found.made.answer}
    return shown(page, "offers.html", Sending(), found.owners, context)


@router.get("/{offer_id}", response_class=Response)
async def offer(found: Annotated[WithOwners, Depends(_one)], page: Page) -> Response:
    return await _shown(page, found, Sending())


@router.post("/{offer_id}/{act}", response_class=Response)
async def decide_offer(
    sending: Annotated[Sending, Depends(_decide)],
    found: Annotated[WithOwners, Depends(_one)],
    offer_id: UUID,
    act: Act,
    page: Page,
) -> Response:
    if not sending.failed:
        return RedirectResponse(f"{PREFIX}/{offer_id}", 303)
    return await _shown(page, found, sending, act)


async def _shown(page: PageOfCaller, found: WithOwners, sending: Sending, act: str = "") -> Response:
    tagged = found.one.offer
    one = tagged.answer
    context = await of_changes(page, one.changes if one else (), found.one.licences, found.one.content) | {
        "one": one, "etag": tagged.etag, "act": act,
        "sent": lambda of: sending if of == act else Sending(),
    }  # fmt: skip
    return shown(page, "offer.html", sending, found.owners, context, away=one is None)
