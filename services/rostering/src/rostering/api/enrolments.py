"""Enrolments: who is in which class."""

from uuid import UUID

from fastapi import Response

from rostering.api.access import Address, Reader, Writer, routes_of
from rostering.api.answers import Filter, created_answer, entity_answer, page_answer
from rostering.queries.enrolments import find_enrolments, page_of_enrolments
from rostering.rules.changes import ChangeRequest
from rostering.rules.entities import EnrolmentRole
from rostering.schemas.enrolments import EnrolmentIn, EnrolmentOut
from rostering.usecases.enrolments import change_enrolments
from rostering.usecases.single import add_one, edit_one, find_one
from shared.http.editing import ExpectedVersion, versions_of
from shared.http.idempotency import Keyed
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session
from shared.values.ids import new_id

router = routes_of("enrolments")


@router.post(
    "",
    summary="Enrol a person in a class",
    status_code=201,
    response_model=EnrolmentOut,
    responses=sends("Location", "ETag", status=201),
)
async def create_enrolment(body: EnrolmentIn, caller: Writer, session: Session, keyed: Keyed) -> Response:
    """Enrols a person in a class, as a learner or as an educator. The person has that role."""
    request = ChangeRequest(body, body.sourced_ids())
    return await created_answer(
        session,
        keyed,
        "enrolments",
        lambda: add_one(session, caller.district_id, change_enrolments, request, new_id),
        EnrolmentOut.of,
    )


@router.get("", summary="List enrolments")
async def list_enrolments(
    caller: Reader,
    session: Session,
    response: Response,
    paging: Paging,
    narrowed: Filter,
    person_id: UUID | None = None,
    class_id: UUID | None = None,
    role: EnrolmentRole | None = None,
) -> Page[EnrolmentOut]:
    """Returns enrolments in the order of their ids, a page at a time, narrowed by person, by class and by role, by
    whether they are active and by the id that a source has for one. It answers what the records say, whatever the day.
    """
    page = narrowed.selection(paging)
    enrolments = await page_of_enrolments(
        session, caller.district_id, page, person_id=person_id, class_id=class_id, role=role
    )
    return page_answer(response, paging, enrolments, EnrolmentOut.of)


@router.get("/{enrolment:path}", summary="Get an enrolment", responses=sends("ETag"))
async def get_enrolment(enrolment: Address, caller: Reader, session: Session, response: Response) -> EnrolmentOut:
    """Returns the enrolment of this address: our id, or a source's. An edit sends its `ETag` as `If-Match`."""
    stored = await find_one(session, caller.district_id, find_enrolments, enrolment)
    return entity_answer(response, stored, EnrolmentOut.of)


@router.put("/{enrolment:path}", summary="Replace an enrolment", responses=sends("ETag"))
async def replace_enrolment(
    enrolment: Address,
    body: EnrolmentIn,
    caller: Writer,
    session: Session,
    response: Response,
    expected: ExpectedVersion,
) -> EnrolmentOut:
    """Replaces all that is stored of the enrolment: what is not sent is not so. `"active": false` ends it. It stays
    with its person and its class.
    """
    request, versions = ChangeRequest(body, body.sourced_ids()), versions_of(expected)
    stored = await edit_one(
        session, caller.district_id, find_enrolments, change_enrolments, enrolment, request, versions
    )
    return entity_answer(response, stored, EnrolmentOut.of)
