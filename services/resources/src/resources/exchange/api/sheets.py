"""`/resources/v1/exports` and `…/imports`: a district takes its items along, and brings others in."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from resources.common.api import Writer
from resources.exchange import examples
from resources.exchange.schemas import ImportReport
from resources.exchange.usecases.exporting import ensure_given_out, pack, stream_package, write_sheet
from resources.exchange.usecases.importing import import_sheet
from resources.files.context import InContext, InStore
from resources.files.usecases.refusing import store_told
from shared.http.context import Now
from shared.http.idempotency import Answer, Keyed, once
from shared.http.response_headers import headers
from shared.http.session import Session
from shared.http.sheets import WORKBOOK, csv_body, sheet_of

EXPORTS, IMPORTS = "/resources/v1/exports", "/resources/v1/imports"
SHEET_PATH = f"{IMPORTS}/sheet"
SHEET_LIMIT = 10_000_000
router = APIRouter(tags=["exchange"])

Versions = Annotated[
    Literal["newest", "published"],
    Query(description="the newest version of each item, drafts included; or the last that was published"),
]
ItemIds = Annotated[list[UUID] | None, Query(max_length=1000, description="these items alone; none: all")]


def _file(media_type: str, *others: str, shown: str) -> dict[int | str, dict[str, Any]]:
    kinds = {one: {"schema": {"type": "string", "format": "binary"}, "example": shown} for one in (media_type, *others)}
    return {200: {"content": kinds, "headers": headers("Content-Disposition")}}


@router.get(f"{EXPORTS}/sheet", response_class=Response, responses=_file("text/csv", WORKBOOK, shown=examples.SHEET))
async def get_item_sheet(
    _: Writer,
    session: Session,
    versions: Versions = "newest",
    format: Annotated[Literal["csv", "xlsx"], Query(description="xlsx: a workbook")] = "csv",
    item_id: ItemIds = None,
) -> Response:
    """Take items along as a sheet.

    Answers your district's items as a spreadsheet, a row for each and one below it for each part, as the import takes
    them. No cell begins a formula. Files are named by their SHA-256; the package has them.
    """
    as_workbook = format == "xlsx"
    body = await write_sheet(session, item_id, published=versions == "published", as_workbook=as_workbook)
    sent = {"Content-Disposition": f'attachment; filename="library.{format}"'}
    return Response(body, media_type=WORKBOOK if as_workbook else "text/csv; charset=utf-8", headers=sent)


@router.get(f"{EXPORTS}/package", response_class=Response, responses=_file("application/zip", shown="PK"))
async def get_item_package(
    caller: Writer, context: InContext, store: InStore, versions: Versions = "newest", item_id: ItemIds = None
) -> Response:
    """Take items along as a package.

    Answers a zip of `metadata.jsonld`, which describes the items in the words of schema.org, and of their files under
    `files/`. A package that breaks off has no end, and no program opens it: ask again.
    """
    # No connection is held while bytes flow.
    async with context.database.transaction(caller.district_id) as session:
        public_url = context.platform.http.public_url
        packed = await pack(session, caller.district_id, item_id, public_url, published=versions == "published")
    with store_told("Ask again a little later."):
        await ensure_given_out(store, packed)
    sent = {"Content-Disposition": 'attachment; filename="library.zip"'}
    return StreamingResponse(stream_package(store, packed), media_type="application/zip", headers=sent)


@router.post(SHEET_PATH, response_model=ImportReport, openapi_extra=csv_body(examples.SHEET, WORKBOOK))
async def import_item_sheet(
    caller: Writer,
    session: Session,
    now: Now,
    keyed: Keyed,
    request: Request,
    check: Annotated[bool, Query(description="only say what would become of it")] = False,
) -> Response:
    """Bring items in from a sheet.

    Makes a draft of each item of a spreadsheet (CSV or XLSX), and reports line by line what was refused and why. An
    item comes in with all of its parts or not at all. What came before is here already and stays as it is: the same
    sheet twice makes nothing twice. A file that a part names has to be uploaded before. With `check` nothing is
    written.

    The column `row` says what a line is: item, or part of the item above it. Others: id, title, kind, description,
    language, grade_band, preparation, preparation_time, accessibility, alignments, authors, source, licence, holder,
    holder_name, caption_of.
    """
    raw = await sheet_of(request, or_workbook=True)

    async def act() -> Answer:
        report = await import_sheet(session, caller, raw, now, only_check=check)
        return Answer(200, report.model_dump_json().encode())

    return await once(session, keyed, act)
