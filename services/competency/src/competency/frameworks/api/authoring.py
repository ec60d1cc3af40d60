"""Frameworks written here: begun, edited, adopted, deprecated, and read from a spreadsheet."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from competency.common.schemas import Title
from competency.frameworks.api.browsing import PREFIX, Point, StartingState, Writes, base_url
from competency.frameworks.api.sheets import CSV_BODY, sheet_of
from competency.frameworks.rules.life import FrameworkState
from competency.frameworks.schemas.frameworks import (
    FrameworkChange,
    FrameworkIn,
    FrameworkOut,
    ItemChange,
    ItemIn,
    ItemOut,
    LevelsIn,
    MoveIn,
    PrerequisitesIn,
    RemovedOut,
    SheetReport,
)
from competency.frameworks.usecases import edit_framework, read_framework
from competency.frameworks.usecases.edit_framework import Place
from competency.frameworks.usecases.import_framework import scale_of
from competency.frameworks.usecases.import_sheet import import_sheet
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix=PREFIX, tags=["frameworks"])

SHEET_PATH = f"{PREFIX}/import-csv"
SHEET_LIMIT = 20_000_000
_SCALE = {"scale_minimum", "scale_maximum", "mastery_score"}


@router.post("", status_code=201, response_model=FrameworkOut, responses=sends("Location", "ETag", status=201))
async def begin(wanted: FrameworkIn, caller: Writes, session: Session, keyed: Keyed, request: Request) -> Response:
    """Begin a framework, as a draft. Add its items, then adopt it."""

    async def act() -> Answer:
        scale = scale_of(wanted.scale_minimum, wanted.scale_maximum, wanted.mastery_score)
        fields = wanted.model_dump(exclude=_SCALE, exclude_unset=True)
        framework_id = await edit_framework.begin_framework(
            session, caller.district_id, fields, scale, base_url=base_url(request)
        )
        return await answer_of(session, framework_id)

    return await once(session, keyed, act)


@router.post("/import-csv", openapi_extra=CSV_BODY)
async def sheet(
    caller: Writes,
    session: Session,
    request: Request,
    title: Annotated[Title, Query(description="the framework's; the same title again is its next edition")],
    creator: Annotated[Title, Query()],
    framework_id: Annotated[UUID | None, Query(description="the framework that this is the next edition of")] = None,
    scale_minimum: Point = Decimal(0),
    scale_maximum: Point = Decimal(4),
    mastery_score: Point = Decimal(3),
    state: StartingState = "adopted",
) -> SheetReport:
    """Import a framework from a spreadsheet saved as CSV, one item a line; reports line by line.

    Columns: statement, and as wanted code, parent (the code of the item above), abbreviated, type, education_level,
    subject, keywords, notes, language, identifier. Without a parent column the codes tell the place.
    """
    return await import_sheet(
        session,
        caller.district_id,
        await sheet_of(request),
        title=title,
        creator=creator,
        framework_id=framework_id,
        scale=scale_of(scale_minimum, scale_maximum, mastery_score),
        state=FrameworkState(state),
        base_url=base_url(request),
    )


@router.patch("/{framework_id}", responses=sends("ETag"))
async def change(
    framework_id: UUID,
    wanted: FrameworkChange,
    caller: Writes,
    session: Session,
    expected: ExpectedVersion,
    request: Request,
    response: Response,
) -> FrameworkOut:
    """Change the document. Of an adopted framework this is the next edition."""
    fields = wanted.model_dump(exclude_unset=True)
    await edit_framework.change_framework(session, framework_id, expected, fields, base_url=base_url(request))
    return await _framework(session, framework_id, response)


@router.post("/{framework_id}/adopt", responses=sends("ETag"))
async def adopt(
    framework_id: UUID, caller: Writes, session: Session, expected: ExpectedVersion, response: Response
) -> FrameworkOut:
    """From now on evidence may be recorded on its items."""
    await edit_framework.adopt(session, framework_id, expected)
    return await _framework(session, framework_id, response)


@router.post("/{framework_id}/deprecate", responses=sends("ETag"))
async def deprecate(
    framework_id: UUID, caller: Writes, session: Session, expected: ExpectedVersion, response: Response
) -> FrameworkOut:
    """It takes no more evidence; what there is stays. It can be adopted again."""
    await edit_framework.deprecate(session, framework_id, expected)
    return await _framework(session, framework_id, response)


@router.post(
    "/{framework_id}/items", status_code=201, response_model=ItemOut, responses=sends("Location", "ETag", status=201)
)
async def add_item(
    framework_id: UUID, wanted: ItemIn, caller: Writes, session: Session, keyed: Keyed, request: Request
) -> Response:
    """Add an item, under its parent and before a sibling, or last."""

    async def act() -> Answer:
        fields = wanted.model_dump(exclude={"parent_id", "before"}, exclude_unset=True)
        place = Place(wanted.parent_id, wanted.before)
        added, version = await edit_framework.add_item(session, framework_id, fields, place, base_url=base_url(request))
        return created(added, location=f"{PREFIX}/{framework_id}/items/{added.item_id}", etag=etag(version))

    return await once(session, keyed, act)


@router.patch("/{framework_id}/items/{item_id}", responses=sends("ETag"))
async def change_item(
    framework_id: UUID,
    item_id: UUID,
    wanted: ItemChange,
    caller: Writes,
    session: Session,
    expected: ExpectedVersion,
    request: Request,
    response: Response,
) -> ItemOut:
    """Change an item; the ETag is the framework's."""
    changed, version = await edit_framework.change_item(
        session, framework_id, item_id, expected, wanted.model_dump(exclude_unset=True), base_url=base_url(request)
    )
    response.headers["ETag"] = etag(version)
    return changed


@router.post("/{framework_id}/items/{item_id}/move", responses=sends("ETag"))
async def move_item(
    framework_id: UUID,
    item_id: UUID,
    wanted: MoveIn,
    caller: Writes,
    session: Session,
    expected: ExpectedVersion,
    request: Request,
    response: Response,
) -> ItemOut:
    """Move an item, with all that hangs on it; what would hang on itself is refused with the path."""
    place = Place(wanted.parent_id, wanted.before)
    moved, version = await edit_framework.move_item(
        session, framework_id, item_id, expected, place, base_url=base_url(request)
    )
    response.headers["ETag"] = etag(version)
    return moved


@router.put("/{framework_id}/items/{item_id}/prerequisites", status_code=204, responses=sends("ETag", status=204))
async def set_prerequisites(
    framework_id: UUID,
    item_id: UUID,
    wanted: PrerequisitesIn,
    caller: Writes,
    session: Session,
    expected: ExpectedVersion,
    request: Request,
    response: Response,
) -> None:
    """Say which items of the framework come directly before this one; a circle is refused with its path."""
    version = await edit_framework.set_prerequisites(
        session, framework_id, item_id, expected, wanted.items, base_url=base_url(request)
    )
    response.headers["ETag"] = etag(version)


@router.put("/{framework_id}/levels", status_code=204, responses=sends("ETag", status=204))
async def name_levels(
    framework_id: UUID,
    wanted: LevelsIn,
    caller: Writes,
    session: Session,
    expected: ExpectedVersion,
    response: Response,
) -> None:
    """Name points of the framework's scale, as people know them: 1 is Beginning, 3 is Proficient."""
    version = await edit_framework.name_levels(
        session, framework_id, expected, [(level.label, level.value) for level in wanted.levels]
    )
    response.headers["ETag"] = etag(version)


@router.post("/{framework_id}/items/{item_id}/retire", responses=sends("ETag"))
async def retire_item(
    framework_id: UUID,
    item_id: UUID,
    caller: Writes,
    session: Session,
    expected: ExpectedVersion,
    request: Request,
    response: Response,
) -> RemovedOut:
    """Retire an item: it takes no more evidence, and what there is stays. Of a draft it is deleted."""
    removed = await edit_framework.remove_item(session, framework_id, item_id, expected, base_url=base_url(request))
    response.headers["ETag"] = etag(removed.version)
    return removed


async def answer_of(session: Session, framework_id: UUID) -> Answer:
    """A framework that was made just now."""
    row = await read_framework.read_row(session, framework_id)
    out = read_framework.framework_out(row)
    return created(out, location=f"{PREFIX}/{framework_id}", etag=etag(row.version))


async def _framework(session: Session, framework_id: UUID, response: Response) -> FrameworkOut:
    row = await read_framework.read_row(session, framework_id)
    response.headers["ETag"] = etag(row.version)
    return read_framework.framework_out(row)
