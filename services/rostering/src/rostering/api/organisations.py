"""Organisations: the district and its schools."""

from uuid import UUID

from fastapi import Response

from rostering.api.access import Address, Reader, Writer, routes_of
from rostering.api.answers import Filter, created_answer, entity_answer, page_answer
from rostering.queries.organisations import find_organisations, page_of_organisations
from rostering.rules.changes import ChangeRequest
from rostering.rules.entities import OrganisationKind
from rostering.schemas.organisations import OrganisationIn, OrganisationOut
from rostering.usecases.organisations import change_organisations
from rostering.usecases.single import add_one, edit_one, find_one
from shared.http.editing import ExpectedVersion, versions_of
from shared.http.idempotency import Keyed
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session
from shared.values.ids import new_id

router = routes_of("organisations")


@router.post(
    "",
    summary="Create an organisation",
    status_code=201,
    response_model=OrganisationOut,
    responses=sends("Location", "ETag", status=201),
)
async def create_organisation(body: OrganisationIn, caller: Writer, session: Session, keyed: Keyed) -> Response:
    """Adds a district or a school to the roster. With an `Idempotency-Key`, a repeat answers the same."""
    request = ChangeRequest(body, body.sourced_ids())
    return await created_answer(
        session,
        keyed,
        "organisations",
        lambda: add_one(session, caller.district_id, change_organisations, request, new_id),
        OrganisationOut.of,
    )


@router.get("", summary="List organisations")
async def list_organisations(
    caller: Reader,
    session: Session,
    response: Response,
    paging: Paging,
    narrowed: Filter,
    kind: OrganisationKind | None = None,
    parent_id: UUID | None = None,
) -> Page[OrganisationOut]:
    """Returns organisations in the order of their ids, a page at a time, narrowed by their kind and by the district
    they belong to, by whether they are active and by the id that a source has for one. It answers what the records say,
    whatever the day.
    """
    page = narrowed.selection(paging)
    organisations = await page_of_organisations(session, caller.district_id, page, kind=kind, parent_id=parent_id)
    return page_answer(response, paging, organisations, OrganisationOut.of)


@router.get("/{organisation:path}", summary="Get an organisation", responses=sends("ETag"))
async def get_organisation(
    organisation: Address, caller: Reader, session: Session, response: Response
) -> OrganisationOut:
    """Returns the organisation of this address: our id, or a source's. An edit sends its `ETag` as `If-Match`."""
    stored = await find_one(session, caller.district_id, find_organisations, organisation)
    return entity_answer(response, stored, OrganisationOut.of)


@router.put("/{organisation:path}", summary="Replace an organisation", responses=sends("ETag"))
async def replace_organisation(
    organisation: Address,
    body: OrganisationIn,
    caller: Writer,
    session: Session,
    response: Response,
    expected: ExpectedVersion,
) -> OrganisationOut:
    """Replaces all that is stored of the organisation: what is not sent is not so. `"active": false` ends it. A
    district stays a district, and a school a school.
    """
    request, versions = ChangeRequest(body, body.sourced_ids()), versions_of(expected)
    stored = await edit_one(
        session, caller.district_id, find_organisations, change_organisations, organisation, request, versions
    )
    return entity_answer(response, stored, OrganisationOut.of)
