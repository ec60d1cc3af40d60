"""People, and what they are called."""

from uuid import UUID

from fastapi import Response

from rostering.api.access import Address, MakePersonId, Reader, Writer, routes_of
from rostering.api.answers import Filter, created_answer, entity_answer, page_answer
from rostering.queries.people import find_people, page_of_people
from rostering.rules.changes import ChangeRequest
from rostering.rules.entities import PersonRole
from rostering.schemas.people import PersonAdded, PersonIn, PersonOut
from rostering.usecases.people import change_people, forget_person
from rostering.usecases.single import add_one, edit_one, find_one
from shared.http.editing import ExpectedVersion, versions_of
from shared.http.idempotency import Keyed
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = routes_of("people")


@router.post(
    "",
    summary="Create a person",
    status_code=201,
    response_model=PersonAdded,
    responses=sends("Location", "ETag", status=201),
)
async def create_person(
    body: PersonIn, caller: Writer, session: Session, keyed: Keyed, make_id: MakePersonId
) -> Response:
    """Adds a person to the roster. The answer leaves the name out: answers are kept with their Idempotency-Key, and
    names may not be.
    """
    request = ChangeRequest(body, body.sourced_ids())
    return await created_answer(
        session,
        keyed,
        "people",
        lambda: add_one(session, caller.district_id, change_people, request, make_id),
        PersonAdded.without_name,
    )


@router.get("", summary="List people")
async def list_people(
    caller: Reader,
    session: Session,
    response: Response,
    paging: Paging,
    narrowed: Filter,
    role: PersonRole | None = None,
    class_id: UUID | None = None,
    organisation_id: UUID | None = None,
) -> Page[PersonOut]:
    """Returns people in the order of their ids, a page at a time, narrowed by role, by class and by organisation, by
    whether they are active and by the id that a source has for one. It answers what the records say, whatever the day.
    """
    page = narrowed.selection(paging)
    people = await page_of_people(
        session, caller.district_id, page, role=role, class_id=class_id, organisation_id=organisation_id
    )
    return page_answer(response, paging, people, PersonOut.of)


@router.get("/{person:path}", summary="Get a person", responses=sends("ETag"))
async def get_person(person: Address, caller: Reader, session: Session, response: Response) -> PersonOut:
    """Returns the person of this address: our id, or a source's. An edit sends its `ETag` as `If-Match`."""
    stored = await find_one(session, caller.district_id, find_people, person)
    return entity_answer(response, stored, PersonOut.of)


@router.put("/{person:path}", summary="Replace a person", responses=sends("ETag"))
async def replace_person(
    person: Address, body: PersonIn, caller: Writer, session: Session, response: Response, expected: ExpectedVersion
) -> PersonOut:
    """Replaces all that is stored of the person: what is not sent is not so. `"active": false` ends it."""
    request, versions = ChangeRequest(body, body.sourced_ids()), versions_of(expected)
    stored = await edit_one(session, caller.district_id, find_people, change_people, person, request, versions)
    return entity_answer(response, stored, PersonOut.of)


@router.delete("/{person:path}", summary="Forget a person", status_code=204, operation_id="forget_person")
async def forget(person: Address, caller: Writer, session: Session) -> None:
    """Erases the name and the ids of sources, here and wherever they were told; the person is inactive from then on."""
    await forget_person(session, caller.district_id, person)
