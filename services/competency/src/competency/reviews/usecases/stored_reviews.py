"""Requests for a review between the rules and the database, and as events tell them."""

from competency.district.rules import ReviewRules
from competency.reviews.queries.requests import StoredArtefacts, StoredReview, update_review
from competency.reviews.rules.queue import reminder_at
from competency.reviews.rules.reviews import Review, ReviewState
from shared.contracts.competency import OpenReview
from shared.db.query import Transaction


def deserialize_review(row: StoredReview) -> Review:
    """Returns the request that was stored."""
    return Review(
        review_id=row.review_id,
        learner_id=row.learner_id,
        item_id=row.item_id,
        state=ReviewState(row.state),
        words=row.words,
        asked_at=row.asked_at,
        since=row.since,
        taken_by=row.taken_by,
        answer=row.answer,
        evidence=tuple(row.evidence),
        reminded_at=row.reminded_at,
    )


async def save_review(
    session: Transaction, review: Review, artefacts: StoredArtefacts | None, rules: ReviewRules
) -> None:
    """Stores the request as it stands, and when somebody is to be reminded of it."""
    await update_review(session, review, artefacts=artefacts, remind_at=reminder_at(review, rules))


def open_review(review: Review) -> OpenReview:
    """Returns the request as events tell it: what people wrote stays with its owner."""
    return OpenReview(
        review_id=review.review_id,
        item_id=review.item_id,
        state=review.state.value,
        asked_at=review.asked_at,
        since=review.since,
        taken_by=review.taken_by,
    )
