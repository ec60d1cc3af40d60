"""`/coaching/v1/gaps`: a district's own gaps that are open."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Reader
from coaching.matching.queries.gaps import GapRecord, page_of_gaps
from coaching.matching.schemas.needs import GapShown
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/gaps", tags=["needs"])


@router.get("")
async def list_gaps(_: Reader, session: Session, paging: Paging, response: Response) -> Page[GapShown]:
    """List your district's open gaps.

    Lists by id the gaps that your district's own assessments show and that are open. No host knows of one before it is
    brought to an engagement.
    """
    found = await page_of_gaps(session, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, _shape, lambda one: [one.gap_id])


def _shape(record: GapRecord) -> GapShown:
    return GapShown.model_validate(record)
