"""Terms."""

from fastapi import Response

from rostering.api.access import Address, Reader, Writer, routes_of
from rostering.api.answers import Filter, created_answer, entity_answer, page_answer
from rostering.queries.terms import find_terms, page_of_terms
from rostering.rules.changes import ChangeRequest
from rostering.schemas.terms import TermIn, TermOut
from rostering.usecases.single import add_one, edit_one, find_one
from rostering.usecases.terms import change_terms
from shared.http.editing import ExpectedVersion, versions_of
from shared.http.idempotency import Keyed
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session
from shared.values.ids import new_id

router = routes_of("terms")


@router.post(
    "",
    summary="Create a term",
    status_code=201,
    response_model=TermOut,
    responses=sends("Location", "ETag", status=201),
)
async def create_term(body: TermIn, caller: Writer, session: Session, keyed: Keyed) -> Response:
    """Adds a term to the roster. With an `Idempotency-Key`, a repeat answers the same."""
    request = ChangeRequest(body, body.sourced_ids())
    return await created_answer(
        session,
        keyed,
        "terms",
        lambda: add_one(session, caller.district_id, change_terms, request, new_id),
        TermOut.of,
    )


@router.get("", summary="List terms")
async def list_terms(
    caller: Reader,
    session: Session,
    response: Response,
    paging: Paging,
    narrowed: Filter,
) -> Page[TermOut]:
    """Returns terms in the order of their ids, a page at a time, narrowed by whether they are active and by the id that
    a source has for one. It answers what the records say, whatever the day.
    """
    page = narrowed.selection(paging)
    terms = await page_of_terms(session, caller.district_id, page)
    return page_answer(response, paging, terms, TermOut.of)


@router.get("/{term:path}", summary="Get a term", responses=sends("ETag"))
async def get_term(term: Address, caller: Reader, session: Session, response: Response) -> TermOut:
    """Returns the term of this address: our id, or a source's. An edit sends its `ETag` as `If-Match`."""
    stored = await find_one(session, caller.district_id, find_terms, term)
    return entity_answer(response, stored, TermOut.of)


@router.put("/{term:path}", summary="Replace a term", responses=sends("ETag"))
async def replace_term(
    term: Address, body: TermIn, caller: Writer, session: Session, response: Response, expected: ExpectedVersion
) -> TermOut:
    """Replaces all that is stored of the term: what is not sent is not so. `"active": false` ends it."""
    request, versions = ChangeRequest(body, body.sourced_ids()), versions_of(expected)
    stored = await edit_one(session, caller.district_id, find_terms, change_terms, term, request, versions)
    return entity_answer(response, stored, TermOut.of)
