"""`/coaching/v1/quorum-checks`: who may meet, and why not."""

from fastapi import APIRouter

from coaching.common.api import Reader
from coaching.engagements.schemas.quorum import QuorumCheck, QuorumProblemShown, QuorumShown
from coaching.engagements.usecases.quorum import verify_quorum as verify
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/quorum-checks", tags=["quorum"])


@router.post("")
async def verify_quorum(sent: QuorumCheck, caller: Reader, session: Session) -> QuorumShown:
    """Ask whether people may meet.

    Answers whether a meeting, planned or going on, keeps the rule that no adult is alone with a student, and all that
    is in the way of it with what to do. Nothing is kept.
    """
    problems = await verify(session, caller, sent)
    return QuorumShown(
        may_meet=not problems,
        problems=[QuorumProblemShown(code=one.code, pointers=list(one.who), detail=one.detail) for one in problems],
    )
