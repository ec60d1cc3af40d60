"""The charter of an engagement, and how the engagement is closed: what the two districts sign, and what is left."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.engagements import client as asking
from dashboards.coaching.engagements.answers import Charter
from dashboards.coaching.engagements.client import Parting, Together, path_of
from dashboards.coaching.engagements.pages.showing import WRITERS, Leader, districts_of, of_engagement
from dashboards.coaching.engagements.usecases.read_forms import (
    charter_of,
    closure_of,
    end_of,
    handover_of,
    retention_pointer,
    signature_of,
)
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.partners.client import DistrictNames, Names
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.http.fields import WHOLE

router = APIRouter(prefix="/engagements/{engagement_id}", route_class=PageRoute, include_in_schema=False)

Writing = Literal["write", "sign"]
Leaving = Literal["plan", "hand-over", "end"]
Number = Annotated[int | None, Query(ge=1, le=1_000_000), WHOLE]


async def _charters(client: Coaching, _: Leader, engagement_id: UUID) -> Together:
    return await asking.charters(client, engagement_id)


async def _districts(one: Annotated[Together, Depends(_charters)], names: Names) -> DistrictNames:
    return await names.names_of(districts_of(one.found.answer))


async def _parting(client: Coaching, _: Leader, engagement_id: UUID) -> Parting:
    return await asking.parting(client, engagement_id)


async def _parting_districts(one: Annotated[Parting, Depends(_parting)], names: Names) -> DistrictNames:
    return await names.names_of(districts_of(one.found.answer))


async def _write(client: Coaching, engagement_id: UUID, writing: Writing, fields: TypedFields) -> Sending:
    path = f"{path_of(engagement_id)}/charter"
    if writing == "sign":
        return Sending(
            fields, await asking.send(client, "POST", f"{path}/sign", fields, signature_of(fields), once=True)
        )
    return Sending(fields, await asking.send(client, "POST", path, fields, charter_of(fields), once=True))


async def _leave(client: Coaching, engagement_id: UUID, leaving: Leaving, fields: TypedFields) -> Sending:
    path = path_of(engagement_id)
    if leaving == "plan":
        return Sending(fields, await asking.send(client, "PUT", f"{path}/closure", fields, closure_of(fields)))
    if leaving == "hand-over":
        body = handover_of(fields)
        return Sending(fields, await asking.send(client, "POST", f"{path}/handovers", fields, body, once=True))
    return Sending(fields, await asking.send(client, "POST", f"{path}/end", fields, end_of(fields)))


@router.get("/charter", response_class=Response)
async def charter(
    one: Annotated[Together, Depends(_charters)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    page: Page,
    beside: Number = None,
) -> Response:
    """The newest version, beside the one in force or another one."""
    return await _charter(page, one, districts, Sending(), beside)


@router.post("/charter/{writing}", response_class=Response, dependencies=WRITERS)
async def write_charter(
    sending: Annotated[Sending, Depends(_write)],
    one: Annotated[Together, Depends(_charters)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    page: Page,
    engagement_id: UUID,
) -> Response:
    if sending.failed:
        return await _charter(page, one, districts, sending, None)
    return RedirectResponse(f"/engagements/{engagement_id}/charter", 303)


@router.get("/closing", response_class=Response)
async def closing(
    one: Annotated[Parting, Depends(_parting)],
    districts: Annotated[DistrictNames, Depends(_parting_districts)],
    page: Page,
) -> Response:
    """The last meeting, what is kept and destroyed, what is handed over, and the end."""
    return await _closing(page, one, districts, Sending())


@router.post("/closing/{leaving}", response_class=Response, dependencies=WRITERS)
async def close(
    sending: Annotated[Sending, Depends(_leave)],
    one: Annotated[Parting, Depends(_parting)],
    districts: Annotated[DistrictNames, Depends(_parting_districts)],
    page: Page,
    engagement_id: UUID,
    leaving: Leaving,
) -> Response:
    if sending.failed:
        return await _closing(page, one, districts, sending, leaving)
    return RedirectResponse(f"/engagements/{engagement_id}/closing", 303)


async def _charter(
    page: PageOfCaller, one: Together, districts: DistrictNames, sending: Sending, beside: int | None
) -> Response:
    newest = one.charters[-1] if one.charters else None
    second = _beside(one, newest, beside)
    return await of_engagement(
        page, "charter.html", sending, one.found.answer, (), districts,
        charters=one.charters, newest=newest, second=second,
    )  # fmt: skip


def _beside(one: Together, newest: Charter | None, number: int | None) -> Charter | None:
    """The version that was asked for, else the one in force; never the newest beside itself."""
    asked = [each for each in one.charters if each.number == number]
    found = asked or [each for each in one.charters if each.in_force]
    return next((each for each in found if newest is None or each.number != newest.number), None)


async def _closing(
    page: PageOfCaller, one: Parting, districts: DistrictNames, sending: Sending, leaving: str = ""
) -> Response:
    found = one.found.answer if one.closure is not None else None
    return await of_engagement(
        page, "closing.html", sending, found, one.members, districts,
        closure=one.closure, handovers=one.handovers, etag=one.found.etag, leaving=leaving,
        pointer=retention_pointer,
    )  # fmt: skip
