"""Requests for a review in lists: an educator's inbox, a class, a learner's own; with ages and counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from competency.district.usecases import Planning, planning_of
from competency.evidence.schemas import Artefact
from competency.learners.queries.visibility import VISIBILITY
from competency.learners.usecases.see import require_role
from competency.reviews.queries.lists import ReviewCounts, Selection, count_reviews, inbox_of, reviews_after
from competency.reviews.queries.requests import StoredReview
from competency.reviews.rules.queue import ages, is_late
from competency.reviews.rules.reviews import Actor, ReviewState, allowed
from competency.reviews.schemas import ReviewOut
from competency.reviews.usecases.stored_reviews import deserialize_review
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import NotAllowed


@dataclass(frozen=True)
class ReviewFilter:
    """Which requests: of a class, of an item, in a state, of a learner."""

    class_id: UUID | None = None
    item_id: UUID | None = None
    state: ReviewState | None = None
    learner_id: UUID | None = None


async def list_reviews(
    session: Transaction, caller: Caller, wanted: ReviewFilter, after: tuple[datetime, UUID] | None, limit: int
) -> list[ReviewOut]:
    """Returns the requests that the caller sees behind `(asked_at, review_id)`, the oldest first."""
    selection = await _selection(session, caller, wanted)
    return await _as_seen_by(session, caller, await reviews_after(session, selection, wanted.state, after, limit))


async def list_inbox(
    session: Transaction,
    caller: Caller,
    wanted: ReviewFilter,
    after: tuple[bool, datetime, UUID] | None,
    limit: int,
) -> list[ReviewOut]:
    """Returns what waits for the caller, and then what they have taken: behind `(is it taken, asked_at, review_id)`."""
    selection = await _selection(session, caller, wanted)
    require_role(caller, "educator")
    if caller.person_id is None:
        raise NotAllowed("An inbox is a person's: sign in as one of the district.")
    return await _as_seen_by(session, caller, await inbox_of(session, caller.person_id, selection, after, limit))


async def _selection(session: Transaction, caller: Caller, wanted: ReviewFilter) -> Selection:
    if wanted.class_id is not None:
        await VISIBILITY.ensure_class_visible(session, caller, wanted.class_id)
    visible = (await VISIBILITY.learners(session, caller)).learner_ids
    learners = None if visible is None else sorted(visible)
    if wanted.learner_id is not None:
        learners = [wanted.learner_id]
    return Selection(learners, wanted.class_id, wanted.item_id)


async def _as_seen_by(session: Transaction, caller: Caller, rows: Sequence[StoredReview]) -> list[ReviewOut]:
    planning = await planning_of(session, caller.district_id)
    educators = await VISIBILITY.educators_of(session, caller.district_id, {row.learner_id for row in rows})
    return [review_out(row, caller, educators[row.learner_id], planning) for row in rows]


async def count_visible(session: Transaction, caller: Caller, wanted: ReviewFilter) -> ReviewCounts:
    """Returns how many of all that the filters leave wait, how many of these are late, and how many the caller has
    taken.
    """
    planning = await planning_of(session, caller.district_id)
    selection = await _selection(session, caller, wanted)
    return await count_reviews(session, selection, person_id=caller.person_id, late_after_days=planning.reviews.asked)


def actor_of(caller: Caller) -> Actor | None:
    """Returns the person who calls, where it is one who has a part in reviews."""
    if caller.person_id is None or caller.role not in ("learner", "educator", "leader"):
        return None
    return Actor(caller.person_id, caller.role)


def review_out(row: StoredReview, caller: Caller, educators: frozenset[UUID], planning: Planning) -> ReviewOut:
    """Returns the request as the caller sees it."""
    review = deserialize_review(row)
    age = ages(review, planning.now)
    actor = actor_of(caller)
    return ReviewOut(
        review_id=review.review_id,
        learner_id=review.learner_id,
        item_id=review.item_id,
        state=review.state,
        words=review.words,
        artefacts=[Artefact.model_validate(one) for one in row.artefacts or []],
        asked_at=review.asked_at,
        since=review.since,
        taken_by=review.taken_by,
        answer=review.answer,
        evidence=list(review.evidence),
        age_days=age.asked,
        here_days=age.here,
        late=is_late(review, planning.reviews, planning.now),
        moves=list(allowed(review, actor, educators)) if actor else [],
    )
