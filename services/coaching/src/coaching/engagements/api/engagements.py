"""`/coaching/v1/engagements`: what a host and a partner do together."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from coaching.common.api import Reader
from coaching.engagements.api.showing import engagement_shape, engagement_shown
from coaching.engagements.queries.engagements import page_of_engagements
from coaching.engagements.schemas.engagements import EngagementShown
from coaching.engagements.usecases.reading import see_engagement, with_sharing
from shared.http.context import Now
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

PREFIX = "/coaching/v1/engagements"
router = APIRouter(prefix=PREFIX, tags=["engagements"])


@router.get("")
async def list_engagements(
    _: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    now: Now,
    still_open: Annotated[bool | None, Query(alias="open", description="whether it has not ended")] = None,
    stalled: Annotated[
        bool | None, Query(description="whether the first contact was missed or a milestone is late")
    ] = None,
) -> Page[EngagementShown]:
    """List the engagements of your district.

    Lists by id what your district does as a host and as a partner, what is over included.
    """
    after = paging.single_key(UUID)
    found = await page_of_engagements(session, after, still_open, stalled, paging.limit + 1, now)
    seen = await with_sharing(session, found)
    return paging.page(response, seen, engagement_shape, lambda one: [one.record.engagement_id])


@router.get("/{engagement_id}", responses=sends("ETag"))
async def get_engagement(
    engagement_id: UUID, _: Reader, session: Session, now: Now, response: Response
) -> EngagementShown:
    """Get an engagement.

    Answers what your district and another do together: its phase, how its agreements stand, and what has stalled. It is
    the same for both, and a 404 to any other.
    """
    return engagement_shown(await see_engagement(session, engagement_id, now), response)
