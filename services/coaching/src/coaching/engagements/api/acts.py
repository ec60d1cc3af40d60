"""`/coaching/v1/engagements/{engagement_id}/...`: an engagement goes on, and ends."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Writer
from coaching.engagements.api.engagements import PREFIX
from coaching.engagements.api.showing import engagement_shown
from coaching.engagements.schemas.acts import EngagementEnding, EngagementFirstContact, PhaseMove
from coaching.engagements.schemas.engagements import EngagementShown
from coaching.engagements.usecases import ending, phases
from shared.http.context import Now
from shared.http.editing import ExpectedVersion
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

router = APIRouter(prefix=f"{PREFIX}/{{engagement_id}}", tags=["engagements"])


@router.post("/phase", responses=sends("ETag") | refuses(409))
async def move_phase(
    engagement_id: UUID,
    sent: PhaseMove,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> EngagementShown:
    """Move an engagement on to its next phase.

    Proposes the next phase, where the host sends it; begins it, where the partner sends what the host proposes. What is
    demanded before (a charter, teams, agreements, a first contact) is named in a refusal, rule by rule.
    """
    return engagement_shown(await phases.move_on(session, caller, engagement_id, sent.phase, expected, now), response)


@router.post("/first-contact", responses=sends("ETag") | refuses(409))
async def record_first_contact(
    engagement_id: UUID,
    sent: EngagementFirstContact,
    _: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> EngagementShown:
    """Record the first contact.

    Records on which day people of both districts met for the first time. A meeting that is held records it as well; of
    several days the first counts.
    """
    return engagement_shown(await phases.say_first_contact(session, engagement_id, sent.on, expected, now), response)


@router.post("/end", responses=sends("ETag") | refuses(409))
async def end_engagement(
    engagement_id: UUID,
    sent: EngagementEnding,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> EngagementShown:
    """End an engagement.

    Ends it for both districts from this day on. What was done in it stays, and what is open in it (matches, meetings,
    actions) ends with it.
    """
    return engagement_shown(await ending.end_engagement(session, caller, engagement_id, sent, expected, now), response)
