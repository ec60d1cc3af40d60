"""`/coaching/v1/needs`: gaps that partners have brought to their engagements."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from coaching.common.api import Reader, Writer
from coaching.matching.queries.needs import NeedRecord, page_of_needs
from coaching.matching.rules.states import NeedState
from coaching.matching.schemas.needs import NeedShown, NewNeed
from coaching.matching.usecases import needs as usecases
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

PREFIX = "/coaching/v1/needs"
router = APIRouter(prefix=PREFIX, tags=["needs"])


@router.post("", status_code=201, response_model=NeedShown, responses=sends("Location", "ETag", status=201))
async def add_need(new: NewNeed, caller: Writer, session: Session, now: Now, keyed: Keyed) -> Response:
    """Bring a gap to an engagement.

    Lets the host of an engagement know of one of your district's open gaps, how severe it is, and when your people can
    meet. It closes by itself when the gap does.
    """

    async def act() -> Answer:
        made = await usecases.bring(session, caller, new, now)
        return created(_shape(made), location=f"{PREFIX}/{made.need_id}", etag=etag(made.version))

    return await once(session, keyed, act)


@router.get("")
async def list_needs(
    _: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    engagement_id: Annotated[UUID | None, Query(description="of one engagement")] = None,
    state: Annotated[NeedState | None, Query()] = None,
) -> Page[NeedShown]:
    """List the needs of your engagements.

    Lists by id what your district has brought as a partner, and what its partners have brought to it as a host.
    """
    found = await page_of_needs(session, paging.single_key(UUID), engagement_id, state, paging.limit + 1)
    return paging.page(response, found, _shape, lambda one: [one.need_id])


@router.get("/{need_id}", responses=sends("ETag"))
async def get_need(need_id: UUID, _: Reader, session: Session, response: Response) -> NeedShown:
    """Get a need.

    Answers one need of an engagement of your district's.
    """
    return _shown(await usecases.read_need(session, need_id), response)


@router.post("/{need_id}/withdraw", responses=sends("ETag"))
async def withdraw_need(
    need_id: UUID, caller: Writer, session: Session, now: Now, expected: ExpectedVersion, response: Response
) -> NeedShown:
    """Withdraw a need.

    Takes back what your district has brought. What is only proposed for it is declined with it; a match that is
    confirmed is ended first.
    """
    return _shown(await usecases.withdraw(session, caller, need_id, expected, now), response)


def _shown(record: NeedRecord, response: Response) -> NeedShown:
    response.headers["ETag"] = etag(record.version)
    return _shape(record)


def _shape(record: NeedRecord) -> NeedShown:
    return NeedShown.model_validate(record)
