"""`/readiness/v1/open-calls`: the calls that every district reads."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from readiness.selection.api.showing import open_call
from readiness.selection.queries.calls import find_open_calls
from readiness.selection.schemas.calls import OpenCall
from readiness.selection.usecases.calls import require_announced
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix="/readiness/v1/open-calls", tags=["applications"])

Reader = Annotated[Caller, needs("readiness.read")]


@router.get("")
async def list_open_calls(_: Reader, session: Session, paging: Paging, response: Response) -> Page[OpenCall]:
    """List the calls that districts can apply to.

    Lists the open calls of all districts, your own included, by id.
    """
    found = await find_open_calls(session, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, open_call, lambda one: [one.call_id])


@router.get("/{call_id}")
async def get_open_call(call_id: UUID, _: Reader, session: Session) -> OpenCall:
    """Get a call that was opened to all districts.

    Answers one call as every district reads it, also after it was closed, decided or cancelled.
    """
    return open_call(await require_announced(session, call_id))
