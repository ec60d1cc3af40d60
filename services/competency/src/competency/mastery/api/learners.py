"""A learner's mastery and evidence."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from competency.amendments.usecases.read_notes import read_notes_then
from competency.common.times import Times
from competency.evidence.schemas import EvidenceOut
from competency.learners.api.seen import OF_LEARNER, Reads, SeenLearner
from competency.mastery.schemas.criteria import NextOut
from competency.mastery.schemas.explanations import DeterminationOut, ExplanationOut
from competency.mastery.schemas.results import LearnerMasteryOut
from competency.mastery.usecases.explain_mastery import determination_out, explain_mastery, list_determinations
from competency.mastery.usecases.give_mastery import give_mastery
from competency.mastery.usecases.next_items import State, next_items
from competency.mastery.usecases.read_mastery import evidence_out, list_evidence
from shared.http.fields import Moment
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix=OF_LEARNER, tags=["learners"])

ThroughCrosswalks = Annotated[
    bool, Query(description="also what is mastered through a confirmed exact match, labelled `through`")
]


@router.get("/mastery", response_model=LearnerMasteryOut)
async def mastery(
    learner_id: SeenLearner,
    session: Session,
    times: Times,
    framework_id: UUID | None = None,
    through_crosswalks: ThroughCrosswalks = False,
) -> Response:
    """What the learner has mastered: now, or as of a time, in either of the two times."""
    found = await give_mastery(
        session,
        learner_id,
        observed=times.observed,
        known=times.known,
        framework_id=framework_id,
        through_crosswalks=through_crosswalks,
    )
    return Response(found, media_type="application/json")


@router.get("/next")
async def next_(
    learner_id: SeenLearner,
    caller: Reads,
    session: Session,
    response: Response,
    paging: Paging,
    times: Times,
    framework_id: UUID | None = None,
    state: State | None = None,
) -> Page[NextOut]:
    """What the learner has not mastered, in reading order: `ready`, or `blocked` by what comes before it (`precedes`)
    and is not mastered. Of all frameworks in use, or of one.
    """
    rows = await next_items(
        session,
        caller.district_id,
        learner_id,
        paging.key(UUID, int, UUID),
        paging.limit + 1,
        framework_id=framework_id,
        state=state,
        observed=times.observed,
        known=times.known,
    )
    return paging.page(
        response, rows, lambda row: row, lambda row: [str(row.framework_id), row.position, str(row.item_id)]
    )


@router.get("/mastery/{item_id:uuid}/explain")
async def explain(
    learner_id: SeenLearner,
    item_id: UUID,
    session: Session,
    times: Times,
) -> ExplanationOut:
    """Why it is what it is: the policy, every piece with its share or why it does not count, or the criterion and what
    each child adds; the sum step by step, and what would change it.
    """
    return await explain_mastery(session, learner_id, item_id, observed=times.observed, known=times.known)


@router.get("/mastery/{item_id:uuid}/history")
async def history(
    learner_id: SeenLearner,
    item_id: UUID,
    session: Session,
    response: Response,
    paging: Paging,
    times: Times,
) -> Page[DeterminationOut]:
    """All that was ever held of the learner's mastery of the item, oldest first: when the learner showed it, and from
    when on we knew. With times, what was held by then, of what had been shown by then.
    """
    rows = await list_determinations(
        session,
        learner_id,
        item_id,
        paging.key(Moment),
        paging.limit + 1,
        observed=times.observed,
        known=times.known,
    )
    return paging.page(response, rows, determination_out, lambda row: [row.known_at.isoformat()])


@router.get("/evidence")
async def evidence(
    learner_id: SeenLearner,
    session: Session,
    response: Response,
    paging: Paging,
    times: Times,
    item_id: UUID | None = None,
) -> Page[EvidenceOut]:
    """The evidence behind it, voided pieces too, in the order it was recorded. With times, what had been shown by
    then, each piece as it stood then; a family's statement goes with it whatever the time.
    """
    rows = await list_evidence(
        session,
        learner_id,
        item_id,
        paging.key(UUID),
        paging.limit + 1,
        observed=times.observed,
        known=times.known,
    )
    notes = await read_notes_then(session, learner_id, times.known)
    return paging.page(response, rows, lambda row: evidence_out(row, notes), lambda row: [str(row.evidence_id)])
