"""Adaptations of frameworks, and crosswalks between them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from competency.frameworks.api.authoring import answer_of
from competency.frameworks.api.browsing import PREFIX, Reads, Writes, base_url
from competency.frameworks.schemas.adaptations import AcceptIn, AdaptIn, LineageOut, MatchIn, MatchOut, UpdatesOut
from competency.frameworks.schemas.frameworks import FrameworkOut
from competency.frameworks.usecases import adapt_framework, crosswalk, read_framework
from competency.learners.api.taking_part import actor
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
async def adapt(
    framework_id: UUID, wanted: AdaptIn, caller: Writes, session: Session, keyed: Keyed, request: Request
) -> Response:
    """A copy of one's own, as a draft: of a framework of this district, or of one whose licence lets it be adapted."""

    async def act() -> Answer:
        own = await adapt_framework.adapt_framework(
            session, caller.district_id, framework_id, wanted, base_url=base_url(request)
        )
        return await answer_of(session, own)

    return await once(session, keyed, act)


@router.get(f"{PREFIX}/{{framework_id}}/lineage")
async def lineage(framework_id: UUID, caller: Reads, session: Session) -> LineageOut:
    """How far an adaptation has moved from its original: in numbers, and item by item."""
    return await adapt_framework.read_lineage(session, framework_id)


@router.get(f"{PREFIX}/{{framework_id}}/updates", responses=sends("ETag"))
async def updates(framework_id: UUID, caller: Reads, session: Session, response: Response) -> UpdatesOut:
    """What the original's newest edition offers, item by item. Nothing is taken over by itself."""
    found = await adapt_framework.read_updates(session, caller.district_id, framework_id)
    response.headers["ETag"] = etag((await read_framework.read_row(session, framework_id)).version)
    return found


@router.post(f"{PREFIX}/{{framework_id}}/updates/accept", responses=sends("ETag"))
async def accept(
    framework_id: UUID,
    wanted: AcceptIn,
    caller: Writes,
    session: Session,
    expected: ReadVersion,
    request: Request,
    response: Response,
) -> FrameworkOut:
    """Take over some of the offers, and decline the others of that edition."""
    await adapt_framework.accept_updates(
        session, caller.district_id, framework_id, expected, wanted, base_url=base_url(request)
    )
    row = await read_framework.read_row(session, framework_id)
    response.headers["ETag"] = etag(row.version)
    return read_framework.framework_out(row)


@router.post(CROSSWALKS, status_code=201, response_model=MatchOut)
async def propose(wanted: MatchIn, caller: Writes, session: Session, keyed: Keyed) -> Response:
    """Propose that two items of different frameworks match."""

    async def act() -> Answer:
        return created(await crosswalk.propose_match(session, caller.district_id, wanted, actor(caller)))

    return await once(session, keyed, act)


@router.get(CROSSWALKS)
async def list_(
    caller: Reads,
    session: Session,
    response: Response,
    paging: Paging,
    item_id: Annotated[UUID | None, Query(description="at either end")] = None,
    framework_id: Annotated[UUID | None, Query(description="at either end")] = None,
) -> Page[MatchOut]:
    """All matches, the withdrawn ones too."""
    rows = await crosswalk.list_matches(
        session, paging.key(UUID), paging.limit + 1, item_id=item_id, framework_id=framework_id
    )
    return paging.page(response, rows, crosswalk.match_out, lambda row: [str(row.match_id)])


@router.post(f"{CROSSWALKS}/{{match_id}}/confirm")
async def confirm(match_id: UUID, caller: Writes, session: Session) -> MatchOut:
    """Stand for a match. An exact one carries mastery and is confirmed by another than who proposed it."""
    return await crosswalk.confirm_match(session, match_id, actor(caller))


@router.post(f"{CROSSWALKS}/{{match_id}}/withdraw")
async def withdraw(match_id: UUID, caller: Writes, session: Session) -> MatchOut:
    """From now on the match stands no longer."""
    return await crosswalk.withdraw_match(session, match_id)
