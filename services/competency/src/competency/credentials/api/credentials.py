"""A learner's credentials: issued by who answers for the district or teaches them, read by all who see them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from competency.common.context import InContext
from competency.credentials import examples
from competency.credentials.queries.credentials import page_of_credentials
from competency.credentials.schemas import CredentialIn, CredentialOut, RevocationIn, SignedCredentialOut
from competency.credentials.usecases.credentials import (
    credential_out,
    issue_credential,
    read_credential,
    revoke_credential,
)
from competency.credentials.usecases.issuer import Issuing
from competency.learners.api.seen import OF_LEARNER, SeenLearner
from competency.learners.api.taking_part import actor
from competency.learners.usecases.see import require_role
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import headers, sends
from shared.http.session import Session

router = APIRouter(prefix=f"{OF_LEARNER}/credentials", tags=["credentials"])

VC_JWT = "application/vc+jwt"

TakesPart = Annotated[Caller, needs("competency.take-part")]


async def _issuing(context: InContext) -> Issuing:
    return Issuing(context.platform.http.public_url, context.settings.key_secret.get_secret_value(), context.now)


AsIssuer = Annotated[Issuing, Depends(_issuing)]


@router.post(
    "",
    status_code=201,
    response_model=SignedCredentialOut,
    responses=sends("Location", status=201)
    | {
        200: {
            "model": SignedCredentialOut,
            "description": "It was issued before, for the same mastery",
            "headers": headers("Location"),
        }
    },
)
async def issue_learner_credential(
    learner_id: SeenLearner,
    wanted: CredentialIn,
    caller: TakesPart,
    session: Session,
    keyed: Keyed,
    issuing: AsIssuer,
) -> Response:
    """Issue a credential to a learner.

    Issues a badge (Open Badges 3.0) for an item that the learner has mastered, or the learner's record (CLR 2.0),
    signed with the district's key. For educators of the learner, leaders and systems. The same mastery gives the same
    credential: 201 where it was signed now, 200 where it had been issued before.
    """
    require_role(caller, "system", "leader", "educator")

    async def act() -> Answer:
        out, fresh = await issue_credential(session, issuing, caller.district_id, learner_id, wanted, by=actor(caller))
        location = f"/competency/v1/learners/{learner_id}/credentials/{out.credential_id}"
        return created(out, location=location, status=201 if fresh else 200)

    return await once(session, keyed, act)


@router.get("")
async def list_learner_credentials(
    learner_id: SeenLearner, session: Session, response: Response, paging: Paging
) -> Page[CredentialOut]:
    """List a learner's credentials.

    Lists the learner's credentials, each in its newest issue, revoked ones included. For anybody who may see the
    learner. The signed tokens are not in the list: read one credential for its token.
    """
    records = await page_of_credentials(session, learner_id, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, records, credential_out, lambda record: [str(record.credential_id)])


@router.get("/{credential_id:uuid}")
async def get_learner_credential(learner_id: SeenLearner, credential_id: UUID, session: Session) -> SignedCredentialOut:
    """Get a learner's credential.

    Answers the credential in its newest issue with its signed token, which the holder can give to others. For anybody
    who may see the learner.
    """
    return await read_credential(session, learner_id, credential_id)


@router.get(
    "/{credential_id:uuid}/download",
    response_class=Response,
    responses={
        200: {
            "content": {VC_JWT: {"schema": {"type": "string"}, "example": examples.TOKEN}},
            "headers": headers("Content-Disposition"),
        },
    },
)
async def download_learner_credential(learner_id: SeenLearner, credential_id: UUID, session: Session) -> Response:
    """Download a learner's credential as a file.

    Answers the signed credential as a VC-JWT file that a wallet can import or the holder can send on. For anybody who
    may see the learner.
    """
    out = await read_credential(session, learner_id, credential_id)
    name = f'attachment; filename="{out.kind}-{out.credential_id}.jwt"'
    return Response(out.token, media_type=VC_JWT, headers={"Content-Disposition": name})


@router.post("/{credential_id:uuid}/revoke", response_model=CredentialOut)
async def revoke_learner_credential(
    learner_id: SeenLearner,
    credential_id: UUID,
    body: RevocationIn,
    caller: TakesPart,
    session: Session,
    keyed: Keyed,
    issuing: AsIssuer,
) -> Response:
    """Revoke a learner's credential.

    Revokes the credential with a reason that the learner reads; whoever verifies it is told. It stays revoked even if
    the learner masters the item again. For educators of the learner, leaders and systems.
    """
    require_role(caller, "system", "leader", "educator")

    async def act() -> Answer:
        out = await revoke_credential(
            session, issuing, caller.district_id, learner_id, credential_id, reason=body.reason, by=actor(caller)
        )
        return Answer(200, out.model_dump_json().encode())

    return await once(session, keyed, act)
