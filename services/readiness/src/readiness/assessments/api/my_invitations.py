"""`/readiness/v1/my-invitations`: a person who is signed in takes part."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from readiness.assessments.api.showing import own_invitation, questionnaire, received, saved_answer
from readiness.assessments.api.taking_part import AskedLanguage, QuestionKey
from readiness.assessments.context import Pinned
from readiness.assessments.queries.invitations import find_invitations_of_person
from readiness.assessments.schemas.answering import AnswerGiven, OwnInvitation, Questionnaire, Received, SavedAnswer
from readiness.assessments.usecases import taking_part
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.context import Now
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix="/readiness/v1/my-invitations", tags=["taking part"])

Person = Annotated[Caller, needs("readiness.take-part")]


@router.get("")
async def list_my_invitations(
    caller: Person, session: Session, paging: Paging, response: Response, now: Now
) -> Page[OwnInvitation]:
    """List the assessments that you are invited to.

    Lists the invitations of the person who is signed in, answered ones included. A system has none.
    """
    found = []
    if caller.person_id is not None:
        after = paging.single_key(UUID)
        found = await find_invitations_of_person(session, caller.person_id, after, paging.limit + 1)
    return paging.page(
        response,
        found,
        lambda one: own_invitation(one, taking_part.state_of(one, now)),
        lambda one: [one.invitation_id],
    )


@router.get("/{invitation_id}")
async def get_my_questionnaire(
    invitation_id: UUID, caller: Person, pinned: Pinned, session: Session, now: Now, language: AskedLanguage = None
) -> Questionnaire:
    """Get what you are asked.

    Answers the questions of your role in your language, who will see what, and what you answered so far.
    """
    taking = await taking_part.open_by_person(session, caller, invitation_id)
    return questionnaire(await taking_part.read_asked(session, pinned, taking, now), language)


@router.put("/{invitation_id}/answers/{question}")
async def give_my_answer(
    invitation_id: UUID,
    question: QuestionKey,
    answer: AnswerGiven,
    caller: Person,
    pinned: Pinned,
    session: Session,
    now: Now,
) -> SavedAnswer:
    """Save your answer to a question.

    Saves an answer as it is given. One that comes late changes nothing and answers with the one that stands.
    """
    taking = await taking_part.open_by_person(session, caller, invitation_id, lock=True)
    return saved_answer(await taking_part.save_answer(session, pinned, taking, question, answer, now))


@router.post("/{invitation_id}/submit")
async def send_my_answers(invitation_id: UUID, caller: Person, session: Session, now: Now) -> Received:
    """Submit your answers.

    Ends your part: nothing of it changes any more. Sending it again answers with the day of the first time.
    """
    taking = await taking_part.open_by_person(session, caller, invitation_id, lock=True)
    return received(await taking_part.submit(session, taking, now))
