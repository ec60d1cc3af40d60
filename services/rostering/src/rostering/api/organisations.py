"""Organisations: the district and its schools."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from rostering.api.answers import PREFIX, Address, Filter, Reader, Writer, add, page_of, shown
from rostering.rules import OrganisationKind
from rostering.schemas import OrganisationIn, OrganisationOut, Out
from rostering.usecases import single
from rostering.usecases.kinds import ORGANISATIONS
from shared.http.editing import ExpectedVersion
from shared.http.idempotency import Keyed
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix=f"{PREFIX}/organisations", tags=["organisations"])


@router.post("", status_code=201, response_model=OrganisationOut, responses=sends("Location", "ETag", status=201))
async def add_organisation(
    body: OrganisationIn, _: Writer, session: Session, keyed: Keyed, request: Request
) -> Response:
    return await add(session, request, keyed, ORGANISATIONS, body)


@router.get("")
async def list_organisations(
    caller: Reader,
    session: Session,
    response: Response,
    paging: Paging,
    narrowed: Filter,
    kind: OrganisationKind | None = None,
    parent_id: UUID | None = None,
) -> Page[OrganisationOut]:
    filters = narrowed.values | {"kind": kind, "parent_id": parent_id}
    return await page_of(session, caller, ORGANISATIONS, response, paging, filters)


@router.get("/{organisation:path}", response_model=OrganisationOut, responses=sends("ETag"))
async def read_organisation(organisation: Address, caller: Reader, session: Session, response: Response) -> Out:
    return shown(response, ORGANISATIONS, await single.find(session, caller.district_id, ORGANISATIONS, organisation))


@router.put("/{organisation:path}", response_model=OrganisationOut, responses=sends("ETag"))
async def edit_organisation(
    organisation: Address,
    body: OrganisationIn,
    caller: Writer,
    session: Session,
    response: Response,
    expected: ExpectedVersion,
) -> Out:
    kept = await single.edit(session, caller.district_id, ORGANISATIONS, organisation, body, expected)
    return shown(response, ORGANISATIONS, kept)
