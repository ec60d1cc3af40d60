"""Needs: gaps that a partner has brought to an engagement, as both districts see them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.coaches.usecases.read_forms import shown_times
from dashboards.coaching.matching import client as asking
from dashboards.coaching.matching.answers import Need
from dashboards.coaching.matching.client import Bringing, Known
from dashboards.coaching.matching.pages.showing import about, called, parties, shown, sorted_choices
from dashboards.coaching.matching.usecases.board import by_partner
from dashboards.coaching.matching.usecases.read_forms import need_of
from dashboards.common.dependencies import FOLLOWED, Viewer
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Tagged
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.labels import SEVERITIES
from dashboards.readiness.partners.client import DistrictNames, Names
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.auth.dependencies import needs as needs_scope

router = APIRouter(prefix="/needs", route_class=PageRoute, include_in_schema=False)

WRITERS = [needs_scope("coaching.write")]


async def _known(client: Coaching) -> Known:
    return await asking.known(client)


async def _districts(found: Annotated[Known, Depends(_known)], names: Names) -> DistrictNames:
    return await names.names_of(parties(found))


async def _bringing(client: Coaching, caller: Viewer) -> Bringing:
    return await asking.bringing(client, caller.district_id)


async def _hosts(found: Annotated[Bringing, Depends(_bringing)], names: Names) -> DistrictNames:
    return await names.names_of({one.host_id for one in found.engagements})


async def _need(client: Coaching, need_id: UUID) -> Tagged[Need]:
    return await asking.one_need(client, need_id)


async def _bring(client: Coaching, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.bring(client, fields, need_of(fields)))


async def _withdraw(client: Coaching, need_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.withdraw(client, need_id, fields))


@router.get("", response_class=Response, dependencies=FOLLOWED)
async def needs(
    known: Annotated[Known, Depends(_known)],
    bringing: Annotated[Bringing, Depends(_bringing)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    page: Page,
) -> Response:
    """What the district has brought, what it can bring, and what its partners have brought to it."""
    here = page.caller.district_id
    own = [one for one in known.needs.values() if one.partner_id == here]
    brought = {one.gap_id for one in own if one.state == "open"}
    context = {
        "known": known, "called": await called(page, known, districts), "own": own, "bringing": bringing,
        "open_gaps": [one for one in bringing.gaps if one.gap_id not in brought],
        "groups": by_partner(
            {key: one for key, one in known.needs.items() if one.host_id == here}, (), (), whole=False
        ),
    }  # fmt: skip
    return shown(page, "needs.html", Sending(), context)


@router.get("/new", response_class=Response, dependencies=WRITERS)
async def new_need(
    found: Annotated[Bringing, Depends(_bringing)],
    hosts: Annotated[DistrictNames, Depends(_hosts)],
    page: Page,
    gap: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    return _form(page, found, hosts, Sending(), gap)


@router.post("/new", response_class=Response, dependencies=WRITERS)
async def bring_gap(
    sending: Annotated[Sending, Depends(_bring)],
    found: Annotated[Bringing, Depends(_bringing)],
    hosts: Annotated[DistrictNames, Depends(_hosts)],
    page: Page,
) -> Response:
    if sending.outcome is not None and sending.outcome.done:
        return RedirectResponse(f"/needs/{sending.outcome.said['need_id']}", 303)
    return _form(page, found, hosts, sending)


@router.get("/{need_id}", response_class=Response, dependencies=FOLLOWED)
async def need(
    one: Annotated[Tagged[Need], Depends(_need)],
    known: Annotated[Known, Depends(_known)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    page: Page,
) -> Response:
    return await _shown(page, one, known, districts, Sending())


@router.post("/{need_id}/withdraw", response_class=Response, dependencies=WRITERS)
async def withdraw_need(
    sending: Annotated[Sending, Depends(_withdraw)],
    one: Annotated[Tagged[Need], Depends(_need)],
    known: Annotated[Known, Depends(_known)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    need_id: UUID,
    page: Page,
) -> Response:
    if not sending.failed:
        return RedirectResponse(f"/needs/{need_id}", 303)
    return await _shown(page, one, known, districts, sending)


async def _shown(
    page: PageOfCaller, one: Tagged[Need], known: Known, districts: DistrictNames, sending: Sending
) -> Response:
    found = one.answer
    context = {
        "need": found, "etag": one.etag, "called": await called(page, known, districts),
        "matches": [each for each in known.matches if found is not None and each.need_id == found.need_id],
        "own": found is not None and found.partner_id == page.caller.district_id,
    }  # fmt: skip
    return shown(page, "need.html", sending, context, away=found is None)


def _form(page: PageOfCaller, found: Bringing, hosts: DistrictNames, sending: Sending, gap: str = "") -> Response:
    context = {
        "gap": gap,
        "stopped": found.stopped,
        "gap_choices": sorted_choices(
            (one.gap_id, f"{about(one)} ({page.l10n.gettext(SEVERITIES[one.severity])})") for one in found.gaps
        ),
        "engagement_choices": sorted_choices(
            (one.engagement_id, hosts.get(one.host_id) or str(one.host_id)) for one in found.engagements
        ),
        "times": shown_times(sending.fields, []),
        "own_zone": page.zone,
    }
    return shown(page, "bring.html", sending, context, away=found.away)
