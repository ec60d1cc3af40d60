"""`/readiness/v1/my-reviews` and `/reviewed-calls`: what reviewers read and give."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from readiness.common.rules.decimals import stored
from readiness.selection.api.showing import review_shown
from readiness.selection.queries.reviewing import find_reviews
from readiness.selection.schemas.reviewing import (
    ConflictShown,
    NewConflict,
    PlaceSeen,
    ReviewedApplication,
    ReviewedCall,
    ReviewListed,
    Sheet,
)
from readiness.selection.usecases import reviewing
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.context import Now
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix="/readiness/v1", tags=["reviews"])

Person = Annotated[Caller, needs("readiness.review")]


@router.get("/my-reviews")
async def list_my_reviews(caller: Person, session: Session, paging: Paging, response: Response) -> Page[ReviewListed]:
    """List the applications that you review.

    Lists the applications of calls that you were named for, once these are closed, by id. Those that you declared a
    conflict about are not there.
    """
    found = await find_reviews(session, caller.subject, paging.single_key(UUID), paging.limit + 1)
    return paging.page(
        response,
        found,
        lambda one: ReviewListed(
            application_id=one.application_id,
            call_id=one.call_id,
            applicant_id=one.applicant_id,
            scored=one.scored,
        ),
        lambda one: [one.application_id],
    )


@router.get("/my-reviews/{application_id}")
async def get_my_review(application_id: UUID, caller: Person, session: Session) -> ReviewedApplication:
    """Get an application that you review.

    Answers what the district wrote, the released figures that it attached, and your sheet. What other reviewers gave is
    there once you have given yours.
    """
    return review_shown(await reviewing.read_review(session, caller, application_id))


@router.put("/my-reviews/{application_id}/sheet")
async def give_sheet(
    application_id: UUID, sheet: Sheet, caller: Person, session: Session, now: Now
) -> ReviewedApplication:
    """Give your sheet for an application.

    Keeps a level for every criterion, instead of those you gave before, until decisions are released. A ranked list
    that there is by then is made anew.
    """
    return review_shown(await reviewing.give_sheet(session, caller, application_id, sheet, now))


@router.put("/my-reviews/{application_id}/conflict")
async def declare_conflict(
    application_id: UUID, body: NewConflict, caller: Person, session: Session, now: Now
) -> ConflictShown:
    """Declare a conflict about an application.

    Takes you off the application, before you have scored it or after. Nothing that you gave counts then, nothing you
    read tells of it any more, and a ranked list is made anew beside the old one.
    """
    found = await reviewing.declare_conflict(session, caller, application_id, body.reason, now)
    return ConflictShown.model_validate(found)


@router.get("/reviewed-calls/{call_id}")
async def get_reviewed_call(call_id: UUID, caller: Person, session: Session) -> ReviewedCall:
    """Get how a call that you review stands.

    Answers counts, the mean of what you gave, and the ranked list once you have scored everything: all of it worked out
    without the applications that you must not judge.
    """
    seen = await reviewing.read_reviewed_call(session, caller, call_id)
    places = None
    if seen.places is not None:
        places = [
            PlaceSeen(place=one.place, application_id=one.application, score=stored(one.score)) for one in seen.places
        ]
    return ReviewedCall(
        call_id=call_id,
        title=seen.call.terms.title,
        state="decided" if seen.call.state == "decided" else "reviewing",
        applications=seen.applications,
        scored=seen.scored,
        mean=None if seen.mean is None else stored(seen.mean),
        places=places,
    )
