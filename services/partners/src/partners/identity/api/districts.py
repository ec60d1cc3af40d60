"""`/partners/v1/districts`."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from partners.common.api import shown_once
from partners.identity.queries.districts import DistrictRecord, find_districts
from partners.identity.schemas import District, DistrictChange, NewDistrict, RegisteredDistrict
from partners.identity.usecases import districts
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Keyed
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix="/partners/v1/districts", tags=["districts"])


@router.post("", status_code=201, response_model=RegisteredDistrict, responses=sends("Location", status=201))
async def register_district(
    new: NewDistrict, caller: Annotated[Caller, needs("platform.manage")], session: Session, keyed: Keyed
) -> Response:
    """Register a district.

    Registers a district on the platform and answers it with the secret of its administrator client, which is shown only
    this once. For the platform's own operator.
    """
    return await shown_once(
        session,
        keyed,
        lambda: districts.register(session, new.name, new.minimum_group, then=caller.district_id),
        RegisteredDistrict.model_validate,
        secret="client_secret",  # noqa: S106 (a field's name)
        location=lambda made: f"/partners/v1/districts/{made.district_id}",
    )


@router.get("")
async def list_districts(
    _: Annotated[Caller, needs("partners.read")], session: Session, paging: Paging, response: Response
) -> Page[District]:
    """List districts.

    Lists all districts of the platform by name, so that partners can be found.
    """
    rows = await find_districts(session, paging.single_key(str), paging.limit + 1)
    return paging.page(response, rows, District.model_validate, lambda row: [row.name])


@router.get("/{district_id}", responses=sends("ETag"))
async def get_district(
    district_id: UUID, _: Annotated[Caller, needs("partners.read")], session: Session, response: Response
) -> District:
    """Get a district.

    Answers one district. Any district of the platform may be looked up.
    """
    return _shown(await districts.get(session, district_id), response)


@router.patch("/{district_id}", responses=sends("ETag"))
async def change_district(
    district_id: UUID,
    change: DistrictChange,
    caller: Annotated[Caller, needs("partners.manage")],
    session: Session,
    expected: ExpectedVersion,
    response: Response,
) -> District:
    """Change your district.

    Changes the name of your own district, or the smallest group of learners whose figures it discloses. Another
    district cannot be changed.
    """
    return _shown(await districts.edit(session, caller, district_id, change, expected), response)


def _shown(district: DistrictRecord, response: Response) -> District:
    response.headers["ETag"] = etag(district.version)
    return District.model_validate(district)
