"""Criteria: how items are mastered through their children."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from competency.mastery.schemas.criteria import CriterionIn, CriterionOut
from competency.mastery.usecases.criteria import (
    criterion_out,
    lay_criterion,
    list_criteria,
    list_versions,
    read_criterion,
    withdraw_criterion,
)
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.editing import ExpectedVersion, etag
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix="/competency/v1", tags=["criteria"])

Reads = Annotated[Caller, needs("competency.read")]
Writes = Annotated[Caller, needs("competency.write")]


@router.put("/items/{item_id}/criterion", responses=sends("ETag"))
async def lay(
    item_id: UUID, wanted: CriterionIn, caller: Writes, session: Session, response: Response, expected: ExpectedVersion
) -> CriterionOut:
    """Lay down how the item is mastered through its children: all, any, at least so many, or their weighted mean. It is
    in force at once and decides alone; what was determined is determined anew in the background. The first one takes
    `If-Match: "0"`.
    """
    out = await lay_criterion(session, caller.district_id, item_id, expected, wanted, laid_by=caller.subject)
    response.headers["ETag"] = etag(out.version)
    return out


@router.get("/items/{item_id}/criterion", responses=sends("ETag"))
async def read(item_id: UUID, caller: Reads, session: Session, response: Response) -> CriterionOut:
    """What is in force; a 404 where the item's own evidence decides."""
    out = await read_criterion(session, item_id)
    response.headers["ETag"] = etag(out.version)
    return out


@router.delete("/items/{item_id}/criterion", status_code=204)
async def withdraw(item_id: UUID, caller: Writes, session: Session, expected: ExpectedVersion) -> None:
    """Withdraw it: the item's own evidence decides again. What was laid down stays to be read."""
    await withdraw_criterion(session, caller.district_id, item_id, expected, laid_by=caller.subject)


@router.get("/items/{item_id}/criterion/versions")
async def versions(
    item_id: UUID, caller: Reads, session: Session, response: Response, paging: Paging
) -> Page[CriterionOut]:
    """All that was ever laid down of the item, oldest first: by whom and from when on."""
    rows = await list_versions(session, item_id, paging.key(int), paging.limit + 1)
    return paging.page(response, rows, criterion_out, lambda row: [row.version])


@router.get("/frameworks/{framework_id}/criteria")
async def in_framework(
    framework_id: UUID, caller: Reads, session: Session, response: Response, paging: Paging
) -> Page[CriterionOut]:
    """The criteria in force in a framework."""
    rows = await list_criteria(session, framework_id, paging.key(UUID), paging.limit + 1)
    return paging.page(response, rows, criterion_out, lambda row: [str(row.item_id)])
