"""Frameworks: imported as CASE packages, listed, read."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from competency.schemas import FrameworkOut, ImportReport
from competency.usecases.import_framework import (
    framework_out,
    import_framework,
    list_frameworks,
    read_framework,
    scale_of,
)
from shared.auth import Caller, needs
from shared.paging import Page, Paging
from shared.session import Session

router = APIRouter(prefix="/competency/v1/frameworks", tags=["frameworks"])

Reads = Annotated[Caller, needs("competency.read")]
Writes = Annotated[Caller, needs("competency.write")]
Point = Annotated[Decimal, Query(ge=-1000, le=1000, max_digits=6, decimal_places=2)]

IMPORT_PATH = "/competency/v1/frameworks/import"
IMPORT_LIMIT = 64_000_000


@router.post(
    "/import",
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}},
)
async def import_(
    caller: Writes,
    session: Session,
    request: Request,
    scale_minimum: Point = Decimal(0),
    scale_maximum: Point = Decimal(4),
    mastery_score: Point = Decimal(3),
) -> ImportReport:
    """Import a CASE 1.0 or 1.1 package, mending what real packages break and reporting each repair.

    The same package again changes nothing; another one with the same document identifier is its next edition.
    """
    scale = scale_of(scale_minimum, scale_maximum, mastery_score)
    base_url = f"{request.app.state.platform.http.public_url}/ims/case/v1p1"
    return await import_framework(session, caller.district_id, await request.body(), scale, base_url=base_url)


@router.get("")
async def list_(caller: Reads, session: Session, response: Response, paging: Paging) -> Page[FrameworkOut]:
    rows = await list_frameworks(session, paging.key(UUID), paging.limit + 1)
    return paging.page(response, rows, framework_out, lambda row: [str(row.framework_id)])


@router.get("/{framework_id}")
async def read(framework_id: UUID, caller: Reads, session: Session) -> FrameworkOut:
    return await read_framework(session, framework_id)
