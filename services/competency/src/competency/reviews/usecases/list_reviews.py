"""Requests for a review in lists: an educator's inbox, a class, a learner's own; with ages and counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.district.usecases import Planning, planning_of
from competency.evidence.schemas import Artefact
from competency.learners.queries.visibility import VISIBILITY
from competency.learners.usecases.see import require_role
from competency.reviews import queries
from competency.reviews.rules.queue import ages, is_late
from competency.reviews.rules.reviews import Actor, ReviewState, allowed
from competency.reviews.schemas import ReviewOut
from competency.reviews.usecases.kept_reviews import review_kept
from shared.auth.callers import Caller
from shared.errors import NotAllowed


@dataclass(frozen=True)
class Wanted:
    """Which requests: `inbox`, those that wait for the caller; of a class, of an item, in a state."""

    inbox: bool = False
    class_id: UUID | None = None
    item_id: UUID | None = None
    state: ReviewState | None = None
    learner_id: UUID | None = None


async def list_reviews(
    session: AsyncSession, caller: Caller, wanted: Wanted, after: tuple[Any, ...] | None, limit: int
) -> Sequence[Any]:
    """Rows behind the cursor `[asked_at, review_id]`; of an inbox `[is it taken, asked_at, review_id]`."""
    seen = await _seen(session, caller, wanted)
    if wanted.inbox:
        require_role(caller, "educator")
        if caller.person_id is None:
            raise NotAllowed("An inbox is a person's: sign in as one of the district.")
        return await queries.inbox(session, caller.person_id, _inbox_key(after), limit, **seen)
    return await queries.listed(session, wanted.state, _key(after), limit, **seen)


def _inbox_key(after: tuple[Any, ...] | None) -> tuple[bool, datetime, UUID] | None:
    return None if after is None else (after[0], after[1], after[2])


def _key(after: tuple[Any, ...] | None) -> tuple[datetime, UUID] | None:
    return None if after is None else (after[0], after[1])


async def _seen(session: AsyncSession, caller: Caller, wanted: Wanted) -> dict[str, Any]:
    if wanted.class_id is not None:
        await VISIBILITY.ensure_class_visible(session, caller, wanted.class_id)
    visible = (await VISIBILITY.learners(session, caller)).learner_ids
    learners = None if visible is None else sorted(visible)
    if wanted.learner_id is not None:
        learners = [wanted.learner_id]
    return {"learners": learners, "class_id": wanted.class_id, "item_id": wanted.item_id}


async def shape_of(session: AsyncSession, caller: Caller, rows: Sequence[Any]) -> Callable[[Any], ReviewOut]:
    """How the caller sees each of these rows."""
    planning = await planning_of(session, caller.district_id)
    educators = await VISIBILITY.educators_of(session, caller.district_id, {row.learner_id for row in rows})
    return lambda row: review_out(row, caller, educators[row.learner_id], planning)


async def count(session: AsyncSession, caller: Caller, wanted: Wanted) -> dict[str, int]:
    """Of all that the filters leave: those that wait, of these the late ones, those that the caller has taken."""
    planning = await planning_of(session, caller.district_id)
    seen = await _seen(session, caller, wanted)
    return dict((await queries.counts(session, caller.person_id, planning.reviews.asked, **seen))._mapping)


def actor_of(caller: Caller) -> Actor | None:
    """The person who calls, where it is one who has a part in reviews."""
    if caller.person_id is None or caller.role not in ("learner", "educator", "leader"):
        return None
    return Actor(caller.person_id, caller.role)


def review_out(row: Any, caller: Caller, educators: frozenset[UUID], planning: Planning) -> ReviewOut:
    review = review_kept(row)
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
