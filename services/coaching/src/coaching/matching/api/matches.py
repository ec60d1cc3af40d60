"""`/coaching/v1/matches`: coaches who are proposed for needs, and those whom both districts have confirmed."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from coaching.common.api import Anybody, Reader, Writer
from coaching.matching.api.showing import match_shape, own_match_shape
from coaching.matching.queries.matches import MatchRecord, page_of_matches, page_of_own_matches
from coaching.matching.queries.needs import find_needs
from coaching.matching.rules.states import MatchState
from coaching.matching.schemas.matches import Declining, MatchEnding, MatchFirstContact, MatchShown, OwnMatchShown
from coaching.matching.usecases import matches as usecases
from shared.http.context import Now
from shared.http.editing import etag
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session
from shared.values.calendar import day_of

router = APIRouter(prefix="/coaching/v1/matches", tags=["matches"])
my_matches = APIRouter(prefix="/coaching/v1/my-matches", tags=["matches"])


@router.get("")
async def list_matches(
    _: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    now: Now,
    engagement_id: Annotated[UUID | None, Query(description="of one engagement")] = None,
    state: Annotated[MatchState | None, Query()] = None,
    stalled: Annotated[bool | None, Query(description="whether the first contact is overdue")] = None,
) -> Page[MatchShown]:
    """List the matches of your engagements.

    Lists by id the coaches who are, were or are to be on needs of your engagements, as a host or as a partner.
    """
    found = await page_of_matches(
        session, paging.single_key(UUID), engagement_id, state, stalled, paging.limit + 1, now
    )
    return paging.page(response, found, lambda one: _shape(one, now), lambda one: [one.match_id])


@my_matches.get("")
async def list_my_matches(
    caller: Anybody, session: Session, paging: Paging, response: Response, now: Now
) -> Page[OwnMatchShown]:
    """List the matches in which you coach.

    Lists by id the matches that name you as their coach, those that have ended too, each with what you are asked to
    help with. A system coaches nobody.
    """
    found = []
    if caller.person_id is not None:
        found = await page_of_own_matches(
            session, caller.district_id, caller.person_id, paging.single_key(UUID), paging.limit + 1
        )
    needs = await find_needs(session, {one.need_id for one in found})
    shape = partial(own_match_shape, needs=needs, now=now)
    return paging.page(response, found, shape, lambda one: [one.match_id])


@router.get("/{match_id}", responses=sends("ETag"))
async def get_match(match_id: UUID, _: Reader, session: Session, now: Now, response: Response) -> MatchShown:
    """Get a match.

    Answers one match of an engagement of your district's.
    """
    return _shown(await usecases.read_match(session, match_id), now, response)


@router.post("/{match_id}/confirm", responses=sends("ETag"))
async def confirm_match(match_id: UUID, caller: Writer, session: Session, now: Now, response: Response) -> MatchShown:
    """Confirm a match.

    Confirms a match for your district. It stands once both districts have, and only if it still can: the coach may
    coach, has the time, and the need and the engagement are open.
    """
    return _shown(await usecases.confirm(session, caller, match_id, now), now, response)


@router.post("/{match_id}/decline", responses=sends("ETag"))
async def decline_match(
    match_id: UUID, sent: Declining, caller: Writer, session: Session, now: Now, response: Response
) -> MatchShown:
    """Decline a match.

    Declines what is proposed, with why. What has been confirmed by both is ended instead.
    """
    return _shown(await usecases.decline(session, caller, match_id, sent, now), now, response)


@router.post("/{match_id}/end", responses=sends("ETag"))
async def end_match(
    match_id: UUID, sent: MatchEnding, caller: Writer, session: Session, now: Now, response: Response
) -> MatchShown:
    """End a match.

    Ends what both had confirmed, with why, and puts a matching into the queue in which the pair does not come about
    again.
    """
    return _shown(await usecases.end(session, caller, match_id, sent, now), now, response)


@router.post("/{match_id}/first-contact", responses=sends("ETag"))
async def record_contact_of_match(
    match_id: UUID, sent: MatchFirstContact, _: Writer, session: Session, now: Now, response: Response
) -> MatchShown:
    """Record the first contact of a match.

    Keeps the day on which coach and partner first met; of several that are told the earliest.
    """
    return _shown(await usecases.record_contact(session, match_id, sent.on, now), now, response)


def _shown(record: MatchRecord, now: Now, response: Response) -> MatchShown:
    response.headers["ETag"] = etag(record.version)
    return _shape(record, now)


def _shape(record: MatchRecord, now: Now) -> MatchShown:
    return match_shape(record, day_of(now, record.time_zone))
