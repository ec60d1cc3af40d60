"""Terms."""

from fastapi import APIRouter, Request, Response

from rostering.api.answers import PREFIX, Address, Filter, Reader, Writer, add, page_of, shown
from rostering.schemas import Out, TermIn, TermOut
from rostering.usecases import single
from rostering.usecases.kinds import TERMS
from shared.http.editing import ExpectedVersion
from shared.http.idempotency import Keyed
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix=f"{PREFIX}/terms", tags=["terms"])


@router.post("", status_code=201, response_model=TermOut, responses=sends("Location", "ETag", status=201))
async def add_term(body: TermIn, _: Writer, session: Session, keyed: Keyed, request: Request) -> Response:
    return await add(session, request, keyed, TERMS, body)


@router.get("")
async def list_terms(
    caller: Reader,
    session: Session,
    response: Response,
    paging: Paging,
    narrowed: Filter,
) -> Page[TermOut]:
    return await page_of(session, caller, TERMS, response, paging, narrowed.values)


@router.get("/{term:path}", response_model=TermOut, responses=sends("ETag"))
async def read_term(term: Address, caller: Reader, session: Session, response: Response) -> Out:
    return shown(response, TERMS, await single.find(session, caller.district_id, TERMS, term))


@router.put("/{term:path}", response_model=TermOut, responses=sends("ETag"))
async def edit_term(
    term: Address, body: TermIn, caller: Writer, session: Session, response: Response, expected: ExpectedVersion
) -> Out:
    kept = await single.edit(session, caller.district_id, TERMS, term, body, expected)
    return shown(response, TERMS, kept)
