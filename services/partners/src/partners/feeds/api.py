"""`/partners/v1/changes` and `/partners/v1/disclosures`."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from partners.common.rules import JsonObject
from partners.common.schemas import LAST_POSITION
from partners.feeds.queries import DisclosureRecord, FeedRecord, find_changes, find_disclosures, find_epoch
from partners.feeds.schemas import Changes, Disclosure
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.fields import WHOLE
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix="/partners/v1", tags=["feed"])

LARGEST = 1000


@router.get("/changes", response_model=Changes)
async def list_changes(
    _: Annotated[Caller, needs("changes.read")],
    session: Session,
    after: Annotated[
        int, Query(ge=0, le=LAST_POSITION, description="the last position you have; 0 for all"), WHOLE
    ] = 0,
    limit: Annotated[int, Query(ge=1, le=LARGEST), WHOLE] = 100,
) -> Response:
    """List the changes since a position.

    Lists what your district's feed holds after a position: changes of its own learners' mastery, and what partners
    disclosed to it. The feed is in order and without gaps; `next` is the position to go on from.
    """
    rows = await find_changes(session, after, limit)
    body = {
        "changes": [change_of(row) for row in rows],
        "next": rows[-1].position if rows else after,
        "epoch": await find_epoch(session),
    }
    return JSONResponse(body)


def change_of(row: FeedRecord) -> JsonObject:
    change: JsonObject = {"position": row.position, "kind": row.kind, "at": row.at.isoformat()}
    if row.agreement_id is not None:
        change |= {"agreement_id": str(row.agreement_id), "discloser_id": str(row.discloser_id)}
    return {**change, **row.payload}


@router.get("/disclosures")
async def list_disclosures(
    _: Annotated[Caller, needs("partners.read")],
    session: Session,
    paging: Paging,
    response: Response,
    learner_id: Annotated[UUID | None, Query(description="what was disclosed of one learner")] = None,
) -> Page[Disclosure]:
    """List what your district has disclosed.

    Lists the disclosures of your district: to whom, under which agreement, of what, and when. What others disclosed to
    you is in the changes, not here.
    """
    rows = await find_disclosures(session, paging.single_key(int) or 0, learner_id, paging.limit + 1)
    return paging.page(response, rows, _disclosure, lambda row: [row.number])


def _disclosure(row: DisclosureRecord) -> Disclosure:
    return Disclosure.model_validate({**row._asdict(), "hash": row.hash.hex()})
