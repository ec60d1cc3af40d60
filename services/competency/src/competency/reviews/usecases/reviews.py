"""A learner asks to be reviewed; an educator of theirs takes it, returns it or decides it with evidence."""

from collections.abc import Sequence
from typing import Literal, NamedTuple
from uuid import UUID

from competency.district.usecases import Planning, planning_of
from competency.evidence.schemas import Artefact
from competency.intake.schemas.evidence import EvidenceIn
from competency.intake.usecases.new_evidence import within
from competency.intake.usecases.record_evidence import EvidenceOutcome, RecordEvidence, record_evidence
from competency.learners.queries.learners import lock_learners
from competency.learners.queries.visibility import VISIBILITY
from competency.learners.usecases.see import require_role
from competency.mastery.schemas.results import mastery_out
from competency.planning.usecases.stored_plans import validate_items
from competency.reviews.queries.requests import (
    StoredArtefacts,
    StoredReview,
    find_review,
    insert_move,
    insert_review,
    moves_of,
    open_reviews,
)
from competency.reviews.rules.queue import reminder_at
from competency.reviews.rules.reviews import OPEN, Actor, Review, ReviewRefused, allowed, ask, move
from competency.reviews.schemas import AskAgainIn, DecideIn, ReviewFull, ReviewIn, ReviewMoveOut
from competency.reviews.usecases.list_reviews import actor_of, review_out
from competency.reviews.usecases.stored_reviews import deserialize_review, open_review, save_review
from shared.auth.callers import Caller
from shared.contracts.competency import ReviewDecided, ReviewMoved, ReviewRequested
from shared.db.query import Transaction
from shared.errors import Conflict, NotAllowed, NotFound, Problem, invalid
from shared.events import Event, publish
from shared.values.ids import new_id


class LockedReview(NamedTuple):
    """A request whose learner is locked: who moves it, who teaches the learner, and the district's rules."""

    row: StoredReview
    actor: Actor
    educators: frozenset[UUID]
    planning: Planning


async def ask_for_review(session: Transaction, caller: Caller, learner_id: UUID, wanted: ReviewIn) -> ReviewFull:
    """Stores a request of the learner's own; an item has one that is open."""
    require_role(caller, "learner")
    if problems := await validate_items(session, [("/item_id", wanted.item_id)], purpose="reviewed"):
        raise invalid("/item_id", problems["/item_id"])
    await lock_learners(session, caller.district_id, [learner_id])
    planning = await planning_of(session, caller.district_id)
    others = [deserialize_review(row) for row in await open_reviews(session, [learner_id])]
    try:
        review = ask(new_id(), learner_id, wanted.item_id, wanted.words, planning.now, others)
    except ReviewRefused as refused:
        raise _problem_of(refused, [other for other in others if other.item_id == wanted.item_id]) from refused
    await insert_review(
        session,
        caller.district_id,
        review,
        artefacts=_serialize(wanted.artefacts),
        remind_at=reminder_at(review, planning.reviews),
    )
    await _record_move(session, caller, review, "ask", wanted.words)
    await publish(session, caller.district_id, ReviewRequested(learner_id=learner_id, review=open_review(review)))
    return await read_review(session, caller, review.review_id)


async def take(session: Transaction, caller: Caller, review_id: UUID) -> ReviewFull:
    """Takes the request: other educators leave it to the caller."""
    return await _move(session, caller, review_id, "take")


async def give_back(session: Transaction, caller: Caller, review_id: UUID) -> ReviewFull:
    """Lets another educator take the request."""
    return await _move(session, caller, review_id, "give_back")


async def return_(session: Transaction, caller: Caller, review_id: UUID, words: str) -> ReviewFull:
    """Returns the request to the learner, with words about what is still to be shown."""
    return await _move(session, caller, review_id, "return", words=words)


async def withdraw(session: Transaction, caller: Caller, review_id: UUID) -> ReviewFull:
    """Closes a request that the learner no longer wants."""
    return await _move(session, caller, review_id, "withdraw")


async def ask_again(session: Transaction, caller: Caller, review_id: UUID, wanted: AskAgainIn) -> ReviewFull:
    """Reopens a request that was returned."""
    artefacts = None if wanted.artefacts is None else _serialize(wanted.artefacts)
    return await _move(session, caller, review_id, "ask_again", words=wanted.words, artefacts=artefacts)


async def _move(
    session: Transaction,
    caller: Caller,
    review_id: UUID,
    what: Literal["take", "give_back", "return", "withdraw", "ask_again"],
    *,
    words: str | None = None,
    artefacts: StoredArtefacts | None = None,
) -> ReviewFull:
    row, actor, educators, planning = await _locked(session, caller, review_id)
    try:
        review = move(deserialize_review(row), what, actor, educators, planning.now, words=words)
    except ReviewRefused as refused:
        raise _problem_of(refused) from refused
    await save_review(session, review, row.artefacts if artefacts is None else artefacts, planning.reviews)
    await _record_move(session, caller, review, what, words)
    event: Event
    if what == "ask_again":
        event = ReviewRequested(learner_id=review.learner_id, review=open_review(review), again=True)
    else:
        event = ReviewMoved(learner_id=review.learner_id, review=open_review(review), move=what, by=caller.person_id)
    await publish(session, caller.district_id, event)
    return await read_review(session, caller, review_id)


async def decide(
    session: Transaction, caller: Caller, review_id: UUID, wanted: DecideIn, *, learner_id_key: bytes
) -> ReviewFull:
    """Records what the educator saw, as evidence, and closes the request with it: both, or neither."""
    row, actor, educators, planning = await _locked(session, caller, review_id)
    before = deserialize_review(row)
    try:
        if "decide" not in allowed(before, actor, educators):
            move(before, "decide", actor, educators, planning.now)  # says why
        recorded = await _record(session, caller, before, wanted, learner_id_key)
        evidence = [one.evidence for one in recorded]
        review = move(before, "decide", actor, educators, planning.now, words=wanted.words, evidence=evidence)
    except ReviewRefused as refused:
        raise _problem_of(refused) from refused
    await save_review(session, review, row.artefacts, planning.reviews)
    await _record_move(session, caller, review, "decide", wanted.words)
    event = ReviewDecided(
        learner_id=review.learner_id,
        review_id=review_id,
        item_id=review.item_id,
        evidence=review.evidence,
        decided_by=actor.person_id,
        decided_at=review.since,
    )
    await publish(session, caller.district_id, event)
    out = await read_review(session, caller, review_id)
    return out.model_copy(update={"mastery": mastery_out(recorded[-1].mastery)})


async def _record(
    session: Transaction, caller: Caller, review: Review, wanted: DecideIn, learner_id_key: bytes
) -> list[EvidenceOutcome]:
    """The evidence of a decision, recorded as any other, in this transaction."""
    requests = [
        RecordEvidence(
            EvidenceIn.model_validate(
                {**dict(seen), "learner_id": review.learner_id, "item_id": review.item_id, "observer": caller.person_id}
            ),
            caller.subject,
        )
        for seen in wanted.evidence
    ]
    outcomes: list[EvidenceOutcome] = []
    found = await record_evidence(session, caller.district_id, requests, learner_id_key=learner_id_key)
    for number, outcome in enumerate(found):
        if isinstance(outcome, Problem):
            raise within(outcome, f"/evidence/{number}")
        outcomes.append(outcome)
    return outcomes


async def _locked(session: Transaction, caller: Caller, review_id: UUID) -> LockedReview:
    """Returns the request with its learner locked, for somebody who may see it and has a part in it."""
    found = await _require_review(session, caller, review_id)
    require_role(caller, "learner", "educator", "leader")
    actor = actor_of(caller)
    if actor is None:
        raise NotAllowed("A review is between people: sign in as a person of the district.")
    await lock_learners(session, caller.district_id, [found.learner_id])
    row = await _require_review(session, caller, review_id)
    educators = (await VISIBILITY.educators_of(session, caller.district_id, [row.learner_id]))[row.learner_id]
    return LockedReview(row, actor, educators, await planning_of(session, caller.district_id))


async def _require_review(session: Transaction, caller: Caller, review_id: UUID) -> StoredReview:
    """Returns the request. Raises a 404 where there is none that the caller may see."""
    row = await find_review(session, review_id)
    if row is None or not await VISIBILITY.sees_learner(session, caller, row.learner_id):
        raise NotFound("This district has no such review.")
    return row


async def read_review(session: Transaction, caller: Caller, review_id: UUID) -> ReviewFull:
    """Returns the request with its history, as the caller sees it."""
    row = await _require_review(session, caller, review_id)
    planning = await planning_of(session, caller.district_id)
    educators = (await VISIBILITY.educators_of(session, caller.district_id, [row.learner_id]))[row.learner_id]
    history = [ReviewMoveOut.model_validate(move._asdict()) for move in await moves_of(session, review_id)]
    out = review_out(row, caller, educators, planning)
    return ReviewFull(**dict(out), history=history)


async def _record_move(session: Transaction, caller: Caller, review: Review, what: str, words: str | None) -> None:
    await insert_move(
        session, caller.district_id, review, what, subject=caller.subject, person_id=caller.person_id, words=words
    )


def _serialize(artefacts: Sequence[Artefact]) -> StoredArtefacts:
    return [one.model_dump(mode="json") for one in artefacts]


def _problem_of(refused: ReviewRefused, others: Sequence[Review] = ()) -> Problem:
    """Returns the answer to what was refused. `others` are the requests in the way: a program finds their ids in
    `errors`, as words for people name no id.
    """
    reason = refused.reason[0].upper() + refused.reason[1:] + "."
    if refused.kind == "not_yours":
        return NotAllowed(reason)
    if refused.kind == "not_now":
        in_the_way = [
            {"pointer": "/item_id", "detail": reason, "review_id": str(other.review_id)}
            for other in others
            if other.state in OPEN
        ]
        return Conflict(reason, errors=in_the_way or None)
    return invalid(f"/{refused.field}", reason)
