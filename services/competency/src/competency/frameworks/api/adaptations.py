"""Adaptations of frameworks, and crosswalks between them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from competency.frameworks.api.authoring import answer_of
from competency.frameworks.api.browsing import PREFIX, Reads, Writes, base_url
from competency.frameworks.queries.crosswalks import find_matches
from competency.frameworks.schemas.adaptations import AcceptIn, AdaptIn, LineageOut, MatchIn, MatchOut, UpdatesOut
from competency.frameworks.schemas.frameworks import FrameworkOut
from competency.frameworks.usecases import adapt_framework, crosswalk
from competency.frameworks.usecases.read_framework import framework_out, read_framework
from competency.learners.api.taking_part import actor
from shared.http.context import Now
from shared.http.editing import ReadVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(tags=["frameworks"])

CROSSWALKS = "/competency/v1/crosswalks"


@router.post(
    f"{PREFIX}/{{framework_id}}/adapt",
    status_code=201,
    response_model=FrameworkOut,
    responses=sends("Location", "ETag", status=201),
)
async def create_framework_adaptation(
    framework_id: UUID, wanted: AdaptIn, caller: Writes, session: Session, now: Now, keyed: Keyed, request: Request
) -> Response:
    """Create an adaptation of a framework.

    Copies a framework of this district, or of another district whose licence allows adaptation, as a draft that can be
    edited. For systems. The original stays as it is; its later editions are offered as updates.
    """

    async def act() -> Answer:
        own = await adapt_framework.adapt_framework(
            session, caller.district_id, framework_id, wanted, now, base_url=base_url(request)
        )
        return await answer_of(session, own)

    return await once(session, keyed, act)


@router.get(f"{PREFIX}/{{framework_id}}/lineage")
async def get_framework_lineage(framework_id: UUID, caller: Reads, session: Session) -> LineageOut:
    """Get how an adaptation differs from its original.

    Answers how far the adaptation has moved from its original, in numbers and item by item: same, changed, added or
    dropped. Compares with the edition that the adaptation was last brought up to.
    """
    return await adapt_framework.read_lineage(session, framework_id)


@router.get(f"{PREFIX}/{{framework_id}}/updates", responses=sends("ETag"))
async def get_framework_updates(framework_id: UUID, caller: Reads, session: Session, response: Response) -> UpdatesOut:
    """Get the updates that an adaptation's original offers.

    Answers what the newest edition of the original offers, item by item, and where an offer conflicts with a change of
    the adaptation's own. Nothing is taken over until it is accepted.
    """
    found = await adapt_framework.read_updates(session, caller.district_id, framework_id)
    response.headers["ETag"] = etag((await read_framework(session, framework_id)).version)
    return found


@router.post(f"{PREFIX}/{{framework_id}}/updates/accept", responses=sends("ETag"))
async def accept_framework_updates(
    framework_id: UUID,
    wanted: AcceptIn,
    caller: Writes,
    session: Session,
    now: Now,
    expected: ReadVersion,
    request: Request,
    response: Response,
) -> FrameworkOut:
    """Accept updates from an adaptation's original.

    Takes over the named offers of an edition and declines the others of that edition. Where an accepted offer conflicts
    with a change of one's own, the original's wording is taken. For systems.
    """
    await adapt_framework.accept_updates(
        session, caller.district_id, framework_id, expected, wanted, now, base_url=base_url(request)
    )
    adapted = await read_framework(session, framework_id)
    response.headers["ETag"] = etag(adapted.version)
    return framework_out(adapted)


@router.post(CROSSWALKS, status_code=201, response_model=MatchOut)
async def propose_crosswalk_match(wanted: MatchIn, caller: Writes, session: Session, keyed: Keyed) -> Response:
    """Propose a match between items of two frameworks.

    Proposes that two items of different frameworks match. An exact match carries mastery only after somebody else
    confirms it. For systems.
    """

    async def act() -> Answer:
        return created(await crosswalk.propose_match(session, caller.district_id, wanted, actor(caller)))

    return await once(session, keyed, act)


@router.get(CROSSWALKS)
async def list_crosswalk_matches(
    caller: Reads,
    session: Session,
    response: Response,
    paging: Paging,
    item_id: Annotated[UUID | None, Query(description="at either end")] = None,
    framework_id: Annotated[UUID | None, Query(description="at either end")] = None,
) -> Page[MatchOut]:
    """List the matches between frameworks.

    Lists all matches in the order in which they were proposed, withdrawn ones included. `item_id` and `framework_id`
    leave only those with that item or framework at either end.
    """
    found = await find_matches(
        session, paging.single_key(UUID), paging.limit + 1, item_id=item_id, framework_id=framework_id
    )
    return paging.page(response, found, crosswalk.match_out, lambda match: [str(match.match_id)])


@router.post(f"{CROSSWALKS}/{{match_id}}/confirm")
async def confirm_crosswalk_match(match_id: UUID, caller: Writes, session: Session) -> MatchOut:
    """Confirm a match between items.

    Confirms a proposed match. An exact match must be confirmed by somebody other than who proposed it, and mastery of
    one item can then be shown on the other. For systems.
    """
    return await crosswalk.confirm_match(session, match_id, actor(caller))


@router.post(f"{CROSSWALKS}/{{match_id}}/withdraw")
async def withdraw_crosswalk_match(match_id: UUID, caller: Writes, session: Session) -> MatchOut:
    """Withdraw a match between items.

    Ends the match as of now: it no longer carries mastery. It stays in the list, and a new match can be proposed. For
    systems.
    """
    return await crosswalk.withdraw_match(session, match_id)
