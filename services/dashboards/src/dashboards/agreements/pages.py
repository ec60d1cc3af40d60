"""Pages of agreements: those that are to be signed first, and each with its terms and what can be done about it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.agreements import client as asking
from dashboards.agreements import labels
from dashboards.agreements.answers import Agreement, Agreements
from dashboards.agreements.client import Deciding, Partners
from dashboards.common.client import RemoteResult
from dashboards.common.dependencies import Viewer
from dashboards.common.pages.route import PageRoute
from dashboards.network.usecases import view_network
from dashboards.readiness.client import Tagged
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.partners.answers import NamedDistrict
from dashboards.readiness.partners.client import MANAGE, READ, DistrictNames, Names
from dashboards.readiness.showing import words_kept
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.auth.callers import Caller
from shared.auth.dependencies import needs

router = APIRouter(route_class=PageRoute, include_in_schema=False)

Leader = Annotated[Caller, needs(READ)]
SIGNERS = [needs(MANAGE)]
_FIELDS = ("other_id", "way", "purpose", "granularity", "basis", "starts_on", "expires_on", "destroy_by")
ONE = "/agreements/{agreement_id}"


async def _list(client: Partners, _: Leader) -> RemoteResult[Agreements]:
    return await asking.all_agreements(client)


async def _names_of_list(found: Annotated[RemoteResult[Agreements], Depends(_list)], names: Names) -> DistrictNames:
    return await names.names_of(_parties(*(found.answer.items if found.answer else ())))


async def _drafts(client: Partners, caller: Viewer) -> RemoteResult[Agreements]:
    return await asking.drafts_for(client, caller)


Drafts = Annotated[RemoteResult[Agreements], Depends(_drafts)]


async def _names_of_drafts(drafts: Drafts, names: Names) -> DistrictNames:
    return await names.names_of(_parties(*(drafts.answer.items if drafts.answer else ())))


async def _one(client: Partners, _: Leader, agreement_id: UUID) -> Tagged[Agreement]:
    return await asking.one_agreement(client, agreement_id)


async def _names_of_one(one: Annotated[Tagged[Agreement], Depends(_one)], names: Names) -> DistrictNames:
    return await names.names_of(_parties(*([one.answer] if one.answer else [])))


async def _act(client: Partners, agreement_id: UUID, deciding: Deciding, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.act(client, agreement_id, deciding, fields))


async def _others(client: Partners, caller: Leader) -> list[NamedDistrict]:
    return await asking.other_districts(client, caller.district_id)


Others = Annotated[list[NamedDistrict], Depends(_others)]


async def _draft(client: Partners, caller: Leader, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.draft(client, fields, caller.district_id))


def _parties(*agreements: Agreement) -> set[UUID]:
    return {district for one in agreements for district in (one.discloser_id, one.recipient_id)}


@router.get("/network", response_class=Response)
async def network(
    drafts: Drafts, districts: Annotated[DistrictNames, Depends(_names_of_drafts)], page: Page
) -> Response:
    """What is shared, and above it what is still to be signed."""
    context = {
        "view": await view_network(page.session, page.caller), "drafts": drafts, "districts": districts,
        "texts": labels, "us": page.caller.district_id, "reads": READ in page.caller.scopes,
    }  # fmt: skip
    return page.render("agreements/network.html", context)


@router.get("/agreements", response_class=Response)
async def agreements(
    found: Annotated[RemoteResult[Agreements], Depends(_list)],
    districts: Annotated[DistrictNames, Depends(_names_of_list)],
    page: Page,
) -> Response:
    """Drafts, with those that wait for the reader's district first; what is in force; what is over."""
    listed = sorted(found.answer.items, key=lambda one: one.starts_on, reverse=True) if found.answer else []
    us = page.caller.district_id
    context = {
        "found": found, "districts": districts, "us": us, "texts": labels, "signs": MANAGE in page.caller.scopes,
        "drafts": sorted((one for one in listed if one.state == "draft"), key=lambda one: not one.waits_for(us)),
        "active": [one for one in listed if one.state == "active"],
        "over": [one for one in listed if one.state not in ("draft", "active")],
    }  # fmt: skip
    return page.render("agreements/agreements.html", context)


@router.get("/agreements/new", response_class=Response, dependencies=SIGNERS)
async def new_agreement(
    others: Others,
    page: Page,
    other_id: Annotated[str, Query(max_length=40)] = "",
    way: Annotated[str, Query(max_length=10)] = "",
    granularity: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """A form for a draft; an engagement that waits for one says with whom, which way and how finely."""
    return _new(page, others, Sending(), {"other_id": other_id, "way": way, "granularity": granularity})


@router.post("/agreements/new", response_class=Response, dependencies=SIGNERS)
async def draft_agreement(sending: Annotated[Sending, Depends(_draft)], others: Others, page: Page) -> Response:
    if sending.outcome is not None and sending.outcome.done:
        return RedirectResponse(ONE.format(agreement_id=sending.outcome.said["agreement_id"]), 303)
    return _new(page, others, sending, {})


@router.get(ONE, response_class=Response)
async def agreement(
    one: Annotated[Tagged[Agreement], Depends(_one)],
    districts: Annotated[DistrictNames, Depends(_names_of_one)],
    page: Page,
) -> Response:
    """The terms in words, who has signed them, and what signing binds to."""
    return _shown(page, one, districts, Sending())


@router.post(f"{ONE}/{{deciding}}", response_class=Response, dependencies=SIGNERS)
async def act_on_agreement(
    sending: Annotated[Sending, Depends(_act)],
    one: Annotated[Tagged[Agreement], Depends(_one)],
    districts: Annotated[DistrictNames, Depends(_names_of_one)],
    page: Page,
    agreement_id: UUID,
    deciding: Deciding,
) -> Response:
    """Signs, changes or ends it; where that is refused, the page says why and keeps every word."""
    if sending.failed:
        return _shown(page, one, districts, sending, deciding)
    return RedirectResponse(ONE.format(agreement_id=agreement_id), 303)


def _shown(
    page: PageOfCaller, one: Tagged[Agreement], districts: DistrictNames, sending: Sending, deciding: str = ""
) -> Response:
    if one.answer is None and sending.fields is not None:
        return words_kept(page, sending)
    context = {
        "one": one.answer, "etag": one.etag, "districts": districts, "us": page.caller.district_id, "texts": labels,
        "signs": MANAGE in page.caller.scopes, "sending": sending, "deciding": deciding,
    }  # fmt: skip
    return page.render("agreements/agreement.html", context, status=sending.status)


def _new(page: PageOfCaller, others: list[NamedDistrict], sending: Sending, wanted: dict[str, str]) -> Response:
    if not others and sending.fields is not None:
        return words_kept(page, sending)
    names = sorted(((str(one.district_id), one.name) for one in others), key=lambda one: one[1].casefold())
    context = {
        "others": names, "sending": sending, "texts": labels, "us": page.caller.district_id,
        "wanted": dict.fromkeys((*_FIELDS, "discloser_id"), "") | wanted,
    }  # fmt: skip
    return page.render("agreements/new.html", context, status=sending.status)
