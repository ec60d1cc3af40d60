"""What waits for whom among learners' requests for a review: how old it is, who is reminded of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from competency.district.rules import ReviewRules
from competency.reviews.rules.reviews import OPEN, Review, ReviewState


class Ages(NamedTuple):
    """Whole days: since the learner asked, and since the request came into its state."""

    asked: int
    here: int


def ages(review: Review, now: datetime) -> Ages:
    """How old a request is; once it is closed, how old it grew."""
    end = now if review.state in OPEN else review.since
    return Ages((end - review.asked_at).days, (end - review.since).days)


def reminder_at(review: Review, rules: ReviewRules) -> datetime | None:
    """When somebody is to be reminded next; None where nobody has to do anything."""
    match review.state:
        case ReviewState.ASKED:
            # From the asking: what was taken and given back has waited all the while.
            first = review.asked_at + timedelta(days=rules.asked)
        case ReviewState.TAKEN:
            first = review.since + timedelta(days=rules.taken)
        case ReviewState.RETURNED:
            said = review.reminded_at is not None and review.reminded_at >= review.since
            return None if said else review.since + timedelta(days=rules.returned)
        case _:
            return None
    return first if review.reminded_at is None else max(first, review.reminded_at + timedelta(days=rules.again))


@dataclass(frozen=True, slots=True)
class Reminder:
    """Somebody to be reminded: people by id, and the leaders of the learner's school where `leaders` says so."""

    review_id: UUID
    due_at: datetime
    to: tuple[UUID, ...]
    leaders: bool


def reminders_due(
    reviews: Iterable[Review], educators_of: Mapping[UUID, Collection[UUID]], rules: ReviewRules, now: datetime
) -> list[Reminder]:
    """The reminders due by now, the longest due first. An asked request goes to all educators of its learner, a taken
    one to who took it, a returned one to the learner; where there is nobody, to the leaders.
    """
    found = []
    for review in reviews:
        due_at = reminder_at(review, rules)
        if due_at is None or due_at > now:
            continue
        if review.state is ReviewState.RETURNED:
            found.append(Reminder(review.review_id, due_at, (review.learner_id,), leaders=False))
            continue
        educators = educators_of.get(review.learner_id, ())
        to = educators if review.state is ReviewState.ASKED else {review.taken_by} & {*educators}
        people = tuple(sorted(person for person in to if person is not None))
        late = now - review.asked_at >= timedelta(days=rules.leaders)
        found.append(Reminder(review.review_id, due_at, people, leaders=late or not people))
    return sorted(found, key=lambda reminder: (reminder.due_at, reminder.review_id))


def abandoned(reviews: Iterable[Review], educators_of: Mapping[UUID, Collection[UUID]], at: datetime) -> list[Review]:
    """The requests taken by somebody who teaches the learner no longer, given back as of now: they keep their place."""
    return [
        replace(review, state=ReviewState.ASKED, since=at, taken_by=None)
        for review in reviews
        if review.state is ReviewState.TAKEN and review.taken_by not in educators_of.get(review.learner_id, ())
    ]


def is_late(review: Review, rules: ReviewRules, now: datetime) -> bool:
    """Whether somebody is reminded of it by now."""
    first = reminder_at(replace(review, reminded_at=None), rules)
    return first is not None and first <= now
