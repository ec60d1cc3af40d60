"""Requests for a review in lists: those that a filter leaves, and how many there are."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from competency.learners.queries.visibility import VISIBILITY
from competency.reviews import models
from competency.reviews.queries.requests import StoredReview
from shared.db.query import Query, Transaction, columns


class Selection(NamedTuple):
    """Which requests: of these learners (None: of all), of the learners of a class, of an item."""

    learners: list[UUID] | None
    class_id: UUID | None
    item_id: UUID | None


class ReviewCounts(NamedTuple):
    """How many requests wait, how many of these are late, and how many somebody has taken."""

    waiting: int
    late: int
    taken: int


_SELECTED = f"""
(cast(:learners as uuid[]) is null or r.learner_id = any(cast(:learners as uuid[])))
  and (cast(:class_id as uuid) is null or r.learner_id in (
    select e.person_id from enrolment e
    where e.class_id = cast(:class_id as uuid) and e.role = 'learner' and {VISIBILITY.enrolment_counts("e")}))
  and (cast(:item_id as uuid) is null or r.item_id = cast(:item_id as uuid))
"""  # noqa: S608
_INBOX = Query(
    f"""
select {columns(models.Review, "r")} from review r
where {_SELECTED} and (r.state = 'asked' or (r.state = 'taken' and r.taken_by = :person_id))
  and (cast(:taken as boolean) is null or (r.state = 'taken', r.asked_at, r.review_id) >
    (cast(:taken as boolean), cast(:asked_at as timestamptz), cast(:after as uuid)))
order by r.state = 'taken', r.asked_at, r.review_id limit :limit
""",  # noqa: S608
    StoredReview,
)
_LIST = Query(
    f"""
select {columns(models.Review, "r")} from review r
where {_SELECTED} and (cast(:state as text) is null or r.state = cast(:state as text))
  and (cast(:asked_at as timestamptz) is null or (r.asked_at, r.review_id) >
    (cast(:asked_at as timestamptz), cast(:after as uuid)))
order by r.asked_at, r.review_id limit :limit
""",  # noqa: S608
    StoredReview,
)
_COUNTS = Query(
    f"""
select count(*) filter (where r.state = 'asked') as waiting,
  count(*) filter (where r.state = 'asked' and r.asked_at <= statement_timestamp() - make_interval(days => :days))
    as late,
  count(*) filter (where r.state = 'taken' and r.taken_by = cast(:person_id as uuid)) as taken
from review r where {_SELECTED} and r.state in ('asked', 'taken')
""",  # noqa: S608
    ReviewCounts,
)


async def inbox_of(
    session: Transaction,
    person_id: UUID,
    selection: Selection,
    after: tuple[bool, datetime, UUID] | None,
    limit: int,
) -> list[StoredReview]:
    """Returns what nobody has taken, who asked first first, and then what this person has taken: behind `(is it taken,
    asked_at, review_id)`.
    """
    taken, asked_at, review_id = after or (None, None, None)
    return await _INBOX.all(
        session,
        **selection._asdict(),
        person_id=person_id,
        taken=taken,
        asked_at=asked_at,
        after=review_id,
        limit=limit,
    )


async def reviews_after(
    session: Transaction,
    selection: Selection,
    state: str | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[StoredReview]:
    """Returns the requests behind `(asked_at, review_id)`, who asked first first."""
    asked_at, review_id = after or (None, None)
    return await _LIST.all(session, **selection._asdict(), state=state, asked_at=asked_at, after=review_id, limit=limit)


async def count_reviews(
    session: Transaction, selection: Selection, *, person_id: UUID | None, late_after_days: int
) -> ReviewCounts:
    """Returns how many wait, how many of these for so many days or longer, and how many this person has taken."""
    return await _COUNTS.one(session, **selection._asdict(), person_id=person_id, days=late_after_days)
