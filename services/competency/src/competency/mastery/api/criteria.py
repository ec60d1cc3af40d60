"""Criteria: how items are mastered through their children."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from competency.mastery.schemas.criteria import CriterionIn, CriterionOut
from competency.mastery.usecases.criteria import (
    criterion_out,
    list_criteria,
    list_versions,
    read_criterion,
    set_criterion,
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
async def set_mastery_criterion(
    item_id: UUID, wanted: CriterionIn, caller: Writes, session: Session, response: Response, expected: ExpectedVersion
) -> CriterionOut:
    """Set how an item is mastered through its children.

    Sets the item's criterion: all of its children, any of them, at least so many, or their weighted mean. It takes
    effect at once and replaces the item's own evidence; results that depend on it are determined again in the
    background. For systems. The first criterion of an item takes `If-Match: "0"`.
    """
    found = await set_criterion(session, caller.district_id, item_id, expected, wanted, set_by=caller.subject)
    response.headers["ETag"] = etag(found.version)
    return criterion_out(found)


@router.get("/items/{item_id}/criterion", responses=sends("ETag"))
async def get_mastery_criterion(item_id: UUID, caller: Reads, session: Session, response: Response) -> CriterionOut:
    """Get the criterion of an item.

    Answers the criterion in force, with its version as the ETag. 404 where the item has none: its own evidence then
    decides.
    """
    found = await read_criterion(session, item_id)
    response.headers["ETag"] = etag(found.version)
    return criterion_out(found)


@router.delete("/items/{item_id}/criterion", status_code=204)
async def withdraw_mastery_criterion(
    item_id: UUID, caller: Writes, session: Session, expected: ExpectedVersion
) -> None:
    """Withdraw the criterion of an item.

    Ends the criterion: the item's own evidence decides again, and results are determined again in the background.
    Earlier versions stay readable. For systems.
    """
    await withdraw_criterion(session, caller.district_id, item_id, expected, withdrawn_by=caller.subject)


@router.get("/items/{item_id}/criterion/versions")
async def list_criterion_versions(
    item_id: UUID, caller: Reads, session: Session, response: Response, paging: Paging
) -> Page[CriterionOut]:
    """List the versions of an item's criterion.

    Lists every criterion that the item has had, oldest first, with who set it and from when on it applied. A withdrawal
    is a version too.
    """
    rows = await list_versions(session, item_id, paging.single_key(int), paging.limit + 1)
    return paging.page(response, rows, criterion_out, lambda row: [row.version])


@router.get("/frameworks/{framework_id}/criteria")
async def list_framework_criteria(
    framework_id: UUID, caller: Reads, session: Session, response: Response, paging: Paging
) -> Page[CriterionOut]:
    """List the criteria of a framework.

    Lists the criteria in force for the items of a framework. Withdrawn ones and earlier versions are not in the list.
    """
    rows = await list_criteria(session, framework_id, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, rows, criterion_out, lambda row: [str(row.item_id)])
