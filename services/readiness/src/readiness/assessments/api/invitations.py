"""`/readiness/v1/assessments/{assessment_id}/invitations`: who is asked. Nothing here says who has answered."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from readiness.assessments.context import Pinned
from readiness.assessments.queries.invitations import InvitationRecord, find_invitations
from readiness.assessments.schemas.inviting import Invitation, MadeInvitation, MadeInvitations, NewInvitations
from readiness.assessments.usecases import invitations
from readiness.assessments.usecases.assessments import get_assessment
from readiness.common.context import InContext
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.context import Now
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.session import Session
from shared.outgoing.mail.queue import find_dead_mails

router = APIRouter(prefix="/readiness/v1/assessments/{assessment_id}/invitations", tags=["invitations"])

Writer = Annotated[Caller, needs("readiness.write")]


@router.post("", status_code=201, response_model=MadeInvitations)
async def add_invitations(
    assessment_id: UUID,
    new: NewInvitations,
    caller: Writer,
    context: InContext,
    pinned: Pinned,
    session: Session,
    now: Now,
    keyed: Keyed,
) -> Response:
    """Invite raters to an assessment.

    Invites many raters at once, or none of them where one cannot be. A link's secret is shown this once, and never
    where it is mailed: then the rater alone gets it. A repeat with the same key shows no secret.
    """
    shown: list[MadeInvitations] = []

    async def store_without_secrets() -> Answer:
        made = await invitations.invite(
            session, caller, assessment_id, new.invitations,
            pinned=pinned, public_url=context.platform.http.public_url, now=now,
        )  # fmt: skip
        shown.append(MadeInvitations(invitations=[_made(one) for one in made]))
        hidden = [one.model_copy(update={"secret": None, "link": None}) for one in shown[0].invitations]
        return created(MadeInvitations(invitations=hidden))

    response = await once(session, keyed, store_without_secrets)
    return created(shown[0]).response() if shown else response


@router.get("")
async def list_invitations(
    assessment_id: UUID, _: Writer, session: Session, paging: Paging, response: Response
) -> Page[Invitation]:
    """List the invitations to an assessment.

    Lists who is invited, and which mail could not be delivered. It does not say who has answered: nobody is told.
    """
    await get_assessment(session, assessment_id)
    found = await find_invitations(session, assessment_id, paging.single_key(UUID), paging.limit + 1)
    dead = await find_dead_mails(session, [one.invitation_id for one in found])
    return paging.page(response, found, lambda one: _shape(one, dead), lambda one: [one.invitation_id])


@router.post("/{invitation_id}/revoke")
async def revoke_invitation(assessment_id: UUID, invitation_id: UUID, _: Writer, session: Session) -> Invitation:
    """Revoke an invitation.

    Ends an invitation: its links open nothing any more. Whoever has submitted before keeps what they said, and the
    answer here is the same.
    """
    await get_assessment(session, assessment_id)
    return _shape(await invitations.revoke(session, assessment_id, invitation_id), {})


@router.post("/{invitation_id}/renew", status_code=201, response_model=MadeInvitation)
async def renew_invitation(
    assessment_id: UUID,
    invitation_id: UUID,
    _: Writer,
    context: InContext,
    pinned: Pinned,
    session: Session,
    now: Now,
    keyed: Keyed,
) -> Response:
    """Renew the link of an invitation.

    Gives a rater a new link; those before open nothing any more, and what was answered stays. It is mailed where there
    is an address, else its secret is shown this once.
    """
    shown: list[MadeInvitation] = []

    async def store_without_secret() -> Answer:
        public_url = context.platform.http.public_url
        made = await invitations.renew(
            session, assessment_id, invitation_id, pinned=pinned, public_url=public_url, now=now
        )
        shown.append(_made(made))
        return created(shown[0].model_copy(update={"secret": None, "link": None}))

    response = await once(session, keyed, store_without_secret)
    return created(shown[0]).response() if shown else response


def _made(made: invitations.MadeInvitation) -> MadeInvitation:
    record = made.record
    return MadeInvitation(
        invitation_id=record.invitation_id,
        role=record.role,
        kind="person" if record.kind == "person" else "link",
        person_id=record.person_id,
        address=record.address,
        secret=made.secret,
        link=made.link,
    )


def _shape(record: InvitationRecord, dead: dict[UUID, str]) -> Invitation:
    return Invitation(
        invitation_id=record.invitation_id,
        role=record.role,
        kind=record.kind,
        person_id=record.person_id,
        address=record.address,
        language=record.language,
        consented=record.consented,
        revoked=record.state == "revoked",
        undelivered=dead.get(record.invitation_id),
        entered_as=record.entered_as,
        entered_by=record.entered_by,
    )
