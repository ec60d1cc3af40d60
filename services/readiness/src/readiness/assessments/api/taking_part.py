"""`/readiness/v1/invitations/{invitation_id}`: a rater takes part by the secret of a personal link.

The secret is a header, so that no log of paths has it. What opens nothing is 404, whatever the reason; who tries wrong
secrets at one invitation is slowed there, and nobody else is: a school shares one address.
"""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Query
from sqlalchemy.ext.asyncio import AsyncSession

from readiness.assessments.api.showing import questionnaire, received, saved_answer
from readiness.assessments.context import OWN_REQUESTS, WRONG_SECRETS, Pinned
from readiness.assessments.queries.invitations import TakingPart
from readiness.assessments.queries.pinned import PinnedInstruments
from readiness.assessments.schemas.answering import AnswerGiven, Key, Questionnaire, Received, SavedAnswer
from readiness.assessments.schemas.inviting import Language
from readiness.assessments.usecases import taking_part
from shared.auth.dependencies import Public
from shared.auth.limits import Limiter
from shared.errors import TooManyRequests
from shared.http.context import Now
from shared.http.response_headers import refuses
from shared.http.session import UntenantedSession

router = APIRouter(prefix="/readiness/v1/invitations/{invitation_id}", tags=["taking part"])

Secret = Annotated[
    str,
    Header(
        alias="Invitation-Secret",
        min_length=1,
        max_length=100,
        pattern=r"^[\x21-\x7e]+$",
        description="the secret of the personal link",
    ),
]
AskedLanguage = Annotated[Language | None, Query(description="one of the questionnaire's languages")]
QuestionKey = Annotated[Key, Path(description="the question's key")]


@dataclass(frozen=True, slots=True)
class _Rater:
    """Opens an invitation by its secret, and counts attempts."""

    _wrong: Limiter
    _own: Limiter
    pinned: PinnedInstruments

    async def open(self, session: AsyncSession, invitation_id: UUID, secret: str, *, lock: bool = False) -> TakingPart:
        taking = await taking_part.open_by_secret(session, invitation_id, secret, lock=lock)
        if taking is None:
            if wait := self._wrong.wait_for(str(invitation_id)):
                raise TooManyRequests("Too many attempts at this invitation. Wait a little.", retry_after=wait)
            raise taking_part.no_such_invitation()
        if wait := self._own.wait_for(str(invitation_id)):
            raise TooManyRequests("Too many requests of this invitation. Slow down.", retry_after=wait)
        return taking


async def _rater(
    wrong: Annotated[Limiter, Depends(WRONG_SECRETS)], own: Annotated[Limiter, Depends(OWN_REQUESTS)], pinned: Pinned
) -> _Rater:
    """A coroutine, so that FastAPI asks no thread for it: a class as a dependency costs every save a thread's turn."""
    return _Rater(wrong, own, pinned)


Rater = Annotated[_Rater, Depends(_rater)]


@router.get("", dependencies=[Public])
async def get_questionnaire(
    invitation_id: UUID,
    secret: Secret,
    rater: Rater,
    session: UntenantedSession,
    now: Now,
    language: AskedLanguage = None,
) -> Questionnaire:
    """Get what a rater is asked.

    Answers the questions of a rater's role in their language, who will see what, and what they answered so far, to go
    on from any device. It changes nothing, however often it is opened. After submitting it says "received". Public: by
    the secret of a personal link.
    """
    taking = await rater.open(session, invitation_id, secret)
    return questionnaire(await taking_part.read_asked(session, rater.pinned, taking, now), language)


@router.put("/answers/{question}", dependencies=[Public], responses=refuses(409))
async def give_answer(
    invitation_id: UUID,
    question: QuestionKey,
    answer: AnswerGiven,
    secret: Secret,
    rater: Rater,
    session: UntenantedSession,
    now: Now,
) -> SavedAnswer:
    """Save the answer to a question.

    Saves an answer as it is given. A save that comes late, after a newer one, changes nothing and answers with the one
    that stands; after submitting or closing it is refused. Public: by the secret of a personal link.
    """
    taking = await rater.open(session, invitation_id, secret, lock=True)
    return saved_answer(await taking_part.save_answer(session, rater.pinned, taking, question, answer, now))


@router.post("/submit", dependencies=[Public], responses=refuses(409))
async def send_answers(
    invitation_id: UUID, secret: Secret, rater: Rater, session: UntenantedSession, now: Now
) -> Received:
    """Submit the answers of a rater.

    Ends the rater's part: nothing of it changes any more. Sending it again answers with the day of the first time.
    Public: by the secret of a personal link.
    """
    taking = await rater.open(session, invitation_id, secret, lock=True)
    return received(await taking_part.submit(session, taking, now))
