"""`/partners/v1/agreements`. A district sees those it is a party to."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from partners.agreements import usecases
from partners.agreements.queries import AgreementRecord, find_agreements
from partners.agreements.rules import AgreementState, destruction_due
from partners.agreements.schemas import Agreement, AgreementChange, NewAgreement
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, ReadVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix="/partners/v1/agreements", tags=["agreements"])

Reader = Annotated[Caller, needs("partners.read")]
Manager = Annotated[Caller, needs("partners.manage")]


@router.post("", status_code=201, response_model=Agreement, responses=sends("Location", "ETag", status=201))
async def create_agreement(new: NewAgreement, caller: Manager, session: Session, now: Now, keyed: Keyed) -> Response:
    """Create a data sharing agreement as a draft.

    Drafts an agreement between your district and another, for one direction of sharing. Nothing is disclosed before
    both parties have signed it and its first day has come.
    """

    async def act() -> Answer:
        drafted = await usecases.draft(session, caller, new, now)
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
    """List data sharing agreements.

    Lists the agreements that your district is a party to, by id, ended ones included. With `state`, lists only those in
    that state.
    """
    found = await find_agreements(session, paging.single_key(UUID), state, paging.limit + 1)
    return paging.page(response, found, _shape, lambda row: [row.agreement_id])


@router.get("/{agreement_id}", responses=sends("ETag"))
async def get_agreement(agreement_id: UUID, _: Reader, session: Session, response: Response) -> Agreement:
    """Get a data sharing agreement.

    Answers one agreement that your district is a party to. Its ETag stands for its terms: send it to sign them.
    """
    return _shown(await usecases.get(session, agreement_id), response)


@router.patch("/{agreement_id}", responses=sends("ETag"))
async def change_agreement(
    agreement_id: UUID,
    change: AgreementChange,
    caller: Manager,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> Agreement:
    """Change the draft of an agreement.

    Changes the terms of a draft. Signatures given before no longer count. An agreement that is in force cannot be
    changed: end it and draft another.
    """
    return _shown(await usecases.change_terms(session, caller, agreement_id, change, expected, now), response)


@router.post("/{agreement_id}/sign", responses=sends("ETag"))
async def sign_agreement(
    agreement_id: UUID, caller: Manager, session: Session, now: Now, expected: ReadVersion, response: Response
) -> Agreement:
    """Sign a data sharing agreement.

    Signs, for your district, the terms whose ETag is sent as `If-Match`; `*` signs nothing. With both signatures the
    agreement comes into force on its first day.
    """
    return _shown(await usecases.record_signature(session, caller, agreement_id, expected, now), response)


@router.post("/{agreement_id}/end", responses=sends("ETag"))
async def end_agreement(agreement_id: UUID, caller: Manager, session: Session, response: Response) -> Agreement:
    """End a data sharing agreement.

    Ends an agreement, or withdraws its draft. Nothing more is disclosed under it; what was disclosed before is not
    taken back.
    """
    return _shown(await usecases.record_end(session, caller, agreement_id), response)


def _shown(record: AgreementRecord, response: Response) -> Agreement:
    response.headers["ETag"] = etag(record.version)
    return _shape(record)


def _shape(record: AgreementRecord) -> Agreement:
    due = destruction_due(usecases.agreement_of(record))
    return Agreement.model_validate({**record._asdict(), "destruction_due": due})
