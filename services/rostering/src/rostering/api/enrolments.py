"""Enrolments: who is in which class."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from rostering.api.answers import PREFIX, Address, Filter, Reader, Writer, add, page_of, shown
from rostering.rules import EnrolmentRole
from rostering.schemas import EnrolmentIn, EnrolmentOut, Out
from rostering.usecases import single
from rostering.usecases.kinds import ENROLMENTS
from shared.http.editing import ExpectedVersion
from shared.http.idempotency import Keyed
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix=f"{PREFIX}/enrolments", tags=["enrolments"])


@router.post("", status_code=201, response_model=EnrolmentOut, responses=sends("Location", "ETag", status=201))
async def add_enrolment(body: EnrolmentIn, _: Writer, session: Session, keyed: Keyed, request: Request) -> Response:
    return await add(session, request, keyed, ENROLMENTS, body)


@router.get("")
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
    filters = narrowed.values | {"person_id": person_id, "class_id": class_id, "role": role}
    return await page_of(session, caller, ENROLMENTS, response, paging, filters)


@router.get("/{enrolment:path}", response_model=EnrolmentOut, responses=sends("ETag"))
async def read_enrolment(enrolment: Address, caller: Reader, session: Session, response: Response) -> Out:
    return shown(response, ENROLMENTS, await single.find(session, caller.district_id, ENROLMENTS, enrolment))


@router.put("/{enrolment:path}", response_model=EnrolmentOut, responses=sends("ETag"))
async def edit_enrolment(
    enrolment: Address,
    body: EnrolmentIn,
    caller: Writer,
    session: Session,
    response: Response,
    expected: ExpectedVersion,
) -> Out:
    kept = await single.edit(session, caller.district_id, ENROLMENTS, enrolment, body, expected)
    return shown(response, ENROLMENTS, kept)
