"""Who reviews a call: named by the host, among the accounts of the district where those can be read."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Readiness, Tagged
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.partners.answers import Account
from dashboards.readiness.partners.client import DistrictAccounts
from dashboards.readiness.selection import client as asking
from dashboards.readiness.selection.answers import Call, Reviewers
from dashboards.readiness.selection.pages.calls import OneCall
from dashboards.readiness.selection.pages.showing import shown
from dashboards.roster.dependencies import Page, PageOfCaller

router = APIRouter(prefix="/calls/{call_id}/reviewers", route_class=PageRoute, include_in_schema=False)
REVIEWING_ROLES = ("educator", "leader", "operator")


async def _reviewers(client: Readiness, call_id: UUID) -> RemoteResult[Reviewers]:
    return await asking.reviewers(client, call_id)


async def _add(client: Readiness, call_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.add_reviewer(client, call_id, fields))


async def _revoke(client: Readiness, call_id: UUID, reviewer_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.revoke_reviewer(client, call_id, reviewer_id))


Named = Annotated[RemoteResult[Reviewers], Depends(_reviewers)]


@router.get("", response_class=Response)
async def reviewers(found: Named, call: OneCall, accounts: DistrictAccounts, page: Page) -> Response:
    return _shown(page, Sending(), found, call, accounts)


@router.post("", response_class=Response)
async def add_reviewer(
    sending: Annotated[Sending, Depends(_add)],
    found: Named,
    call: OneCall,
    accounts: DistrictAccounts,
    call_id: UUID,
    page: Page,
) -> Response:
    if not sending.failed:
        return RedirectResponse(f"/calls/{call_id}/reviewers", 303)
    return _shown(page, sending, found, call, accounts)


@router.post("/{reviewer_id}/revoke", response_class=Response)
async def revoke_reviewer(
    sending: Annotated[Sending, Depends(_revoke)],
    found: Named,
    call: OneCall,
    accounts: DistrictAccounts,
    call_id: UUID,
    page: Page,
) -> Response:
    if not sending.failed:
        return RedirectResponse(f"/calls/{call_id}/reviewers", 303)
    return _shown(page, sending, found, call, accounts)


def _shown(
    page: PageOfCaller,
    sending: Sending,
    found: RemoteResult[Reviewers],
    call: Tagged[Call],
    accounts: list[Account] | None,
) -> Response:
    named = found.answer.root if found.answer else []
    known = {str(one.account_id): one.user_name for one in accounts or []}
    taken = {one.subject for one in named}
    choices = [
        (str(one.account_id), one.user_name)
        for one in accounts or []
        if one.role in REVIEWING_ROLES and str(one.account_id) not in taken
    ]
    context = {
        "call": call.answer, "found": found, "reviewers": sorted(named, key=lambda one: one.reviewer_id),
        "user_names": known, "choices": sorted(choices, key=lambda pair: pair[1].casefold()),
        "readable": accounts is not None,
    }  # fmt: skip
    return shown(page, "reviewers.html", sending, context, away=call.answer is None)
