"""Frameworks: imported, listed, read, their editions compared, what their import repaired."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from competency.common.schemas import Score
from competency.frameworks import examples
from competency.frameworks.api.case import V1P1
from competency.frameworks.api.imports import PREFIX as IMPORTS
from competency.frameworks.api.imports import Prefer, prefers_async
from competency.frameworks.api.pulling import Pulled
from competency.frameworks.queries.frameworks import find_frameworks
from competency.frameworks.queries.items import find_items
from competency.frameworks.rules.case.report import COLUMNS
from competency.frameworks.rules.life import FrameworkState
from competency.frameworks.schemas.frameworks import (
    DefectReport,
    DiffOut,
    EditionOut,
    FrameworkOut,
    ImportReport,
    ItemOut,
    PullIn,
)
from competency.frameworks.schemas.imports import ImportOut
from competency.frameworks.usecases.import_framework import import_framework, scale_of
from competency.frameworks.usecases.read_framework import (
    compare_editions,
    framework_out,
    item_out,
    read_defects,
    read_editions,
    read_framework,
    read_item,
)
from competency.frameworks.usecases.work_import import queue_import
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.context import read_context
from shared.http.editing import etag
from shared.http.fields import WHOLE
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import headers, sends
from shared.http.session import Session
from shared.sheets.writing import as_csv

PREFIX = "/competency/v1/frameworks"
router = APIRouter(prefix=PREFIX, tags=["frameworks"])

Reads = Annotated[Caller, needs("competency.read")]
Writes = Annotated[Caller, needs("competency.write")]
Point = Annotated[Score, Query(description="minimum < mastery <= maximum, or the scale is refused")]
Edition = Annotated[int, Path(ge=1, le=2**31 - 1), WHOLE]
StartingState = Annotated[
    Literal["draft", "adopted"], Query(description="of a framework that is new; one that is here keeps its own")
]

_PACKAGE = {"type": "object", "required": ["CFDocument"], "properties": {"CFDocument": {"type": "object"}}}

IMPORT_PATH = f"{PREFIX}/import"
IMPORT_LIMIT = 64_000_000


def base_url(request: Request) -> str:
    """Returns the address under which we serve CASE."""
    return f"{read_context(request).platform.http.public_url}{V1P1}"


@router.post(
    "/import",
    response_model=ImportReport,
    responses={
        202: {
            "model": ImportOut,
            "description": "It is worked in the background: see Location",
            "headers": headers("Location", "Preference-Applied"),
        }
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _PACKAGE, "example": examples.PACKAGE}},
        }
    },
)
async def import_case_package(
    caller: Writes,
    session: Session,
    request: Request,
    keyed: Keyed,
    prefer: Prefer = None,
    scale_minimum: Point = Decimal(0),
    scale_maximum: Point = Decimal(4),
    mastery_score: Point = Decimal(3),
    state: StartingState = "adopted",
) -> Response:
    """Import a framework from a CASE package.

    Imports a CASE 1.0 or 1.1 package; what real packages get wrong is repaired, and each repair is reported. For
    systems.

    The same package again changes nothing. Another package with the same document identifier becomes the next edition;
    items that it leaves out are retired, and `removed` counts them. A package without items is refused where the
    framework has some. With `Prefer: respond-async` the answer is 202 at once, with the address of the import's
    progress.
    """
    scale, body = scale_of(scale_minimum, scale_maximum, mastery_score), await request.body()
    begin = FrameworkState(state)
    here = base_url(request)

    async def act() -> Answer:
        report = await import_framework(session, caller.district_id, body, scale, base_url=here, state=begin)
        return created(report, status=200)

    async def queue() -> Answer:
        queued = await queue_import(
            session, caller.district_id, body, scale, base_url=here, state=begin, queued_by=caller.subject
        )
        return created(queued, location=f"{IMPORTS}/{queued.import_id}", status=202)

    if not prefers_async(prefer):
        return await once(session, keyed, act)
    response = await once(session, keyed, queue)
    response.headers["Preference-Applied"] = "respond-async"
    return response


@router.post("/pull")
async def pull_case_package(
    wanted: PullIn, caller: Writes, raw: Pulled, session: Session, request: Request
) -> ImportReport:
    """Import a framework from a provider's address.

    Fetches a CASE package from the address and imports it as `import` does. For systems. Only public addresses are
    called, over HTTPS, and redirects are not followed.
    """
    scale = scale_of(wanted.scale_minimum, wanted.scale_maximum, wanted.mastery_score)
    return await import_framework(session, caller.district_id, raw, scale, base_url=base_url(request))


@router.get("")
async def list_frameworks(caller: Reads, session: Session, response: Response, paging: Paging) -> Page[FrameworkOut]:
    """List frameworks.

    Lists the district's frameworks, drafts and deprecated ones included, each with its scale and newest edition. Items
    are not in the list.
    """
    found = await find_frameworks(session, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, framework_out, lambda one: [str(one.framework_id)])


@router.get("/{framework_id}", responses=sends("ETag"))
async def get_framework(framework_id: UUID, caller: Reads, session: Session, response: Response) -> FrameworkOut:
    """Get a framework.

    Answers the framework in its newest edition, with its scale, state and licence, and its version as the ETag. Its
    items have an address of their own.
    """
    found = await read_framework(session, framework_id)
    response.headers["ETag"] = etag(found.version)
    return framework_out(found)


@router.get("/{framework_id}/items")
async def list_framework_items(
    framework_id: UUID,
    caller: Reads,
    session: Session,
    response: Response,
    paging: Paging,
    retired: Annotated[bool, Query(description="with those that are retired")] = False,
) -> Page[ItemOut]:
    """List the items of a framework.

    Lists the items in reading order, each with its parent and its record as CASE 1.1 has it. Retired items are listed
    only with `retired`.
    """
    await read_framework(session, framework_id)
    found = await find_items(session, framework_id, paging.key(int, UUID), paging.limit + 1, retired=retired)
    return paging.page(response, found, item_out, lambda item: [item.position, str(item.item_id)])


@router.get("/{framework_id}/items/{item_id}", responses=sends("ETag"))
async def get_framework_item(
    framework_id: UUID, item_id: UUID, caller: Reads, session: Session, response: Response
) -> ItemOut:
    """Get an item of a framework.

    Answers the item as it stands, retired or not, with the framework's version as the ETag.
    """
    response.headers["ETag"] = etag((await read_framework(session, framework_id)).version)
    return await read_item(session, framework_id, item_id)


@router.get("/{framework_id}/editions")
async def list_framework_editions(framework_id: UUID, caller: Reads, session: Session) -> list[EditionOut]:
    """List the editions of a framework.

    Lists every edition of the framework, the newest first, with when it was imported and how many repairs its import
    needed.
    """
    return await read_editions(session, framework_id)


@router.get("/{framework_id}/editions/{old}/diff/{new}")
async def compare_framework_editions(
    framework_id: UUID, old: Edition, new: Edition, caller: Reads, session: Session
) -> DiffOut:
    """Compare two editions of a framework.

    Answers which items were added, removed, changed and moved from one edition to the other, field by field, and what
    changed in the document. Associations other than the tree are only counted.
    """
    return await compare_editions(session, framework_id, old, new)


@router.get(
    "/{framework_id}/import-report",
    response_model=DefectReport,
    responses={
        200: {
            "content": {"text/csv": {"schema": {"type": "string"}, "example": examples.DEFECT_SHEET}},
            "headers": headers(perhaps=("Content-Disposition",)),
        }
    },
)
async def get_framework_import_report(
    framework_id: UUID,
    caller: Reads,
    session: Session,
    edition: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="the newest unless told"), WHOLE] = None,
    format: Annotated[Literal["json", "csv"], Query()] = "json",
) -> DefectReport | Response:
    """Get the report of a framework's import.

    Answers what the import of an edition had to repair: where it first occurred, what was found, what was done and how
    often. `format=csv` answers the same as a spreadsheet.
    """
    report = await read_defects(session, framework_id, edition)
    if format == "json":
        return report
    name = f"import-report-{framework_id}-{report.edition}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = as_csv(COLUMNS, (defect.model_dump() for defect in report.defects))
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)
