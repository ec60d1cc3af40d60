"""Requests for a review between the rules and the database, and what readers are told of them."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.district.rules import ReviewRules
from competency.reviews import queries
from competency.reviews.rules.queue import reminder_at
from competency.reviews.rules.reviews import Review, ReviewState
from shared.contracts.competency import OpenReview


def review_kept(row: Any) -> Review:
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


async def keep(session: AsyncSession, review: Review, artefacts: Any, rules: ReviewRules) -> None:
    """Write the request down as it stands, and when somebody is to be reminded of it."""
    await queries.save(
        session,
        artefacts,
        review_id=review.review_id,
        state=review.state.value,
        words=review.words,
        asked_at=review.asked_at,
        since=review.since,
        taken_by=review.taken_by,
        answer=review.answer,
        evidence=list(review.evidence),
        reminded_at=review.reminded_at,
        remind_at=reminder_at(review, rules),
    )


async def remember(
    session: AsyncSession,
    district_id: UUID,
    review: Review,
    move: str,
    *,
    subject: str | None,
    person_id: UUID | None,
    words: str | None,
) -> None:
    """Add to the request's history."""
    await queries.add_move(
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


def told(review: Review) -> OpenReview:
    """The request as events have it: what people wrote stays with its owner."""
    return OpenReview(
        review_id=review.review_id,
        item_id=review.item_id,
        state=review.state.value,
        asked_at=review.asked_at,
        since=review.since,
        taken_by=review.taken_by,
    )
