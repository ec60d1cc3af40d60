"""Guardians: who is tied to which learner."""

from uuid import UUID

from fastapi import Response

from rostering.api.access import Address, Reader, Writer, routes_of
from rostering.api.answers import Filter, created_answer, entity_answer, page_answer
from rostering.queries.guardians import find_guardians, page_of_guardians
from rostering.rules.changes import ChangeRequest
from rostering.schemas.guardians import GuardianIn, GuardianOut
from rostering.usecases.guardians import change_guardians
from rostering.usecases.single import add_one, edit_one, find_one
from shared.http.editing import ExpectedVersion, versions_of
from shared.http.idempotency import Keyed
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session
from shared.values.ids import new_id

router = routes_of("guardians")


@router.post(
    "",
    summary="Tie a learner and a guardian",
    status_code=201,
    response_model=GuardianOut,
    responses=sends("Location", "ETag", status=201),
)
async def create_guardian(body: GuardianIn, caller: Writer, session: Session, keyed: Keyed) -> Response:
    """Ties a learner and a guardian together. There is one tie for two people."""
    request = ChangeRequest(body, body.sourced_ids())
    return await created_answer(
        session,
        keyed,
        "guardians",
        lambda: add_one(session, caller.district_id, change_guardians, request, new_id),
        GuardianOut.of,
    )


@router.get("", summary="List guardians")
async def list_guardians(
    caller: Reader,
    session: Session,
    response: Response,
    paging: Paging,
    narrowed: Filter,
    learner_id: UUID | None = None,
    guardian_id: UUID | None = None,
) -> Page[GuardianOut]:
    """Returns guardians in the order of their ids, a page at a time, narrowed by learner and by guardian, by whether
    they are active and by the id that a source has for one. It answers what the records say, whatever the day.
    """
    page = narrowed.selection(paging)
    guardians = await page_of_guardians(
        session, caller.district_id, page, learner_id=learner_id, guardian_id=guardian_id
    )
    return page_answer(response, paging, guardians, GuardianOut.of)


@router.get("/{guardian:path}", summary="Get a guardian", responses=sends("ETag"))
async def get_guardian(guardian: Address, caller: Reader, session: Session, response: Response) -> GuardianOut:
    """Returns the tie of this address: our id, or a source's. An edit sends its `ETag` as `If-Match`."""
    stored = await find_one(session, caller.district_id, find_guardians, guardian)
    return entity_answer(response, stored, GuardianOut.of)


@router.put("/{guardian:path}", summary="Replace a guardian", responses=sends("ETag"))
async def replace_guardian(
    guardian: Address, body: GuardianIn, caller: Writer, session: Session, response: Response, expected: ExpectedVersion
) -> GuardianOut:
    """Replaces all that is stored of the tie: what is not sent is not so. `"active": false` ends it. It stays with its
    two people.
    """
    request, versions = ChangeRequest(body, body.sourced_ids()), versions_of(expected)
    stored = await edit_one(session, caller.district_id, find_guardians, change_guardians, guardian, request, versions)
    return entity_answer(response, stored, GuardianOut.of)
