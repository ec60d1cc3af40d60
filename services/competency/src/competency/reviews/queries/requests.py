"""Requests for a review, and every move of each: stored, found, due."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from competency.reviews import models
from competency.reviews.rules.reviews import Review
from shared.db.query import Command, Query, Scalar, Transaction, columns
from shared.values.json_types import JsonObject

StoredArtefacts = list[JsonObject]
"""Links to what a learner made, as JSON."""


class StoredReview(NamedTuple):
    """A request as it stands."""

    district_id: UUID
    review_id: UUID
    learner_id: UUID
    item_id: UUID
    state: str
    words: str | None
    artefacts: StoredArtefacts | None
    asked_at: datetime
    since: datetime
    taken_by: UUID | None
    answer: str | None
    evidence: list[UUID]
    reminded_at: datetime | None
    remind_at: datetime | None
    moves: int


class RecordedMove(NamedTuple):
    """One thing that happened to a request."""

    district_id: UUID
    review_id: UUID
    number: int
    move: str
    state: str
    at: datetime
    subject: str | None
    person_id: UUID | None
    words: str | None


class LearnerDue(NamedTuple):
    """A learner of whose requests somebody is to be reminded."""

    district_id: UUID
    learner_id: UUID


_INSERT = Command("""
insert into review (district_id, review_id, learner_id, item_id, state, words, artefacts, asked_at, since, evidence,
                    remind_at, moves)
values (:district_id, :review_id, :learner_id, :item_id, :state, :words, cast(:artefacts as jsonb), :asked_at, :since,
        '{}', :remind_at, 0)
""")
_UPDATE = Command("""
update review set state = :state, words = :words, artefacts = cast(:artefacts as jsonb), asked_at = :asked_at,
  since = :since, taken_by = cast(:taken_by as uuid), answer = :answer, evidence = cast(:evidence as uuid[]),
  reminded_at = cast(:reminded_at as timestamptz), remind_at = cast(:remind_at as timestamptz)
where review_id = :review_id
""")
_INSERT_MOVE = Command("""
with counted as (
  update review set moves = moves + 1 where review_id = :review_id returning moves
)
insert into review_move (district_id, review_id, number, move, state, at, subject, person_id, words)
select cast(:district_id as uuid), :review_id, moves, cast(:move as text), cast(:state as text),
       cast(:at as timestamptz), cast(:subject as text), cast(:person_id as uuid), cast(:words as text)
from counted
""")
_FIND = Query(f"select {columns(models.Review)} from review where review_id = :review_id", StoredReview)  # noqa: S608
_OPEN = Query(
    f"""
select {columns(models.Review)} from review where learner_id = any(cast(:learners as uuid[]))
  and state in ('asked', 'taken', 'returned')
order by learner_id, review_id
""",  # noqa: S608
    StoredReview,
)
_EVER = Scalar("select distinct learner_id from review where learner_id = any(cast(:learners as uuid[]))", UUID)
_MOVES = Query(
    f"select {columns(models.ReviewMove)} from review_move where review_id = :review_id order by number",  # noqa: S608
    RecordedMove,
)
_DUE = Query(
    """
select district_id, learner_id from review where remind_at <= statement_timestamp()
order by remind_at, review_id limit :limit
""",
    LearnerDue,
)
_DUE_OF = Query(
    f"""
select {columns(models.Review)} from review where learner_id = any(cast(:learners as uuid[]))
  and remind_at <= statement_timestamp()
order by review_id
""",  # noqa: S608
    StoredReview,
)
_MARK_ALL_DUE = Command("""
update review set remind_at = statement_timestamp() where state in ('asked', 'taken', 'returned')
""")


async def insert_review(
    session: Transaction,
    district_id: UUID,
    review: Review,
    *,
    artefacts: StoredArtefacts,
    remind_at: datetime | None,
) -> None:
    """Stores a new request."""
    await _INSERT.run(
        session,
        district_id=district_id,
        review_id=review.review_id,
        learner_id=review.learner_id,
        item_id=review.item_id,
        state=review.state.value,
        words=review.words,
        artefacts=json.dumps(artefacts),
        asked_at=review.asked_at,
        since=review.since,
        remind_at=remind_at,
    )


async def update_review(
    session: Transaction, review: Review, *, artefacts: StoredArtefacts | None, remind_at: datetime | None
) -> None:
    """Stores the request as it stands."""
    await _UPDATE.run(
        session,
        review_id=review.review_id,
        state=review.state.value,
        words=review.words,
        artefacts=json.dumps(artefacts),
        asked_at=review.asked_at,
        since=review.since,
        taken_by=review.taken_by,
        answer=review.answer,
        evidence=list(review.evidence),
        reminded_at=review.reminded_at,
        remind_at=remind_at,
    )


async def insert_move(
    session: Transaction,
    district_id: UUID,
    review: Review,
    move: str,
    *,
    subject: str | None,
    person_id: UUID | None,
    words: str | None,
) -> None:
    """Adds a move to the history of the request, which stands as the move has left it."""
    await _INSERT_MOVE.run(
        session,
        district_id=district_id,
        review_id=review.review_id,
        move=move,
        state=review.state.value,
        at=review.since,
        subject=subject,
        person_id=person_id,
        words=words,
    )


async def find_review(session: Transaction, review_id: UUID) -> StoredReview | None:
    """Returns the request, if there is one of this id."""
    return await _FIND.first(session, review_id=review_id)


async def open_reviews(session: Transaction, learners: Sequence[UUID]) -> list[StoredReview]:
    """Returns the open requests of these learners."""
    return await _OPEN.all(session, learners=list(learners))


async def ever_asked(session: Transaction, learners: Sequence[UUID]) -> set[UUID]:
    """Returns those of these learners who have asked for a review, whatever became of it."""
    return set(await _EVER.all(session, learners=list(learners)))


async def moves_of(session: Transaction, review_id: UUID) -> list[RecordedMove]:
    """Returns everything that happened to the request, in its order."""
    return await _MOVES.all(session, review_id=review_id)


async def learners_due(session: Transaction, limit: int) -> list[LearnerDue]:
    """Returns learners of any district of whose requests somebody is to be reminded."""
    return await _DUE.all(session, limit=limit)


async def reviews_due(session: Transaction, learners: Sequence[UUID]) -> list[StoredReview]:
    """Returns the requests of these learners of which somebody is to be reminded."""
    return await _DUE_OF.all(session, learners=list(learners))


async def mark_all_due(session: Transaction) -> None:
    """Has it computed anew who is to be reminded when, of all open requests of the district."""
    await _MARK_ALL_DUE.run(session)
