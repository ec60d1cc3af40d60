"""Who decides what the district publishes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from dashboards.common.pages.render import short_id
from dashboards.common.pages.route import PageRoute
from dashboards.library.client import Resources
from dashboards.library.desk import client as asking
from dashboards.library.desk.answers import Curators
from dashboards.library.desk.pages.showing import WRITERS, shown
from dashboards.readiness.client import Tagged
from dashboards.readiness.finding import finding, looks, people_of
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.partners.answers import Account
from dashboards.readiness.partners.client import DistrictAccounts
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.usecases.names import names_of
from shared.auth.dependencies import needs

router = APIRouter(
    prefix="/library/desk/curators", route_class=PageRoute, include_in_schema=False, dependencies=WRITERS
)

DECIDE = ("educator", "leader", "operator")
"""Roles whose accounts can decide once they are named."""


async def _curators(client: Resources) -> Tagged[Curators]:
    return await asking.curators(client)


async def _name(client: Resources, fields: TypedFields) -> Sending:
    if looks(fields):
        return Sending(fields)
    people = {"person_ids": people_of(fields)}
    return Sending(fields, await asking.act(client, fields, "PUT", asking.CURATORS, people))


Found = Annotated[Tagged[Curators], Depends(_curators)]


@router.get("", response_class=Response)
async def curators(found: Found, accounts: DistrictAccounts, page: Page) -> Response:
    return await _shown(page, found, accounts, Sending())


@router.post("", response_class=Response, dependencies=[needs("resources.manage")])
async def set_curators(
    sending: Annotated[Sending, Depends(_name)], found: Found, accounts: DistrictAccounts, page: Page
) -> Response:
    """Names people in place of those before. People are looked for by name, which gets into no address."""
    if sending.failed or sending.outcome is None:
        return await _shown(page, found, accounts, sending)
    return RedirectResponse("/library/desk/curators", 303)


async def _shown(
    page: PageOfCaller, found: Tagged[Curators], accounts: list[Account] | None, sending: Sending
) -> Response:
    named = found.answer.person_ids if found.answer else []
    users = {one.person_id: one.user_name for one in accounts or [] if one.person_id is not None and one.role in DECIDE}
    names = await names_of(page.session, page.caller, [*named, *users])
    words = {
        one: names.get(one) or users.get(one) or page.l10n.gettext("Person %(id)s", id=short_id(one))
        for one in (*named, *users)
    }
    context = {
        "found": found.answer, "etag": found.etag, "words": words, "named": [str(one) for one in named],
        "choices": sorted(((str(one), said) for one, said in words.items()), key=lambda one: one[1].casefold()),
        "finding": await finding(page, sending, but=frozenset(str(one) for one in words)),
    }  # fmt: skip
    return shown(page, "curators.html", sending, context, away=found.answer is None)
