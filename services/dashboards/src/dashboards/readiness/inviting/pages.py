"""People who sign in are invited: among the accounts of the district where those can be read, else by id."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from dashboards.common.pages.route import PageRoute
from dashboards.readiness.assessments import client as asking
from dashboards.readiness.assessments.client import Planned
from dashboards.readiness.assessments.pages import planned, shown
from dashboards.readiness.client import Outcome, Readiness
from dashboards.readiness.finding import finding, looks
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.inviting.usecases.people import invitations_of, wrong_people
from dashboards.readiness.partners.answers import Account
from dashboards.readiness.partners.client import DistrictAccounts
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.usecases.names import names_of

router = APIRouter(prefix="/assessments/{assessment_id}/people", route_class=PageRoute, include_in_schema=False)


OnePlanned = Annotated[Planned, Depends(planned)]


async def _invite(client: Readiness, one: OnePlanned, assessment_id: UUID, fields: TypedFields) -> Sending:
    if looks(fields):
        return Sending(fields)
    if one.found.answer is None:
        return Sending(fields, Outcome())
    body = {"invitations": invitations_of(fields)}
    return Sending(fields, await asking.invite(client, assessment_id, fields, body))


@router.get("", response_class=Response)
async def people(one: OnePlanned, accounts: DistrictAccounts, page: Page) -> Response:
    return await _shown(page, one, accounts, Sending())


@router.post("", response_class=Response)
async def invite_people(
    one: OnePlanned, accounts: DistrictAccounts, sending: Annotated[Sending, Depends(_invite)], page: Page
) -> Response:
    outcome = sending.outcome
    if outcome is not None and outcome.done:
        return await shown(page, "readiness/invited.html", one, Sending(), made=asking.made_of(outcome).invitations)
    return await _shown(page, one, accounts, sending)


async def _shown(page: PageOfCaller, one: Planned, accounts: list[Account] | None, sending: Sending) -> Response:
    known = {each.person_id: each for each in accounts or [] if each.person_id is not None}
    names = await names_of(page.session, page.caller, list(known))
    choices = [(str(id_), names.get(id_) or each.user_name, each) for id_, each in known.items()]
    found = await finding(page, sending, but=frozenset(id_ for id_, _, _ in choices))
    called = {id_: words for id_, words, _ in choices} | {
        str(each.person_id): each.name for each in found.kept if each.name is not None
    }
    more = {
        "finding": found,
        "choices": sorted(choices, key=lambda choice: choice[1].casefold()),
        "wrong": wrong_people(sending, called),
    }  # fmt: skip
    return await shown(page, "readiness/people.html", one, sending, **more)
