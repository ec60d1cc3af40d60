"""`/coaching/v1/engagements/{engagement_id}/charter`: how the two work together, in versions that both sign."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Reader, Writer
from coaching.engagements.api.engagements import PREFIX
from coaching.engagements.queries.charters import CharterRecord, find_charter_in_force, page_of_charters
from coaching.engagements.schemas.charters import CharterShown, NewCharter, Signature
from coaching.engagements.usecases import charters as usecases
from coaching.engagements.usecases.reading import require_engagement
from shared.db.query import Transaction
from shared.http.context import Now
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses
from shared.http.session import Session

router = APIRouter(prefix=f"{PREFIX}/{{engagement_id}}/charter", tags=["charters"])


@router.post("", status_code=201, response_model=CharterShown, responses=refuses(404, 409))
async def add_charter(
    engagement_id: UUID, new: NewCharter, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Add a version of the charter.

    Writes another version, which nobody has signed. The version that both have signed stays in force until both sign
    this one.
    """

    async def act() -> Answer:
        made = await usecases.write_charter(session, caller, engagement_id, new, now)
        return created(_shape(made, None))

    return await once(session, keyed, act)


@router.get("")
async def list_charters(
    engagement_id: UUID, _: Reader, session: Session, paging: Paging, response: Response, now: Now
) -> Page[CharterShown]:
    """List the versions of the charter.

    Lists every version by its number, with who has signed it and when. In force is the newest that both have signed.
    """
    await require_engagement(session, engagement_id, now)
    found = await page_of_charters(session, engagement_id, paging.single_key(int), paging.limit + 1)
    in_force = await _number_in_force(session, engagement_id)
    return paging.page(response, found, lambda one: _shape(one, in_force), lambda one: [one.number])


@router.post("/sign", response_model=CharterShown, responses=refuses(404, 409))
async def sign_charter(
    engagement_id: UUID, sent: Signature, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Sign the charter.

    Signs the newest version for your district: the very one whose hash you send. Once both have signed it, it is in
    force, and the days for a first contact are counted from then.
    """

    async def act() -> Answer:
        signed = await usecases.sign_charter(session, caller, engagement_id, sent, now)
        return created(_shape(signed, await _number_in_force(session, engagement_id)), status=200)

    return await once(session, keyed, act)


async def _number_in_force(session: Transaction, engagement_id: UUID) -> int | None:
    found = await find_charter_in_force(session, engagement_id)
    return None if found is None else found.number


def _shape(record: CharterRecord, in_force: int | None) -> CharterShown:
    return CharterShown(
        number=record.number,
        **record.terms._asdict(),
        document_hash=record.document_hash,
        written_by=record.written_by,
        written_at=record.written_at,
        host_signed_at=record.host_signed_at,
        partner_signed_at=record.partner_signed_at,
        in_force=record.number == in_force,
    )
