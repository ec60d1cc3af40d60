"""A learner's credentials: issued by who answers for the district or teaches them, read by all who see them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from competency.credentials.schemas import CredentialIn, CredentialOut, RevocationIn, SignedCredentialOut
from competency.credentials.usecases import credentials as usecases
from competency.credentials.usecases.issuer import Issuing
from competency.learners.api.seen import OF_LEARNER, SeenLearner
from competency.learners.api.taking_part import actor
from competency.learners.usecases.see import require_role
from competency.settings import CompetencySettings
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import headers, sends
from shared.http.session import Session

router = APIRouter(prefix=f"{OF_LEARNER}/credentials", tags=["credentials"])

VC_JWT = "application/vc+jwt"

TakesPart = Annotated[Caller, needs("competency.take-part")]


def _issuing(request: Request) -> Issuing:
    settings: CompetencySettings = request.app.state.settings
    return Issuing(request.app.state.platform.http.public_url, settings.key_secret.get_secret_value())


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
async def issue(
    learner_id: SeenLearner,
    wanted: CredentialIn,
    caller: TakesPart,
    session: Session,
    keyed: Keyed,
    issuing: AsIssuer,
) -> Response:
    """Issue a badge (Open Badges 3.0) for a mastered item, or the learner's record (CLR 2.0). The same mastery gives
    the same credential: 200 where it was issued before, 201 where it was signed just now.
    """
    require_role(caller, "system", "leader", "educator")

    async def act() -> Answer:
        out, fresh = await usecases.issue_credential(
            session, issuing, caller.district_id, learner_id, wanted, by=actor(caller)
        )
        location = f"/competency/v1/learners/{learner_id}/credentials/{out.credential_id}"
        return created(out, location=location, status=201 if fresh else 200)

    return await once(session, keyed, act)


@router.get("")
async def list_(learner_id: SeenLearner, session: Session, response: Response, paging: Paging) -> Page[CredentialOut]:
    """The learner's credentials, revoked ones too, each in its newest issue."""
    rows = await usecases.list_credentials(session, learner_id, paging.key(UUID), paging.limit + 1)
    return paging.page(response, rows, usecases.credential_out, lambda row: [str(row.credential_id)])


@router.get("/{credential_id:uuid}")
async def read(learner_id: SeenLearner, credential_id: UUID, session: Session) -> SignedCredentialOut:
    return await usecases.read_credential(session, learner_id, credential_id)


@router.get(
    "/{credential_id:uuid}/download",
    response_class=Response,
    responses={
        200: {"content": {VC_JWT: {"schema": {"type": "string"}}}, "headers": headers("Content-Disposition")},
    },
)
async def download(learner_id: SeenLearner, credential_id: UUID, session: Session) -> Response:
    """The credential as a file, for a wallet or to be sent on."""
    out = await usecases.read_credential(session, learner_id, credential_id)
    name = f'attachment; filename="{out.kind}-{out.credential_id}.jwt"'
    return Response(out.token, media_type=VC_JWT, headers={"Content-Disposition": name})


@router.post("/{credential_id:uuid}/revoke", response_model=CredentialOut)
async def revoke(
    learner_id: SeenLearner,
    credential_id: UUID,
    body: RevocationIn,
    caller: TakesPart,
    session: Session,
    keyed: Keyed,
    issuing: AsIssuer,
) -> Response:
    """Take it back, with the reason. It does not come back by itself, whatever becomes of the mastery."""
    require_role(caller, "system", "leader", "educator")

    async def act() -> Answer:
        out = await usecases.revoke_credential(
            session, issuing, caller.district_id, learner_id, credential_id, reason=body.reason, by=actor(caller)
        )
        return Answer(200, out.model_dump_json().encode())

    return await once(session, keyed, act)
