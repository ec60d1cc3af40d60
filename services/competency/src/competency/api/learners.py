"""A learner's mastery and evidence."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from competency.api.seen import SeenLearner
from competency.schemas import EvidenceOut, LearnerMasteryOut
from competency.schemas.explanations import DeterminationOut, ExplanationOut
from competency.usecases.explain_mastery import determination_out, explain_mastery, list_determinations
from competency.usecases.read_mastery import evidence_out, list_evidence, read_mastery
from shared.fields import Moment
from shared.paging import Page, Paging
from shared.session import Session

router = APIRouter(prefix="/competency/v1/learners/{learner}", tags=["learners"])

ObservedAsOf = Annotated[Moment | None, Query(description="what the learner had shown by then")]
KnownAsOf = Annotated[Moment | None, Query(description="as far as we knew then")]


@router.get("/mastery")
async def mastery(
    learner_id: SeenLearner,
    session: Session,
    observed_as_of: ObservedAsOf = None,
    known_as_of: KnownAsOf = None,
) -> LearnerMasteryOut:
    """What the learner has mastered: now, or as of a time, in either of the two times."""
    return await read_mastery(session, learner_id, observed=observed_as_of, known=known_as_of)


@router.get("/mastery/{item_id}/explain")
async def explain(
    learner_id: SeenLearner,
    item_id: UUID,
    session: Session,
    observed_as_of: ObservedAsOf = None,
    known_as_of: KnownAsOf = None,
) -> ExplanationOut:
    """Why it is what it is: the policy, every piece with its share or why it does not count, the sum step by step, and
    what would change it.
    """
    return await explain_mastery(session, learner_id, item_id, observed=observed_as_of, known=known_as_of)


@router.get("/mastery/{item_id}/history")
async def history(
    learner_id: SeenLearner,
    item_id: UUID,
    session: Session,
    response: Response,
    paging: Paging,
) -> Page[DeterminationOut]:
    """All that was ever held of the learner's mastery of the item, oldest first: when the learner showed it, and from
    when on we knew.
    """
    rows = await list_determinations(session, learner_id, item_id, paging.key(Moment), paging.limit + 1)
    return paging.page(response, rows, determination_out, lambda row: [row.known_at.isoformat()])


@router.get("/evidence")
async def evidence(
    learner_id: SeenLearner,
    session: Session,
    response: Response,
    paging: Paging,
    item_id: UUID | None = None,
) -> Page[EvidenceOut]:
    """The evidence behind it, voided pieces too, in the order it was recorded."""
    rows = await list_evidence(session, learner_id, item_id, paging.key(UUID), paging.limit + 1)
    return paging.page(response, rows, evidence_out, lambda row: [str(row.evidence_id)])
