"""Frameworks written here: begun, edited, adopted, deprecated, and read from a spreadsheet."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from competency.common.schemas import Title
from competency.frameworks import examples
from competency.frameworks.api.browsing import PREFIX, Point, StartingState, Writes, base_url
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
from competency.frameworks.usecases import edit_framework
from competency.frameworks.usecases.edit_framework import ItemPosition
from competency.frameworks.usecases.import_framework import scale_of
from competency.frameworks.usecases.import_sheet import import_sheet
from competency.frameworks.usecases.read_framework import framework_out, read_framework
from shared.http.context import ContextClock, Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.response_headers import sends
from shared.http.session import Session
from shared.http.sheets import csv_body, sheet_of

router = APIRouter(prefix=PREFIX, tags=["frameworks"])

SHEET_PATH = f"{PREFIX}/import-csv"
SHEET_LIMIT = 20_000_000
_SCALE = {"scale_minimum", "scale_maximum", "mastery_score"}


@router.post("", status_code=201, response_model=FrameworkOut, responses=sends("Location", "ETag", status=201))
async def create_framework(
    wanted: FrameworkIn, caller: Writes, session: Session, now: Now, keyed: Keyed, request: Request
) -> Response:
    """Create a framework as a draft.

    Creates an empty framework as a draft. Add its items, then adopt it so that evidence can be recorded on them. For
    systems.
    """

    async def act() -> Answer:
        scale = scale_of(wanted.scale_minimum, wanted.scale_maximum, wanted.mastery_score)
        fields = wanted.model_dump(exclude=_SCALE, exclude_unset=True)
        framework_id = await edit_framework.create_framework(
            session, caller.district_id, fields, scale, now, base_url=base_url(request)
        )
        return await answer_of(session, framework_id)

    return await once(session, keyed, act)


@router.post("/import-csv", openapi_extra=csv_body(examples.FRAMEWORK_SHEET))
async def import_framework_sheet(
    caller: Writes,
    session: Session,
    now: Now,
    request: Request,
    title: Annotated[Title, Query(description="the framework's; the same title again is its next edition")],
    creator: Annotated[Title, Query()],
    framework_id: Annotated[UUID | None, Query(description="the framework that this is the next edition of")] = None,
    scale_minimum: Point = Decimal(0),
    scale_maximum: Point = Decimal(4),
    mastery_score: Point = Decimal(3),
    state: StartingState = "adopted",
) -> SheetReport:
    """Import a framework from a CSV file.

    Imports a framework from a spreadsheet saved as CSV, one item per line, and reports the problems line by line. For
    systems. The same title again becomes the next edition.

    Columns: statement; optionally code, parent (the code of the item above), abbreviated, type, education_level,
    subject, keywords, notes, language, identifier. Without a parent column the codes give the hierarchy.
    """
    return await import_sheet(
        session,
        caller.district_id,
        await sheet_of(request),
        now,
        title=title,
        creator=creator,
        framework_id=framework_id,
        scale=scale_of(scale_minimum, scale_maximum, mastery_score),
        state=FrameworkState(state),
        base_url=base_url(request),
    )


@router.patch("/{framework_id}", responses=sends("ETag"))
async def change_framework(
    framework_id: UUID,
    wanted: FrameworkChange,
    caller: Writes,
    session: Session,
    clock: ContextClock,
    expected: ExpectedVersion,
    request: Request,
    response: Response,
) -> FrameworkOut:
    """Change a framework's document.

    Changes the fields that are sent; null empties a field. Changing an adopted framework creates its next edition. For
    systems.
    """
    fields = wanted.model_dump(exclude_unset=True)
    await edit_framework.change_framework(session, framework_id, expected, fields, clock, base_url=base_url(request))
    return await _framework(session, framework_id, response)


@router.post("/{framework_id}/adopt", responses=sends("ETag"))
async def adopt_framework(
    framework_id: UUID, caller: Writes, session: Session, expected: ExpectedVersion, response: Response
) -> FrameworkOut:
    """Adopt a framework.

    Puts the framework into use: evidence can be recorded on its items. A deprecated framework can be adopted again. For
    systems.
    """
    await edit_framework.adopt(session, framework_id, expected)
    return await _framework(session, framework_id, response)


@router.post("/{framework_id}/deprecate", responses=sends("ETag"))
async def deprecate_framework(
    framework_id: UUID, caller: Writes, session: Session, expected: ExpectedVersion, response: Response
) -> FrameworkOut:
    """Deprecate a framework.

    Takes the framework out of use: no new evidence can be recorded on its items, and existing evidence and mastery
    stay. For systems.
    """
    await edit_framework.deprecate(session, framework_id, expected)
    return await _framework(session, framework_id, response)


@router.post(
    "/{framework_id}/items", status_code=201, response_model=ItemOut, responses=sends("Location", "ETag", status=201)
)
async def add_framework_item(
    framework_id: UUID,
    wanted: ItemIn,
    caller: Writes,
    session: Session,
    clock: ContextClock,
    keyed: Keyed,
    request: Request,
) -> Response:
    """Add an item to a framework.

    Adds an item under its parent, before a sibling or as the last one. Adding to an adopted framework creates its next
    edition. For systems.
    """

    async def act() -> Answer:
        fields = wanted.model_dump(exclude={"parent_id", "before"}, exclude_unset=True)
        position = ItemPosition(wanted.parent_id, wanted.before)
        added, version = await edit_framework.add_item(
            session, framework_id, fields, position, clock, base_url=base_url(request)
        )
        return created(added, location=f"{PREFIX}/{framework_id}/items/{added.item_id}", etag=etag(version))

    return await once(session, keyed, act)


@router.patch("/{framework_id}/items/{item_id}", responses=sends("ETag"))
async def change_framework_item(
    framework_id: UUID,
    item_id: UUID,
    wanted: ItemChange,
    caller: Writes,
    session: Session,
    clock: ContextClock,
    expected: ExpectedVersion,
    request: Request,
    response: Response,
) -> ItemOut:
    """Change an item of a framework.

    Changes the fields that are sent; null empties a field. `If-Match` and the ETag are the framework's. For systems.
    """
    fields = wanted.model_dump(exclude_unset=True)
    changed, version = await edit_framework.change_item(
        session, framework_id, item_id, expected, fields, clock, base_url=base_url(request)
    )
    response.headers["ETag"] = etag(version)
    return changed


@router.post("/{framework_id}/items/{item_id}/move", responses=sends("ETag"))
async def move_framework_item(
    framework_id: UUID,
    item_id: UUID,
    wanted: MoveIn,
    caller: Writes,
    session: Session,
    clock: ContextClock,
    expected: ExpectedVersion,
    request: Request,
    response: Response,
) -> ItemOut:
    """Move an item within a framework.

    Moves the item, with everything below it, to another parent or another place among its siblings. A move that would
    put an item below itself is refused. For systems.
    """
    position = ItemPosition(wanted.parent_id, wanted.before)
    moved, version = await edit_framework.move_item(
        session, framework_id, item_id, expected, position, clock, base_url=base_url(request)
    )
    response.headers["ETag"] = etag(version)
    return moved


@router.put("/{framework_id}/items/{item_id}/prerequisites", status_code=204, responses=sends("ETag", status=204))
async def set_item_prerequisites(
    framework_id: UUID,
    item_id: UUID,
    wanted: PrerequisitesIn,
    caller: Writes,
    session: Session,
    clock: ContextClock,
    expected: ExpectedVersion,
    request: Request,
    response: Response,
) -> None:
    """Set the prerequisites of an item.

    Replaces the list of items of the framework that come directly before this one; an empty list removes them. A circle
    is refused, and the refusal names its items. For systems.
    """
    version = await edit_framework.set_prerequisites(
        session, framework_id, item_id, expected, wanted.items, clock, base_url=base_url(request)
    )
    response.headers["ETag"] = etag(version)


@router.put("/{framework_id}/levels", status_code=204, responses=sends("ETag", status=204))
async def set_framework_levels(
    framework_id: UUID,
    wanted: LevelsIn,
    caller: Writes,
    session: Session,
    expected: ExpectedVersion,
    response: Response,
) -> None:
    """Set the names of a framework's levels.

    Replaces the names of points on the framework's scale, as 1 for Beginning and 3 for Proficient; an empty list
    removes them. Scores do not change. For systems.
    """
    version = await edit_framework.name_levels(
        session, framework_id, expected, [(level.label, level.value) for level in wanted.levels]
    )
    response.headers["ETag"] = etag(version)


@router.post("/{framework_id}/items/{item_id}/retire", responses=sends("ETag"))
async def retire_framework_item(
    framework_id: UUID,
    item_id: UUID,
    caller: Writes,
    session: Session,
    expected: ExpectedVersion,
    request: Request,
    response: Response,
) -> RemovedOut:
    """Retire an item of a framework.

    Retires the item: no new evidence can be recorded on it, and existing evidence stays. In a draft where nobody used
    it the item is deleted; `outcome` says which. For systems.
    """
    removed = await edit_framework.remove_item(session, framework_id, item_id, expected, base_url=base_url(request))
    response.headers["ETag"] = etag(removed.version)
    return removed


async def answer_of(session: Session, framework_id: UUID) -> Answer:
    """Returns the answer to the creation of this framework."""
    found = await read_framework(session, framework_id)
    return created(framework_out(found), location=f"{PREFIX}/{framework_id}", etag=etag(found.version))


async def _framework(session: Session, framework_id: UUID, response: Response) -> FrameworkOut:
    found = await read_framework(session, framework_id)
    response.headers["ETag"] = etag(found.version)
    return framework_out(found)
