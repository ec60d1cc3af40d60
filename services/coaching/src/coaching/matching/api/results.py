"""`/coaching/v1/matchings/{matching_id}/...`: what a matching came to, and why."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Reader
from coaching.matching.api.matchings import PREFIX
from coaching.matching.api.showing import pair_shape, remedy_shape
from coaching.matching.queries.results import (
    UncoveredRow,
    find_left_out,
    find_pairs_of_coach,
    page_of_pairs,
    page_of_uncovered,
)
from coaching.matching.schemas.results import CoachOfMatching, PairShown, RemedyShown, UncoveredShown, WhyNotShown
from coaching.matching.usecases.matchings import read_matching
from shared.errors import NotFound
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix=f"{PREFIX}/{{matching_id}}", tags=["matchings"])


@router.get("/pairs")
async def list_pairs(
    matching_id: UUID, _: Reader, session: Session, paging: Paging, response: Response
) -> Page[PairShown]:
    """List the pairs of a matching.

    Lists by need who coaches it, when, what speaks for each pair, and what others in their place would mean. Empty
    until the matching is finished.
    """
    matching = await read_matching(session, matching_id)
    found = await page_of_pairs(session, matching_id, paging.key(UUID, UUID), paging.limit + 1)
    return paging.page(response, found, lambda one: pair_shape(matching, one), lambda one: [one.need_id, one.coach_id])


@router.get("/uncovered")
async def list_uncovered(
    matching_id: UUID, _: Reader, session: Session, paging: Paging, response: Response
) -> Page[UncoveredShown]:
    """List the needs that a matching leaves.

    Lists by id the needs that nobody covers, the rule that stops each, and the cheapest change that would cover it by
    the host's own prices; that is worked out after the matching, one need after the other.
    """
    matching = await read_matching(session, matching_id)

    def shape(row: UncoveredRow) -> UncoveredShown:
        remedy = None if row.remedy is None else RemedyShown(**remedy_shape(matching, row.remedy))
        return UncoveredShown(need_id=row.need_id, remedy=remedy, **row.why)

    found = await page_of_uncovered(session, matching_id, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, shape, lambda one: [one.need_id])


@router.get("/coaches/{coach_id}")
async def get_coach_of_matching(matching_id: UUID, coach_id: UUID, _: Reader, session: Session) -> CoachOfMatching:
    """Get what a matching gives a coach.

    Answers a coach's pairs, or the smallest change that would have given them one; that is worked out after the
    matching, one coach after the other.
    """
    matching = await read_matching(session, matching_id)
    pairs = await find_pairs_of_coach(session, matching_id, coach_id)
    left_out = await find_left_out(session, matching_id, coach_id)
    if not pairs and left_out is None:
        raise NotFound("There is no such coach in this matching, or it is not finished yet.")
    why = None if left_out is None else left_out.why
    return CoachOfMatching(
        coach_id=coach_id,
        pairs=[pair_shape(matching, one) for one in pairs],
        why_not=None if why is None else WhyNotShown(**remedy_shape(matching, why)),
    )
