"""The people whom concerns of the district reach."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.coaches import client as asking
from dashboards.coaching.coaches.answers import SafeguardingPeople
from dashboards.coaching.coaches.pages.showing import WRITERS, shown
from dashboards.common.pages.render import short_id
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Tagged
from dashboards.readiness.finding import finding, looks, people_of
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.partners.answers import Account
from dashboards.readiness.partners.client import DistrictAccounts
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.usecases.names import names_of

router = APIRouter(prefix="/safeguarding-people", route_class=PageRoute, include_in_schema=False)

READ_CONCERNS = ("educator", "leader", "operator")
"""Roles whose accounts can read concerns once they are named."""


async def _people(client: Coaching) -> Tagged[SafeguardingPeople]:
    return await asking.people(client)


async def _name(client: Coaching, fields: TypedFields) -> Sending:
    if looks(fields):
        return Sending(fields)
    return Sending(fields, await asking.name_people(client, fields, {"person_ids": people_of(fields)}))


@router.get("", response_class=Response)
async def safeguarding_people(
    found: Annotated[Tagged[SafeguardingPeople], Depends(_people)], accounts: DistrictAccounts, page: Page
) -> Response:
    return await _shown(page, found, accounts, Sending())


@router.post("", response_class=Response, dependencies=WRITERS)
async def name_safeguarding_people(
    sending: Annotated[Sending, Depends(_name)],
    found: Annotated[Tagged[SafeguardingPeople], Depends(_people)],
    accounts: DistrictAccounts,
    page: Page,
) -> Response:
    """Names people in place of those before; who they are is shown where that could not be. People are looked for by
    name, which gets into no address.
    """
    if sending.failed or sending.outcome is None:
        return await _shown(page, found, accounts, sending)
    return RedirectResponse("/safeguarding-people", 303)


async def _shown(
    page: PageOfCaller, found: Tagged[SafeguardingPeople], accounts: list[Account] | None, sending: Sending
) -> Response:
    named = found.answer.person_ids if found.answer else []
    users = {
        one.person_id: one.user_name
        for one in accounts or []
        if one.person_id is not None and one.role in READ_CONCERNS
    }
    names = await names_of(page.session, page.caller, [*named, *users])
    words = {one: names.get(one) or users.get(one) or _unnamed(page, one) for one in (*named, *users)}
    context = {
        "found": found.answer, "etag": found.etag, "words": words,
        "choices": sorted(((str(one), said) for one, said in words.items()), key=lambda one: one[1].casefold()),
        "named": [str(one) for one in named],
        "finding": await finding(page, sending, but=frozenset(str(one) for one in words)),
        "reads": page.caller.person_id in named,
    }  # fmt: skip
    return shown(page, "people.html", sending, context, away=found.answer is None)


def _unnamed(page: PageOfCaller, person_id: UUID) -> str:
    return page.l10n.gettext("Person %(id)s", id=short_id(person_id))
