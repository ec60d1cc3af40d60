"""What a district has adopted: all of it, and each with how it stands, whose credit it is and what may be done."""

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.frameworks.usecases.browse import items_by_id
from dashboards.library.adoptions import client as asking
from dashboards.library.adoptions.answers import AdoptedItems
from dashboards.library.adoptions.client import ADOPTIONS, Upstream
from dashboards.library.adoptions.pages.showing import shown
from dashboards.library.client import Resources
from dashboards.library.desk.pages.showing import WRITERS
from dashboards.library.pages.showing import uuids_of
from dashboards.library.queries.owners import Owner
from dashboards.library.usecases.owners import owners_of
from dashboards.readiness.client import Outcome
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.http.session import PublishedBy

PREFIX = "/library/adoptions"
router = APIRouter(prefix=PREFIX, route_class=PageRoute, include_in_schema=False, dependencies=WRITERS)

State = Annotated[Literal["pinned", "following", "adapted", "ended", ""], Query()]
After = Annotated[str, Query(max_length=400)]
Act = Literal["follow", "pin", "take-newest", "adapt", "revert", "end", "intents"]


class Listed(NamedTuple):
    found: RemoteResult[AdoptedItems]
    owners: Mapping[UUID, Owner]


class WithOwner(NamedTuple):
    one: Upstream
    owners: Mapping[UUID, Owner]


async def _listed(client: Resources, published_by: PublishedBy, state: State = "", after: After = "") -> Listed:
    found = await asking.listed(client, state, after)
    items = found.answer.items if found.answer else []
    return Listed(found, await owners_of(published_by, {one.owner_id for one in items}))


async def _one(client: Resources, adoption_id: UUID, published_by: PublishedBy) -> WithOwner:
    one = await asking.one_adoption(client, adoption_id)
    found = one.adoption.answer
    return WithOwner(one, await owners_of(published_by, [found.owner_id] if found else []))


async def _act(client: Resources, adoption_id: UUID, act: Act, fields: TypedFields) -> Sending:
    if act == "intents":
        found = (await asking.one_adoption(client, adoption_id)).adoption
        if found.answer is not None and fields.get("etag") != found.etag:
            return Sending(fields, Outcome(412))
        return Sending(fields, await asking.set_intents(client, found, fields.words("otherwise"), {}))
    path = f"{ADOPTIONS}/{adoption_id}/{act}"
    return Sending(fields, await asking.act(client, path, fields, {} if act == "adapt" else None))


@router.get("", response_class=Response)
async def adoptions(found: Annotated[Listed, Depends(_listed)], page: Page, state: State = "") -> Response:
    context = {"found": found.found, "state": state}
    return shown(page, "adoptions.html", Sending(), found.owners, context)


@router.get("/{adoption_id}", response_class=Response)
async def adoption(found: Annotated[WithOwner, Depends(_one)], page: Page) -> Response:
    return await _shown(page, found, Sending())


@router.post("/{adoption_id}/{act}", response_class=Response)
async def act_on_adoption(
    sending: Annotated[Sending, Depends(_act)],
    found: Annotated[WithOwner, Depends(_one)],
    adoption_id: UUID,
    act: Act,
    page: Page,
) -> Response:
    if sending.failed or sending.outcome is None:
        return await _shown(page, found, sending, act)
    if act == "adapt":
        return RedirectResponse(f"/library/desk/{sending.outcome.said['own_item_id']}", 303)
    return RedirectResponse(f"{PREFIX}/{adoption_id}?saved=1", 303)


async def _shown(page: PageOfCaller, found: WithOwner, sending: Sending, act: str = "") -> Response:
    tagged = found.one.adoption
    one = tagged.answer
    targets = uuids_of(one.content.alignments) if one and one.content else []
    known = await items_by_id(page.session, page.caller, targets)
    asked = page.request.query_params
    context = {
        "one": one, "etag": tagged.etag, "licences": found.one.licences, "act": act,
        "saved": asked.get("saved") == "1", "as_it_is": asked.get("as_it_is") == "1",
        "aligned": {str(key): item for key, item in known.items()},
    }  # fmt: skip
    return shown(page, "adoption.html", sending, found.owners, context, away=one is None)
