"""`/coaching/v1/my-engagements`: in which teams the caller is."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Anybody
from coaching.engagements.api.showing import engagement_shape
from coaching.engagements.queries.engagements import page_of_own_engagements
from coaching.engagements.schemas.engagements import EngagementShown
from coaching.engagements.usecases.reading import with_sharing
from shared.http.context import Now
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/my-engagements", tags=["engagements"])


@router.get("")
async def list_my_engagements(
    caller: Anybody, session: Session, paging: Paging, response: Response, now: Now
) -> Page[EngagementShown]:
    """List the engagements that you take part in.

    Lists by id the engagements in whose team you are on this day. A system is in none.
    """
    found = []
    if caller.person_id is not None:
        found = await page_of_own_engagements(
            session, caller.district_id, caller.person_id, paging.single_key(UUID), paging.limit + 1, now
        )
    seen = await with_sharing(session, found)
    return paging.page(response, seen, engagement_shape, lambda one: [one.record.engagement_id])
