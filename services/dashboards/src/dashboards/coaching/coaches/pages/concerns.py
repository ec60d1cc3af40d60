"""Concerns, for those who are named to read them; to everybody else coaching says that there are none."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.coaches import client as asking
from dashboards.coaching.coaches.answers import Concern, Concerns
from dashboards.coaching.coaches.client import Read
from dashboards.coaching.coaches.pages.showing import called, shown, unnamed
from dashboards.coaching.coaches.usecases.read_forms import closing_of
from dashboards.common.client import RemoteResult
from dashboards.common.pages.render import short_id
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.partners.answers import Account
from dashboards.readiness.partners.client import DistrictAccounts
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.usecases.names import names_of
from shared.auth.dependencies import needs

SAFEGUARDS = [needs("coaching.safeguard")]
router = APIRouter(prefix="/concerns", route_class=PageRoute, include_in_schema=False, dependencies=SAFEGUARDS)

State = Annotated[Literal["", "received", "acknowledged", "closed"], Query()]
Seeing = Literal["acknowledge", "close"]


async def _list(
    client: Coaching, state: State = "", after: Annotated[str, Query(max_length=400)] = ""
) -> RemoteResult[Concerns]:
    return await asking.list_concerns(client, state, after)


async def _concern(client: Coaching, concern_id: UUID) -> Read:
    return await asking.one_concern(client, concern_id)


async def _see_to(client: Coaching, concern_id: UUID, seeing: Seeing, fields: TypedFields) -> Sending:
    body = closing_of(fields) if seeing == "close" else None
    return Sending(fields, await asking.move_concern(client, concern_id, seeing, fields, body))


@router.get("", response_class=Response)
async def concerns(found: Annotated[RemoteResult[Concerns], Depends(_list)], page: Page, state: State = "") -> Response:
    """Without their words, which are on each one's own page."""
    return shown(page, "concerns.html", Sending(), {"found": found, "state": state})


@router.get("/{concern_id}", response_class=Response)
async def concern_page(read: Annotated[Read, Depends(_concern)], accounts: DistrictAccounts, page: Page) -> Response:
    return await _shown(page, read, accounts, Sending())


@router.post("/{concern_id}/{seeing}", response_class=Response)
async def see_to_concern(
    sending: Annotated[Sending, Depends(_see_to)],
    read: Annotated[Read, Depends(_concern)],
    accounts: DistrictAccounts,
    page: Page,
    concern_id: UUID,
) -> Response:
    """Says that somebody sees to it, or what came of it."""
    if sending.failed:
        return await _shown(page, read, accounts, sending)
    return RedirectResponse(f"/concerns/{concern_id}", 303)


async def _shown(page: PageOfCaller, read: Read, accounts: list[Account] | None, sending: Sending) -> Response:
    one = read.found.answer
    names = await called(page, read.coaches.values())
    context = {
        "one": one, "etag": read.found.etag, "notes": read.notes, "may_see_coaches": set(names),
        "about": [] if one is None else [(each, names.get(each) or unnamed(page, each)) for each in one.coach_ids],
        "raised_by": None if one is None else await _raiser(page, one, accounts),
    }  # fmt: skip
    return shown(page, "concern.html", sending, context, away=one is None)


async def _raiser(page: PageOfCaller, one: Concern, accounts: list[Account] | None) -> str:
    """Who raised it, by name in the roster; else by account, where the reader may read accounts."""
    account = next((each for each in accounts or [] if str(each.account_id) == one.raised_by), None)
    person = one.raised_by_person_id or (account.person_id if account else None)
    names = await names_of(page.session, page.caller, [person] if person else [])
    if person in names:
        return names[person]
    if account is not None:
        return account.user_name
    if person is not None:
        return page.l10n.gettext("Person %(id)s", id=short_id(person))
    return page.l10n.gettext("A system, or an account of nobody in the roster: %(id)s", id=one.raised_by)
