"""Classes."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from rostering.api.answers import PREFIX, Address, Filter, Reader, Writer, add, page_of, shown
from rostering.schemas import ClassIn, ClassOut, Out
from rostering.usecases import single
from rostering.usecases.kinds import CLASSES
from shared.http.editing import ExpectedVersion
from shared.http.idempotency import Keyed
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix=f"{PREFIX}/classes", tags=["classes"])


@router.post("", status_code=201, response_model=ClassOut, responses=sends("Location", "ETag", status=201))
async def add_class(body: ClassIn, _: Writer, session: Session, keyed: Keyed, request: Request) -> Response:
    return await add(session, request, keyed, CLASSES, body)


@router.get("")
async def list_classes(
    caller: Reader,
    session: Session,
    response: Response,
    paging: Paging,
    narrowed: Filter,
    organisation_id: UUID | None = None,
    term_id: UUID | None = None,
) -> Page[ClassOut]:
    filters = narrowed.values | {"organisation_id": organisation_id, "term_id": term_id}
    return await page_of(session, caller, CLASSES, response, paging, filters)


@router.get("/{class_id:path}", response_model=ClassOut, responses=sends("ETag"))
async def read_class(class_id: Address, caller: Reader, session: Session, response: Response) -> Out:
    return shown(response, CLASSES, await single.find(session, caller.district_id, CLASSES, class_id))


@router.put("/{class_id:path}", response_model=ClassOut, responses=sends("ETag"))
async def edit_class(
    class_id: Address, body: ClassIn, caller: Writer, session: Session, response: Response, expected: ExpectedVersion
) -> Out:
    kept = await single.edit(session, caller.district_id, CLASSES, class_id, body, expected)
    return shown(response, CLASSES, kept)
