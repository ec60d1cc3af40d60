"""Instruments and their versions: listed, read, compared, exported, retired, cloned, offered."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from readiness.instruments import examples
from readiness.instruments.api.answers import (
    comparison_out,
    instrument_out,
    offered_out,
    version_out,
    version_with_content,
)
from readiness.instruments.api.drafts import PREFIX, Reader, Writer, new_draft
from readiness.instruments.queries.instruments import find_instruments
from readiness.instruments.queries.versions import InstrumentVersion, find_versions
from readiness.instruments.rules.sheet_rows import instrument_to_sheet
from readiness.instruments.schemas.comparison import ComparisonOut
from readiness.instruments.schemas.content import InstrumentContent, content_of
from readiness.instruments.schemas.instruments import (
    DraftOut,
    InstrumentOut,
    OfferedOut,
    StateName,
    VersionOut,
    VersionWithContent,
)
from readiness.instruments.usecases.compare_versions import compare_versions
from readiness.instruments.usecases.publish_version import retire_version
from readiness.instruments.usecases.read_instrument import ensure_instrument, require_instrument, require_version
from readiness.instruments.usecases.share_version import clone_version, offer_version, withdraw_offer
from shared.http.context import Now
from shared.http.editing import etag
from shared.http.fields import WHOLE
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import headers, sends
from shared.http.session import Session

router = APIRouter(prefix=PREFIX, tags=["instruments"])

OFFERED = "/readiness/v1/offered-instruments"
Version = Annotated[int, Path(ge=1, le=2**31 - 1), WHOLE]


@router.get("")
async def list_instruments(
    _: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    state: Annotated[StateName | None, Query()] = None,
) -> Page[InstrumentOut]:
    """List instruments.

    Lists your district's instruments, by id, each with its newest published version, its draft and where it was taken
    from. With `state`, lists only those in that state.
    """
    found = await find_instruments(session, paging.single_key(UUID), state, paging.limit + 1)
    return paging.page(response, found, instrument_out, lambda row: [row.instrument_id])


@router.get("/{instrument_id}")
async def get_instrument(instrument_id: UUID, _: Reader, session: Session) -> InstrumentOut:
    """Get an instrument.

    Answers where one of your district's instruments stands. What it says is in its versions.
    """
    return instrument_out(await require_instrument(session, instrument_id))


@router.get("/{instrument_id}/versions")
async def list_instrument_versions(
    instrument_id: UUID, _: Reader, session: Session, paging: Paging, response: Response
) -> Page[VersionOut]:
    """List the versions of an instrument.

    Lists the versions, the newest first, the draft and retired ones included.
    """
    await ensure_instrument(session, instrument_id)
    found = await find_versions(session, instrument_id, paging.single_key(int), paging.limit + 1)
    return paging.page(response, found, version_out, lambda row: [row.version])


@router.get("/{instrument_id}/versions/{version}", responses=sends("ETag"))
async def get_instrument_version(
    instrument_id: UUID, version: Version, _: Reader, session: Session, response: Response
) -> VersionWithContent:
    """Get a version of an instrument.

    Answers a version with all that it says. What is published says the same for ever.
    """
    return _shown(await require_version(session, instrument_id, version), response)


@router.get(
    "/{instrument_id}/versions/{version}/export",
    response_model=InstrumentContent,
    responses={
        200: {
            "content": {"text/csv": {"schema": {"type": "string"}, "example": examples.SHEET}},
            "headers": headers("Content-Disposition"),
        }
    },
)
async def download_instrument_version(
    instrument_id: UUID,
    version: Version,
    _: Reader,
    session: Session,
    response: Response,
    format: Annotated[Literal["json", "csv"], Query()] = "json",
) -> InstrumentContent | Response:
    """Download a version of an instrument.

    Answers what the version says, as creating an instrument takes it. `format=csv` answers it as a spreadsheet, in
    which no program finds a formula, and which the import from CSV reads back the same.
    """
    found = await require_version(session, instrument_id, version)
    disposition = f'attachment; filename="instrument-{instrument_id}-{version}.{format}"'
    if format == "csv":
        sheet = instrument_to_sheet(found.content)
        return Response(sheet, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})
    response.headers["Content-Disposition"] = disposition
    return content_of(found.content)


@router.get("/{instrument_id}/versions/{version}/differences")
async def compare_instrument_versions(
    instrument_id: UUID,
    version: Version,
    _: Reader,
    session: Session,
    from_version: Annotated[
        int | None,
        Query(alias="from", ge=1, le=2**31 - 1, description="the older version; the one before unless told"),
        WHOLE,
    ] = None,
    from_instrument_id: Annotated[
        UUID | None, Query(description="the instrument that this one was taken from, itself or by way of others")
    ] = None,
) -> ComparisonOut:
    """Compare two versions of an instrument.

    Answers what was added, removed, moved, reworded, rescored and asked of others since an older version, or since a
    version of the instrument that this one was taken from; and whether results of the two can be compared: as a whole,
    by condition and question by question, by a published rule.

    A question that was removed keeps the answers that assessments with the older version gave it.
    """
    return comparison_out(await compare_versions(session, instrument_id, version, from_instrument_id, from_version))


@router.post(
    "/{instrument_id}/versions/{version}/clone",
    status_code=201,
    response_model=DraftOut,
    responses=sends("Location", "ETag", status=201),
)
async def clone_instrument_version(
    instrument_id: UUID, version: Version, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Clone a version of an instrument.

    Creates an instrument to adapt: a draft that says what the version says, and knows it as its origin.
    """

    async def act() -> Answer:
        return await new_draft(await clone_version(session, caller, instrument_id, version, now))

    return await once(session, keyed, act)


@router.post(
    "/{instrument_id}/versions/{version}/offer",
    status_code=201,
    response_model=OfferedOut,
    responses=sends("Location", status=201),
)
async def offer_instrument_version(
    instrument_id: UUID, version: Version, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Offer a version of an instrument to all districts.

    Offers a published version: every district can read it, adopt it as it is, or clone it to adapt it.
    """

    async def act() -> Answer:
        offer = await offer_version(session, caller, instrument_id, version, now)
        return created(offered_out(offer.record), location=f"{OFFERED}/{offer.record.offer_id}")

    return await once(session, keyed, act)


@router.delete("/{instrument_id}/versions/{version}/offer", status_code=204)
async def withdraw_instrument_version(instrument_id: UUID, version: Version, caller: Writer, session: Session) -> None:
    """Withdraw the offer of a version.

    Takes the offer back. What districts have adopted or cloned of it stays theirs.
    """
    await withdraw_offer(session, caller, instrument_id, version)


@router.post("/{instrument_id}/versions/{version}/retire", responses=sends("ETag"))
async def retire_instrument_version(
    instrument_id: UUID, version: Version, caller: Writer, session: Session, now: Now, response: Response
) -> VersionWithContent:
    """Retire a version of an instrument.

    Retires a published version: no new assessment can use it, and those that do go on. It is no longer offered to
    other districts.
    """
    return _shown(await retire_version(session, caller, instrument_id, version, now), response)


def _shown(found: InstrumentVersion, response: Response) -> VersionWithContent:
    response.headers["ETag"] = etag(found.record.revision)
    return version_with_content(found)
