"""People, and what they are called."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from rostering.api.answers import PREFIX, Address, Filter, Reader, Writer, add, page_of, shown
from rostering.rules import PersonRole
from rostering.schemas import Out, PersonAdded, PersonIn, PersonOut
from rostering.usecases import single
from rostering.usecases.kinds import PEOPLE
from shared.http.editing import ExpectedVersion
from shared.http.idempotency import Keyed
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix=f"{PREFIX}/people", tags=["people"])


@router.post("", status_code=201, response_model=PersonAdded, responses=sends("Location", "ETag", status=201))
async def add_person(body: PersonIn, _: Writer, session: Session, keyed: Keyed, request: Request) -> Response:
    """Register a person. The answer leaves the name out: it may be kept with an Idempotency-Key, and names may not."""
    return await add(session, request, keyed, PEOPLE, body)


@router.get("")
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
    filters = narrowed.values | {"role": role, "class_id": class_id, "organisation_id": organisation_id}
    return await page_of(session, caller, PEOPLE, response, paging, filters)


@router.get("/{person:path}", response_model=PersonOut, responses=sends("ETag"))
async def read_person(person: Address, caller: Reader, session: Session, response: Response) -> Out:
    return shown(response, PEOPLE, await single.find(session, caller.district_id, PEOPLE, person))


@router.put("/{person:path}", response_model=PersonOut, responses=sends("ETag"))
async def edit_person(
    person: Address, body: PersonIn, caller: Writer, session: Session, response: Response, expected: ExpectedVersion
) -> Out:
    kept = await single.edit(session, caller.district_id, PEOPLE, person, body, expected)
    return shown(response, PEOPLE, kept)


@router.delete("/{person:path}", status_code=204)
async def forget_person(person: Address, caller: Writer, session: Session) -> None:
    """Erase the name and the ids of sources, here and wherever they were told; the person is inactive from then on."""
    await single.forget(session, caller.district_id, person)
