"""A learner asks to be reviewed; an educator of theirs takes it, returns it or decides it with evidence."""

from collections.abc import Sequence
from typing import Any, Literal, NoReturn
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.district.usecases import Planning, planning_of
from competency.evidence.schemas import Artefact
from competency.intake.schemas.evidence import EvidenceIn
from competency.intake.usecases.new_evidence import within
from competency.intake.usecases.record_evidence import EvidenceOutcome, RecordEvidence, record_evidence
from competency.learners.queries import seeing
from competency.learners.queries.learners import lock_learners
from competency.learners.usecases.see import require_role, sight_of
from competency.mastery.schemas.results import mastery_out
from competency.planning.usecases.kept_plans import refused_items
from competency.reviews import queries
from competency.reviews.rules.queue import reminder_at
from competency.reviews.rules.reviews import OPEN, Actor, Review, ReviewRefused, allowed, ask, move
from competency.reviews.schemas import AskAgainIn, DecideIn, ReviewFull, ReviewIn, ReviewMoveOut
from competency.reviews.usecases.kept_reviews import keep, remember, review_kept, told
from competency.reviews.usecases.list_reviews import actor_of, review_out
from shared.auth.callers import Caller
from shared.contracts.competency import ReviewDecided, ReviewMoved, ReviewRequested
from shared.errors import Conflict, NotAllowed, NotFound, Problem, invalid
from shared.events import Event, publish
from shared.values.ids import new_id


async def ask_for_review(session: AsyncSession, caller: Caller, learner_id: UUID, wanted: ReviewIn) -> ReviewFull:
    """A request of the learner's own; an item has one that is open."""
    require_role(caller, "learner")
    if problems := await refused_items(session, [("/item_id", wanted.item_id)], to_be="reviewed"):
        raise invalid("/item_id", problems["/item_id"])
    await lock_learners(session, caller.district_id, [learner_id])
    planning = await planning_of(session, caller.district_id)
    others = [review_kept(row) for row in await queries.open_of(session, [learner_id])]
    try:
        review = ask(new_id(), learner_id, wanted.item_id, wanted.words, planning.now, others)
    except ReviewRefused as refused:
        _refuse(refused, [other for other in others if other.item_id == wanted.item_id])
    await queries.add(
        session,
        _artefacts(wanted.artefacts),
        district_id=caller.district_id,
        review_id=review.review_id,
        learner_id=learner_id,
        item_id=review.item_id,
        state=review.state.value,
        words=review.words,
        asked_at=review.asked_at,
        since=review.since,
        remind_at=reminder_at(review, planning.reviews),
    )
    await _remember(session, caller, review, "ask", wanted.words)
    await publish(session, caller.district_id, ReviewRequested(learner_id=learner_id, review=told(review)))
    return await read_review(session, caller, review.review_id)


async def take(session: AsyncSession, caller: Caller, review_id: UUID) -> ReviewFull:
    return await _move(session, caller, review_id, "take")


async def give_back(session: AsyncSession, caller: Caller, review_id: UUID) -> ReviewFull:
    return await _move(session, caller, review_id, "give_back")


async def return_(session: AsyncSession, caller: Caller, review_id: UUID, words: str) -> ReviewFull:
    return await _move(session, caller, review_id, "return", words=words)


async def withdraw(session: AsyncSession, caller: Caller, review_id: UUID) -> ReviewFull:
    return await _move(session, caller, review_id, "withdraw")


async def ask_again(session: AsyncSession, caller: Caller, review_id: UUID, wanted: AskAgainIn) -> ReviewFull:
    artefacts = None if wanted.artefacts is None else _artefacts(wanted.artefacts)
    return await _move(session, caller, review_id, "ask_again", words=wanted.words, artefacts=artefacts)


async def _move(
    session: AsyncSession,
    caller: Caller,
    review_id: UUID,
    what: Literal["take", "give_back", "return", "withdraw", "ask_again"],
    *,
    words: str | None = None,
    artefacts: Any = None,
) -> ReviewFull:
    row, actor, educators, planning = await _held(session, caller, review_id)
    try:
        review = move(review_kept(row), what, actor, educators, planning.now, words=words)
    except ReviewRefused as refused:
        _refuse(refused)
    await keep(session, review, row.artefacts if artefacts is None else artefacts, planning.reviews)
    await _remember(session, caller, review, what, words)
    event: Event
    if what == "ask_again":
        event = ReviewRequested(learner_id=review.learner_id, review=told(review), again=True)
    else:
        event = ReviewMoved(learner_id=review.learner_id, review=told(review), move=what, by=caller.person_id)
    await publish(session, caller.district_id, event)
    return await read_review(session, caller, review_id)


async def decide(
    session: AsyncSession, caller: Caller, review_id: UUID, wanted: DecideIn, *, learner_id_key: bytes
) -> ReviewFull:
    """Record what the educator saw, as evidence, and close the request with it: both, or neither."""
    row, actor, educators, planning = await _held(session, caller, review_id)
    before = review_kept(row)
    try:
        if "decide" not in allowed(before, actor, educators):
            move(before, "decide", actor, educators, planning.now)  # says why
        recorded = await _record(session, caller, before, wanted, learner_id_key)
        evidence = [one.evidence for one in recorded]
        review = move(before, "decide", actor, educators, planning.now, words=wanted.words, evidence=evidence)
    except ReviewRefused as refused:
        _refuse(refused)
    await keep(session, review, row.artefacts, planning.reviews)
    await _remember(session, caller, review, "decide", wanted.words)
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
    session: AsyncSession, caller: Caller, review: Review, wanted: DecideIn, learner_id_key: bytes
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


async def _held(session: AsyncSession, caller: Caller, review_id: UUID) -> tuple[Any, Actor, frozenset[UUID], Planning]:
    """The request, its learner locked, for somebody who may see it: who they are, and who teaches the learner."""
    found = await _seen(session, caller, review_id)
    require_role(caller, "learner", "educator", "leader")
    actor = actor_of(caller)
    if actor is None:
        raise NotAllowed("A review is between people: sign in as a person of the district.")
    await lock_learners(session, caller.district_id, [found.learner_id])
    row = await _seen(session, caller, review_id)
    educators = (await seeing.educators_of(session, [row.learner_id]))[row.learner_id]
    return row, actor, educators, await planning_of(session, caller.district_id)


async def _seen(session: AsyncSession, caller: Caller, review_id: UUID) -> Any:
    row = await queries.one(session, review_id)
    if row is None or row.learner_id not in await sight_of(session, caller):
        raise NotFound("This district has no such review.")
    return row


async def read_review(session: AsyncSession, caller: Caller, review_id: UUID) -> ReviewFull:
    row = await _seen(session, caller, review_id)
    planning = await planning_of(session, caller.district_id)
    educators = (await seeing.educators_of(session, [row.learner_id]))[row.learner_id]
    history = [
        ReviewMoveOut.model_validate(one, from_attributes=True) for one in await queries.moves(session, review_id)
    ]
    out = review_out(row, caller, educators, planning)
    return ReviewFull(**dict(out), history=history)


async def _remember(session: AsyncSession, caller: Caller, review: Review, what: str, words: str | None) -> None:
    await remember(
        session, caller.district_id, review, what, subject=caller.subject, person_id=caller.person_id, words=words
    )


def _artefacts(artefacts: Sequence[Artefact]) -> list[Any]:
    return [one.model_dump(mode="json") for one in artefacts]


def _refuse(refused: ReviewRefused, others: Sequence[Review] = ()) -> NoReturn:
    """`others` are those in the way: who calls finds their ids in `errors`, and words for people name no id."""
    reason = refused.reason[0].upper() + refused.reason[1:] + "."
    if refused.kind == "not_yours":
        raise NotAllowed(reason) from refused
    if refused.kind == "not_now":
        in_the_way = [
            {"pointer": "/item_id", "detail": reason, "review_id": str(other.review_id)}
            for other in others
            if other.state in OPEN
        ]
        raise Conflict(reason, errors=in_the_way or None) from refused
    raise invalid(f"/{refused.field}", reason) from refused
