"""Classes."""

from uuid import UUID

from fastapi import Response

from rostering.api.access import Address, Reader, Writer, routes_of
from rostering.api.answers import Filter, created_answer, entity_answer, page_answer
from rostering.queries.classes import find_classes, page_of_classes
from rostering.rules.changes import ChangeRequest
from rostering.schemas.classes import ClassIn, ClassOut
from rostering.usecases.classes import change_classes
from rostering.usecases.single import add_one, edit_one, find_one
from shared.http.editing import ExpectedVersion, versions_of
from shared.http.idempotency import Keyed
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session
from shared.values.ids import new_id

router = routes_of("classes")


@router.post(
    "",
    summary="Create a class",
    status_code=201,
    response_model=ClassOut,
    responses=sends("Location", "ETag", status=201),
)
async def create_class(body: ClassIn, caller: Writer, session: Session, keyed: Keyed) -> Response:
    """Adds a class to the roster. With an `Idempotency-Key`, a repeat answers the same."""
    request = ChangeRequest(body, body.sourced_ids())
    return await created_answer(
        session,
        keyed,
        "classes",
        lambda: add_one(session, caller.district_id, change_classes, request, new_id),
        ClassOut.of,
    )


@router.get("", summary="List classes")
async def list_classes(
    caller: Reader,
    session: Session,
    response: Response,
    paging: Paging,
    narrowed: Filter,
    organisation_id: UUID | None = None,
    term_id: UUID | None = None,
) -> Page[ClassOut]:
    """Returns classes in the order of their ids, a page at a time, narrowed by organisation and by term, by whether
    they are active and by the id that a source has for one. It answers what the records say, whatever the day.
    """
    page = narrowed.selection(paging)
    classes = await page_of_classes(session, caller.district_id, page, organisation_id=organisation_id, term_id=term_id)
    return page_answer(response, paging, classes, ClassOut.of)


@router.get("/{class_id:path}", summary="Get a class", responses=sends("ETag"))
async def get_class(class_id: Address, caller: Reader, session: Session, response: Response) -> ClassOut:
    """Returns the class of this address: our id, or a source's. An edit sends its `ETag` as `If-Match`."""
    stored = await find_one(session, caller.district_id, find_classes, class_id)
    return entity_answer(response, stored, ClassOut.of)


@router.put("/{class_id:path}", summary="Replace a class", responses=sends("ETag"))
async def replace_class(
    class_id: Address, body: ClassIn, caller: Writer, session: Session, response: Response, expected: ExpectedVersion
) -> ClassOut:
    """Replaces all that is stored of the class: what is not sent is not so. `"active": false` ends it."""
    request, versions = ChangeRequest(body, body.sourced_ids()), versions_of(expected)
    stored = await edit_one(session, caller.district_id, find_classes, change_classes, class_id, request, versions)
    return entity_answer(response, stored, ClassOut.of)
