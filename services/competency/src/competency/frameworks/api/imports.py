"""Imports that are worked in the background: how far they are, and what came of them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Response

from competency.frameworks.queries.imports import find_imports
from competency.frameworks.schemas.imports import ImportOut
from competency.frameworks.usecases.work_import import import_out, read_import
from competency.learners.usecases.see import require_district
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

PREFIX = "/competency/v1/imports"
router = APIRouter(prefix=PREFIX, tags=["frameworks"])

Reads = Annotated[Caller, needs("competency.read")]
Prefer = Annotated[
    str | None, Header(max_length=200, description="respond-async: answer at once, and import in the background")
]


def prefers_async(prefer: str | None) -> bool:
    """Whether the request asks for that (RFC 7240)."""
    wishes = (prefer or "").split(",")
    return any(wish.partition(";")[0].strip().lower() == "respond-async" for wish in wishes)


@router.get("")
async def list_framework_imports(
    caller: Reads, session: Session, response: Response, paging: Paging
) -> Page[ImportOut]:
    """List the imports of frameworks.

    Lists the imports that were queued in the last month, the newest first. For leaders, operators and systems. Imports
    that were answered at once are not in the list.
    """
    require_district(caller)
    found = await find_imports(session, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, import_out, lambda one: [str(one.import_id)])


@router.get("/{import_id}", responses=sends(perhaps=("Retry-After",)))
async def get_framework_import(import_id: UUID, caller: Reads, session: Session, response: Response) -> ImportOut:
    """Get the progress of an import.

    Answers how many items the import has read, normalised and stored. Once it is finished, answers its report, or the
    problem that it was refused with. `Retry-After` says when to ask again. For leaders, operators and systems.
    """
    require_district(caller)
    found = await read_import(session, import_id)
    if found.finished_at is None:
        response.headers["Retry-After"] = "1"
    return found
