"""`/coaching/v1/coaching-report`: that coaching really happened. Counts and lengths, no content, and no ranking."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from coaching.common.api import Reader
from coaching.meetings.queries.report import find_kind_tallies, page_of_coach_tallies, page_of_partner_tallies
from coaching.meetings.schemas.report import CoachTallyShown, KindTallyShown, PartnerTallyShown
from coaching.meetings.usecases.report import find_span
from shared.http.context import Now
from shared.http.fields import Day
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/coaching-report", tags=["coaching report"])

First = Annotated[Day | None, Query(description="four weeks before the last where it is absent")]
Last = Annotated[Day | None, Query(description="a whole day; today where it is absent")]


@router.get("")
async def list_coaching_of_partners(
    caller: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    now: Now,
    first: First = None,
    last: Last = None,
) -> Page[PartnerTallyShown]:
    """List what coaching came to, by partner.

    Lists, for each partnership of your district, how many meetings were planned for these days, how many were held, how
    long, and by coaches of which kind. A partner reads of its own.
    """
    span = await find_span(session, caller, first, last, now)
    key = paging.key(UUID, UUID)
    found = await page_of_partner_tallies(session, span, None if key is None else (key[0], key[1]), paging.limit + 1)
    kinds: dict[tuple[UUID, UUID], list[KindTallyShown]] = {}
    for one in await find_kind_tallies(session, span):
        kinds.setdefault((one.host_id, one.partner_id), []).append(KindTallyShown.model_validate(one))
    shown = [PartnerTallyShown(**one._asdict(), kinds=kinds.get((one.host_id, one.partner_id), [])) for one in found]
    return paging.page(response, shown, lambda one: one, lambda one: [one.host_id, one.partner_id])


@router.get("/coaches")
async def list_coaching_of_coaches(
    caller: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    now: Now,
    first: First = None,
    last: Last = None,
) -> Page[CoachTallyShown]:
    """List what your coaches were at.

    Lists, for each coach of your own district by id, what they were to be at on these days and what they were at: to
    plan their load, and to compare nobody.
    """
    span = await find_span(session, caller, first, last, now)
    after = paging.single_key(UUID)
    found = await page_of_coach_tallies(session, caller.district_id, span, after, paging.limit + 1)
    return paging.page(response, found, CoachTallyShown.model_validate, lambda one: [one.coach_id])
