"""`/partners/v1/agreements`. A district sees those it is a party to."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from partners.agreements import usecases
from partners.agreements.queries import AgreementRecord, find_agreements
from partners.agreements.rules import AgreementState, destruction_due
from partners.agreements.schemas import Agreement, AgreementChange, NewAgreement
from partners.common.api import after_id
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.editing import ExpectedVersion, ReadVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix="/partners/v1/agreements", tags=["agreements"])

Reader = Annotated[Caller, needs("partners.read")]
Manager = Annotated[Caller, needs("partners.manage")]


@router.post("", status_code=201, response_model=Agreement, responses=sends("Location", "ETag", status=201))
async def draft_agreement(new: NewAgreement, caller: Manager, session: Session, keyed: Keyed) -> Response:
    """Draft an agreement; it is in force once both parties have signed it and its days have come."""

    async def act() -> Answer:
        drafted = await usecases.draft(session, caller, new)
        location = f"/partners/v1/agreements/{drafted.agreement_id}"
        return created(_shape(drafted), location=location, etag=etag(drafted.version))

    return await once(session, keyed, act)


@router.get("")
async def list_agreements(
    _: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    state: Annotated[AgreementState | None, Query()] = None,
) -> Page[Agreement]:
    """The agreements that your district is a party to, by id; those in one state only, if you name it."""
    found = await find_agreements(session, after_id(paging), state, paging.limit + 1)
    return paging.page(response, found, _shape, lambda row: [row.agreement_id])


@router.get("/{agreement_id}", responses=sends("ETag"))
async def get_agreement(agreement_id: UUID, _: Reader, session: Session, response: Response) -> Agreement:
    """One agreement that your district is a party to; its ETag is what you sign."""
    return _shown(await usecases.get(session, agreement_id), response)


@router.patch("/{agreement_id}", responses=sends("ETag"))
async def amend_agreement(
    agreement_id: UUID,
    change: AgreementChange,
    caller: Manager,
    session: Session,
    expected: ExpectedVersion,
    response: Response,
) -> Agreement:
    """Change a draft; signatures fall away."""
    return _shown(await usecases.change_terms(session, caller, agreement_id, change, expected), response)


@router.post("/{agreement_id}/sign", responses=sends("ETag"))
async def sign_agreement(
    agreement_id: UUID, caller: Manager, session: Session, expected: ReadVersion, response: Response
) -> Agreement:
    """Sign for your district the terms whose ETag you send; `*` signs nothing."""
    return _shown(await usecases.record_signature(session, caller, agreement_id, expected), response)


@router.post("/{agreement_id}/end", responses=sends("ETag"))
async def end_agreement(agreement_id: UUID, caller: Manager, session: Session, response: Response) -> Agreement:
    """End it, or withdraw the draft. Nothing flows any more."""
    return _shown(await usecases.record_end(session, caller, agreement_id), response)


def _shown(record: AgreementRecord, response: Response) -> Agreement:
    response.headers["ETag"] = etag(record.version)
    return _shape(record)


def _shape(record: AgreementRecord) -> Agreement:
    due = destruction_due(usecases.agreement_of(record))
    return Agreement.model_validate({**record._asdict(), "destruction_due": due})
