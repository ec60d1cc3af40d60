"""`/coaching/v1/rallying-cry`: the words that a district's goals stand under."""

from fastapi import APIRouter, Response

from coaching.common.api import Anybody, Reader, Writer
from coaching.goals.queries.rallying import CryRecord, find_cry, page_of_cries
from coaching.goals.schemas.goals import CryShown, NewCry
from coaching.goals.usecases.rallying import set_cry
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/rallying-cry", tags=["goals"])


@router.get("", responses=sends("ETag"))
async def get_rallying_cry(caller: Anybody, session: Session, response: Response) -> CryShown:
    """Get the rallying cry.

    Answers the words that your district's goals stand under, to everybody of the district. Where none was set yet, the
    ETag is "0".
    """
    return _shown(await find_cry(session, caller.district_id), response)


@router.put("", responses=sends("ETag") | refuses(409))
async def set_rallying_cry(
    sent: NewCry, caller: Writer, session: Session, now: Now, expected: ExpectedVersion, response: Response
) -> CryShown:
    """Set the rallying cry.

    Sets the words that your district's goals stand under, in place of those before, which stay on record.
    """
    return _shown(await set_cry(session, caller, sent.words, expected, now), response)


@router.get("/versions")
async def list_rallying_cries(caller: Reader, session: Session, paging: Paging, response: Response) -> Page[CryShown]:
    """List the rallying cries that there were.

    Lists the words that your district's goals stood under, the newest first, and since when.
    """
    found = await page_of_cries(session, caller.district_id, paging.single_key(int), paging.limit + 1)
    return paging.page(response, found, CryShown.model_validate, lambda one: [one.version])


def _shown(record: CryRecord, response: Response) -> CryShown:
    response.headers["ETag"] = etag(record.version)
    return CryShown.model_validate(record)
