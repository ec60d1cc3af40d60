"""Guardians: who is tied to which learner."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from rostering.api.answers import PREFIX, Address, Filter, Reader, Writer, add, page_of, shown
from rostering.schemas import GuardianIn, GuardianOut, Out
from rostering.usecases import single
from rostering.usecases.kinds import GUARDIANS
from shared.http.editing import ExpectedVersion
from shared.http.idempotency import Keyed
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix=f"{PREFIX}/guardians", tags=["guardians"])


@router.post("", status_code=201, response_model=GuardianOut, responses=sends("Location", "ETag", status=201))
async def add_guardian(body: GuardianIn, _: Writer, session: Session, keyed: Keyed, request: Request) -> Response:
    return await add(session, request, keyed, GUARDIANS, body)


@router.get("")
async def list_guardians(
    caller: Reader,
    session: Session,
    response: Response,
    paging: Paging,
    narrowed: Filter,
    learner_id: UUID | None = None,
    guardian_id: UUID | None = None,
) -> Page[GuardianOut]:
    filters = narrowed.values | {"learner_id": learner_id, "guardian_id": guardian_id}
    return await page_of(session, caller, GUARDIANS, response, paging, filters)


@router.get("/{guardian:path}", response_model=GuardianOut, responses=sends("ETag"))
async def read_guardian(guardian: Address, caller: Reader, session: Session, response: Response) -> Out:
    return shown(response, GUARDIANS, await single.find(session, caller.district_id, GUARDIANS, guardian))


@router.put("/{guardian:path}", response_model=GuardianOut, responses=sends("ETag"))
async def edit_guardian(
    guardian: Address, body: GuardianIn, caller: Writer, session: Session, response: Response, expected: ExpectedVersion
) -> Out:
    kept = await single.edit(session, caller.district_id, GUARDIANS, guardian, body, expected)
    return shown(response, GUARDIANS, kept)
