"""`/readiness/v1/offered-instruments`: versions that districts offer to all, read, adopted and cloned by any."""

from uuid import UUID

from fastapi import APIRouter, Response

from readiness.instruments.api.answers import offered_out, offered_with_content, version_with_content
from readiness.instruments.api.drafts import PREFIX, Reader, Writer, new_draft
from readiness.instruments.api.versions import OFFERED
from readiness.instruments.queries.offers import find_offers
from readiness.instruments.schemas.instruments import DraftOut, OfferedOut, OfferedWithContent, VersionWithContent
from readiness.instruments.usecases.read_instrument import require_offer
from readiness.instruments.usecases.share_version import adopt_offer, clone_offer
from shared.http.context import Now
from shared.http.editing import etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix=OFFERED, tags=["instruments"])


@router.get("")
async def list_offered_instruments(_: Reader, session: Session, paging: Paging, response: Response) -> Page[OfferedOut]:
    """List the instruments that are offered to all districts.

    Lists the versions that districts offer to all, your own included, by id.
    """
    found = await find_offers(session, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, offered_out, lambda row: [row.offer_id])


@router.get("/{offer_id}")
async def get_offered_instrument(offer_id: UUID, _: Reader, session: Session) -> OfferedWithContent:
    """Get an instrument that is offered to all districts.

    Answers an offered version with all that it says.
    """
    return offered_with_content(await require_offer(session, offer_id))


@router.post(
    "/{offer_id}/adopt",
    status_code=201,
    response_model=VersionWithContent,
    responses=sends("Location", "ETag", status=201),
)
async def adopt_offered_instrument(
    offer_id: UUID, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Adopt an offered instrument.

    Creates an instrument of your own that says the very same, published at once as its version 1, so that results of
    all who adopted it can be compared. The same version is adopted once.
    """

    async def act() -> Answer:
        adopted = version_with_content(await adopt_offer(session, caller, offer_id, now))
        location = f"{PREFIX}/{adopted.instrument_id}/versions/{adopted.version}"
        return created(adopted, location=location, etag=etag(adopted.revision))

    return await once(session, keyed, act)


@router.post(
    "/{offer_id}/clone", status_code=201, response_model=DraftOut, responses=sends("Location", "ETag", status=201)
)
async def clone_offered_instrument(
    offer_id: UUID, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Clone an offered instrument.

    Creates an instrument of your own to adapt: a draft that says what is offered, and knows it as its origin.
    """

    async def act() -> Answer:
        return await new_draft(await clone_offer(session, caller, offer_id, now))

    return await once(session, keyed, act)
