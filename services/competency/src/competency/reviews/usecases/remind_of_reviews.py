"""Reminding those whose turn it is of a learner's request, and giving back what nobody goes on with."""

from dataclasses import replace

from competency.district.usecases import planning_of
from competency.learners.queries.learners import lock_learners
from competency.learners.queries.visibility import VISIBILITY
from competency.reviews.queries.requests import insert_move, learners_due, reviews_due
from competency.reviews.rules.queue import abandoned, ages, reminders_due
from competency.reviews.usecases.stored_reviews import deserialize_review, open_review, save_review
from shared.contracts.competency import ReviewMoved, ReviewOverdue
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.events import Event, publish

CHUNK = 50


async def remind(session: Transaction) -> bool:
    """Tells of some requests of one district that they are overdue; returns whether there may be more at once."""
    rows = await learners_due(session, CHUNK)
    if not rows:
        return False
    district_id = rows[0].district_id
    await set_tenant(session, district_id)
    learners = sorted({row.learner_id for row in rows if row.district_id == district_id})
    await lock_learners(session, district_id, learners)
    planning = await planning_of(session, district_id)
    stored = {row.review_id: row for row in await reviews_due(session, learners)}
    reviews = {review_id: deserialize_review(row) for review_id, row in stored.items()}
    educators = await VISIBILITY.educators_of(session, district_id, learners)
    events: list[Event] = []
    for back in abandoned(reviews.values(), educators, planning.now):
        reviews[back.review_id] = back
        await insert_move(session, district_id, back, "give_back", subject=None, person_id=None, words=None)
        events.append(ReviewMoved(learner_id=back.learner_id, review=open_review(back), move="give_back"))
    for reminder in reminders_due(reviews.values(), educators, planning.reviews, planning.now):
        review = replace(reviews[reminder.review_id], reminded_at=planning.now)
        reviews[review.review_id] = review
        events.append(
            ReviewOverdue(
                learner_id=review.learner_id,
                review=open_review(review),
                days=ages(review, planning.now).asked,
                to=reminder.to,
                leaders=reminder.leaders,
            )
        )
    for review_id, review in reviews.items():
        await save_review(session, review, stored[review_id].artefacts, planning.reviews)
    await publish(session, district_id, *events)
    return True
