"""`/resources/v1/reports`, `…/my-reports`: what readers find wrong with published items, and what they are answered."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from resources.common.api import Curator, Reader
from resources.common.usecases import reader_of
from resources.items.api.published import PREFIX, Version
from resources.remarks.queries.reports import Report, list_made
from resources.remarks.rules.reports import ReportState
from resources.remarks.schemas.reports import NewAnswer, NewReport, ReportShown
from resources.remarks.usecases import reporting
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

REPORTS = "/resources/v1/reports"
MINE = "/resources/v1/my-reports"
router = APIRouter(tags=["reports"])

State = Annotated[ReportState | None, Query(description="of these only")]
AboutItem = Annotated[UUID | None, Query(description="about this item only")]


@router.post(
    PREFIX + "/{item_id}/versions/{version}/reports",
    status_code=201,
    response_model=ReportShown,
    responses=refuses(409),
)
async def add_item_report(
    item_id: UUID, version: Version, sent: NewReport, caller: Reader, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Report what is wrong with an item.

    Tells the curators of the item's district what is wrong with a version that you may see. They are told of which
    district you are, and not who. You may have twenty reports that are not closed.
    """

    async def act() -> Answer:
        found = await reporting.report_item(session, caller, item_id, version, sent.about, sent.words, now)
        return created(ReportShown.model_validate(found))

    return await once(session, keyed, act)


@router.get(MINE)
async def list_my_reports(
    caller: Reader, session: Session, paging: Paging, response: Response, item_id: AboutItem = None
) -> Page[ReportShown]:
    """List your reports.

    Lists what you have reported, the newest first, with what the curators answered. Nobody sees another's.
    """
    found = await list_made(
        session, caller.district_id, reader_of(caller), paging.single_key(UUID), item_id, paging.limit + 1
    )
    return paging.page(response, found, ReportShown.model_validate, lambda one: [one.report_id])


@router.get(REPORTS, responses=refuses(403))
async def list_reports(
    caller: Curator, session: Session, paging: Paging, response: Response, state: State = None
) -> Page[ReportShown]:
    """List the reports about your items.

    Lists to the curators what readers of all districts found wrong with your district's items, the oldest first.
    """
    found = await reporting.read_received(session, caller, paging.single_key(UUID), state, paging.limit + 1)
    return paging.page(response, found, ReportShown.model_validate, lambda one: [one.report_id])


@router.get(REPORTS + "/{report_id}", responses=sends("ETag") | refuses(403))
async def get_report(report_id: UUID, caller: Curator, session: Session, response: Response) -> ReportShown:
    """Get a report about an item of yours.

    Answers to the curators what somebody found wrong with an item of your district's, with the answers so far.
    """
    return _shown(await reporting.require_received(session, caller, report_id), response)


@router.post(REPORTS + "/{report_id}/answer", responses=sends("ETag") | refuses(403, 409))
async def answer_report(
    report_id: UUID,
    sent: NewAnswer,
    caller: Curator,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> ReportShown:
    """Answer a report.

    A curator tells whoever reported it what becomes of it, and closes it or not. Earlier answers stay. What is closed
    is answered no more.
    """
    to = ReportState(sent.state)
    return _shown(await reporting.answer(session, caller, report_id, to, sent.words, expected, now), response)


def _shown(found: Report, response: Response) -> ReportShown:
    response.headers["ETag"] = etag(found.revision)
    return ReportShown.model_validate(found)
