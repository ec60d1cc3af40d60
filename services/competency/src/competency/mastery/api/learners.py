"""A learner's mastery and evidence."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from competency.amendments.usecases.read_notes import read_notes_then
from competency.common.times import Times
from competency.evidence.queries.records import evidence_of_learner
from competency.evidence.schemas import EvidenceOut
from competency.evidence.usecases import evidence_out
from competency.learners.api.seen import OF_LEARNER, Reads, SeenLearner
from competency.mastery.schemas.criteria import NextOut
from competency.mastery.schemas.explanations import DeterminationOut, ExplanationOut
from competency.mastery.schemas.results import LearnerMasteryOut
from competency.mastery.usecases.explain_mastery import determination_out, explain_mastery, list_determinations
from competency.mastery.usecases.give_mastery import give_mastery
from competency.mastery.usecases.next_items import State, next_items
from shared.http.fields import Moment
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix=OF_LEARNER, tags=["learners"])

ThroughCrosswalks = Annotated[
    bool, Query(description="also what is mastered through a confirmed exact match, labelled `through`")
]


@router.get("/mastery", response_model=LearnerMasteryOut)
async def get_learner_mastery(
    learner_id: SeenLearner,
    session: Session,
    times: Times,
    framework_id: UUID | None = None,
    through_crosswalks: ThroughCrosswalks = False,
) -> Response:
    """Get a learner's mastery.

    Answers every item that was ever determined for the learner: the score, whether the item is mastered, when the
    learner showed it and since when the district has known. For anybody who may see the learner.

    `as_of` and `known_at` ask for an earlier time: what had been shown by then, and what was known by then.
    `framework_id` leaves out other frameworks. With `through_crosswalks`, mastery that comes from an exact match in
    another framework is listed too, labelled `through`.
    """
    found = await give_mastery(
        session,
        learner_id,
        as_of=times,
        framework_id=framework_id,
        through_crosswalks=through_crosswalks,
    )
    return Response(found, media_type="application/json")


@router.get("/next")
async def list_next_items(
    learner_id: SeenLearner,
    caller: Reads,
    session: Session,
    response: Response,
    paging: Paging,
    times: Times,
    framework_id: UUID | None = None,
    state: State | None = None,
) -> Page[NextOut]:
    """List what a learner can work on next.

    Lists the items that the learner has not mastered, in reading order, each `ready` or `blocked`. An item is blocked
    while one that comes before it (its prerequisites) is not mastered; `blocked_by` names those. For anybody who may
    see the learner. Covers all frameworks in use unless `framework_id` names one.
    """
    rows = await next_items(
        session,
        caller.district_id,
        learner_id,
        paging.key(UUID, int, UUID),
        paging.limit + 1,
        framework_id=framework_id,
        state=state,
        as_of=times,
    )
    return paging.page(
        response, rows, lambda row: row, lambda row: [str(row.framework_id), row.position, str(row.item_id)]
    )


@router.get("/mastery/{item_id:uuid}/explain")
async def explain_learner_mastery(
    learner_id: SeenLearner,
    item_id: UUID,
    session: Session,
    times: Times,
) -> ExplanationOut:
    """Explain a learner's mastery of an item.

    Answers why the result is what it is: the policy in force, each piece of evidence with its share or the reason it
    does not count, the calculation step by step, and what would change the result. Where the item is mastered through
    its children, the answer holds the criterion and what each child adds instead. For anybody who may see the learner.
    """
    return await explain_mastery(session, learner_id, item_id, times)


@router.get("/mastery/{item_id:uuid}/history")
async def list_mastery_history(
    learner_id: SeenLearner,
    item_id: UUID,
    session: Session,
    response: Response,
    paging: Paging,
    times: Times,
) -> Page[DeterminationOut]:
    """List the history of a learner's mastery of an item.

    Lists every result that was ever determined for the learner and the item, oldest first, with its cause, when the
    learner showed it and from when on the district knew it. Nothing is overwritten: a corrected result stays in the
    list. For anybody who may see the learner.
    """
    (after,) = paging.key(Moment) or (None,)
    rows = await list_determinations(
        session,
        learner_id,
        item_id,
        after,
        paging.limit + 1,
        as_of=times,
    )
    return paging.page(response, rows, determination_out, lambda row: [row.known_at.isoformat()])


@router.get("/evidence")
async def list_learner_evidence(
    learner_id: SeenLearner,
    session: Session,
    response: Response,
    paging: Paging,
    times: Times,
    item_id: UUID | None = None,
) -> Page[EvidenceOut]:
    """List a learner's evidence.

    Lists the learner's evidence in the order in which it was recorded, voided and corrected records included. For
    anybody who may see the learner. With times, lists what had been shown by then, each record as it stood then; a
    family's statement about a record always goes with it.
    """
    rows = await evidence_of_learner(
        session,
        learner_id,
        item_id,
        paging.single_key(UUID),
        paging.limit + 1,
        as_of=times,
    )
    notes = await read_notes_then(session, learner_id, times.known)
    return paging.page(response, rows, lambda row: evidence_out(row, notes), lambda row: [str(row.evidence_id)])
