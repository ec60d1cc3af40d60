"""Reports about the district's items, on the desk of its curators."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.library.client import Resources
from dashboards.library.desk.pages.showing import shown
from dashboards.library.queries.owners import Owner
from dashboards.library.remarks import client as asking
from dashboards.library.remarks.answers import Report, Reports
from dashboards.library.usecases.owners import owners_of
from dashboards.readiness.client import Tagged
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.auth.dependencies import needs
from shared.http.session import PublishedBy, Publishes

PREFIX = "/library/desk/reports"
CURATORS = [needs("resources.curate")]
router = APIRouter(prefix=PREFIX, route_class=PageRoute, include_in_schema=False, dependencies=CURATORS)

State = Annotated[Literal["open", "answered", "closed", ""], Query()]
After = Annotated[str, Query(max_length=400)]


class Received(NamedTuple):
    """A page of reports, with the names of the districts that they come from; none to who is not named to decide."""

    found: RemoteResult[Reports]
    districts: Mapping[UUID, Owner]


class OneReport(NamedTuple):
    report: Tagged[Report]
    districts: Mapping[UUID, Owner]


async def _received(client: Resources, published_by: PublishedBy, state: State = "open", after: After = "") -> Received:
    found = await asking.received(client, state, after)
    return Received(found, await _districts(published_by, found.answer.items if found.answer else []))


async def _report(client: Resources, report_id: UUID, published_by: PublishedBy) -> OneReport:
    found = await asking.received_report(client, report_id)
    return OneReport(found, await _districts(published_by, [found.answer] if found.answer else []))


async def _answer(client: Resources, report_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.answer(client, report_id, fields))


async def _districts(published_by: Publishes, reports: Iterable[Report]) -> Mapping[UUID, Owner]:
    return await owners_of(published_by, (one.reporter_id for one in reports))


@router.get("", response_class=Response)
async def reports(received: Annotated[Received, Depends(_received)], page: Page, state: State = "open") -> Response:
    """Those that nobody has answered yet, unless others are asked for."""
    found = received.found
    context = {"found": found.answer, "away": found.away, "state": state, "owners": received.districts}
    return shown(page, "reports.html", Sending(), context)


@router.get("/{report_id}", response_class=Response)
async def report(one: Annotated[OneReport, Depends(_report)], page: Page) -> Response:
    return _shown(page, one, Sending())


@router.post("/{report_id}", response_class=Response)
async def answer_report(
    sending: Annotated[Sending, Depends(_answer)],
    one: Annotated[OneReport, Depends(_report)],
    report_id: UUID,
    page: Page,
) -> Response:
    """Tells whoever reported it what becomes of it."""
    if sending.failed:
        return _shown(page, one, sending)
    return RedirectResponse(f"{PREFIX}/{report_id}", 303)


def _shown(page: PageOfCaller, one: OneReport, sending: Sending) -> Response:
    found = one.report.answer
    context = {"one": found, "etag": one.report.etag, "owners": one.districts}
    return shown(page, "report.html", sending, context, away=found is None)
