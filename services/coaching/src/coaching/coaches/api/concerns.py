"""`/coaching/v1/concerns`: the people who are named read concerns and see to them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from coaching.coaches.queries.concerns import ConcernRecord
from coaching.coaches.rules.concerns import ConcernState
from coaching.coaches.schemas.concerns import Closing, ConcernShown
from coaching.coaches.usecases import concerns as usecases
from coaching.common.api import Safeguarding
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/concerns", tags=["concerns"])


@router.get("")
async def list_concerns(
    caller: Safeguarding,
    session: Session,
    paging: Paging,
    response: Response,
    state: Annotated[ConcernState | None, Query()] = None,
) -> Page[ConcernShown]:
    """List your district's concerns.

    Lists the concerns of your district with their words, oldest first, for those alone who are named to read them.
    Concerns that name the reader, or to which a note of theirs is attached, are left out.
    """
    after = paging.single_key(UUID)
    found = await usecases.list_concerns(session, caller, after, state, paging.limit + 1)
    return paging.page(response, found, ConcernShown.model_validate, lambda one: [one.concern_id])


@router.get("/{concern_id}", responses=sends("ETag"))
async def get_concern(concern_id: UUID, caller: Safeguarding, session: Session, response: Response) -> ConcernShown:
    """Get a concern.

    Answers a concern with its words, for those who are named to read it. To everybody else there is none.
    """
    return _shown(await usecases.read_concern(session, caller, concern_id), response)


@router.post("/{concern_id}/acknowledge", responses=sends("ETag"))
async def acknowledge_concern(
    concern_id: UUID, caller: Safeguarding, session: Session, now: Now, expected: ExpectedVersion, response: Response
) -> ConcernShown:
    """Acknowledge a concern.

    Says that you have read a concern and see to it; whoever raised it sees that.
    """
    return _shown(await usecases.acknowledge(session, caller, concern_id, expected, now), response)


@router.post("/{concern_id}/close", responses=sends("ETag"))
async def close_concern(
    concern_id: UUID,
    sent: Closing,
    caller: Safeguarding,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> ConcernShown:
    """Close a concern.

    Says what came of a concern that was acknowledged. It stays, and whoever raised it sees that it is closed.
    """
    return _shown(await usecases.close(session, caller, concern_id, sent, expected, now), response)


def _shown(record: ConcernRecord, response: Response) -> ConcernShown:
    response.headers["ETag"] = etag(record.version)
    return ConcernShown.model_validate(record)
