"""What upstream has changed since something was adopted: shown beside what is here, taken and declined, and what was
changed here offered back.
"""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from dashboards.common.pages.route import PageRoute
from dashboards.library.adoptions import client as asking
from dashboards.library.adoptions.client import ADOPTIONS, Upstream
from dashboards.library.adoptions.pages.showing import of_changes, shown
from dashboards.library.adoptions.rules.sides import TO_CHOOSE
from dashboards.library.adoptions.usecases.read_forms import AT, choices_of, intents_of, options, paths_of
from dashboards.library.answers import ItemContent
from dashboards.library.client import Resources
from dashboards.library.desk.pages.showing import WRITERS
from dashboards.library.queries.owners import Owner
from dashboards.library.usecases.owners import owners_of
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.http.session import PublishedBy

PREFIX = "/library/adoptions/{adoption_id}"
router = APIRouter(prefix=PREFIX, route_class=PageRoute, include_in_schema=False, dependencies=WRITERS)


class WithOwner(NamedTuple):
    one: Upstream
    owners: Mapping[UUID, Owner]


async def _choose(client: Resources, adoption_id: UUID, fields: TypedFields) -> Sending:
    """What was chosen is saved, or what it comes to is shown first."""
    choices = choices_of(fields)
    if fields.words("do") == "save":
        return Sending(fields, await asking.choose(client, adoption_id, fields, choices, intents_of(fields)))
    return Sending(fields, await asking.preview(client, adoption_id, fields.words("fingerprint"), choices))


async def _offer(client: Resources, adoption_id: UUID, fields: TypedFields) -> Sending:
    body = {"paths": paths_of(fields), "words": fields.prose("words")}
    return Sending(fields, await asking.act(client, f"{ADOPTIONS}/{adoption_id}/offers", fields, body))


async def _upstream(client: Resources, adoption_id: UUID, published_by: PublishedBy) -> WithOwner:
    one = await asking.upstream(client, adoption_id)
    found = one.adoption.answer
    return WithOwner(one, await owners_of(published_by, [found.owner_id] if found else []))


Found = Annotated[WithOwner, Depends(_upstream)]


@router.get("/changes", response_class=Response)
async def changes(found: Found, page: Page) -> Response:
    return await _changes(page, found, Sending())


@router.post("/changes", response_class=Response)
async def choose_changes(
    sending: Annotated[Sending, Depends(_choose)], found: Found, adoption_id: UUID, page: Page
) -> Response:
    done = sending.outcome is not None and sending.outcome.done
    if done and sending.fields is not None and sending.fields.words("do") == "save":
        return RedirectResponse(f"/library/adoptions/{adoption_id}/changes?saved=1", 303)
    return await _changes(page, found, sending)


@router.get("/offer", response_class=Response)
async def offer(found: Found, page: Page) -> Response:
    return await _offering(page, found, Sending())


@router.post("/offer", response_class=Response)
async def make_offer(sending: Annotated[Sending, Depends(_offer)], found: Found, page: Page) -> Response:
    if sending.outcome is not None and sending.outcome.done:
        return RedirectResponse(f"/library/offers/{sending.outcome.said['offer_id']}", 303)
    return await _offering(page, found, sending)


async def _changes(page: PageOfCaller, found: WithOwner, sending: Sending) -> Response:
    outcome = sending.outcome
    result = ItemContent.model_validate(outcome.said) if outcome is not None and outcome.done else None
    context = await _of_upstream(page, found) | {
        "at": AT, "options": options(page.l10n), "to_choose": TO_CHOOSE, "result": result,
        "saved": page.request.query_params.get("saved") == "1",
    }  # fmt: skip
    return shown(page, "changes.html", sending, found.owners, context, away=_is_away(found))


async def _offering(page: PageOfCaller, found: WithOwner, sending: Sending) -> Response:
    context = await _of_upstream(page, found)
    ours = [change for outcome, group in context["groups"] if outcome == "kept" for change in group]
    return shown(page, "offer_back.html", sending, found.owners, context | {"ours": ours}, away=_is_away(found))


async def _of_upstream(page: PageOfCaller, found: WithOwner) -> dict[str, Any]:
    one = found.one.adoption.answer
    asked = found.one.changes
    own = found.one.own
    contents = (own.content if own else None, one.content if one else None)
    listed = asked.answer.changes if asked.answer else []
    return await of_changes(page, listed, found.one.licences, *contents) | {
        "one": one, "etag": found.one.adoption.etag, "changes": asked.answer, "refused_because": asked.refused,
        "own": own,
    }  # fmt: skip


def _is_away(found: WithOwner) -> bool:
    return found.one.adoption.answer is None or found.one.changes.away
