"""A learner's whole mastery is published again: changes that a broker lost on the way here are found and disclosed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.disclosure.rules.missed import Mastery, missed_changes
from partners.disclosure.usecases.disclose_mastery import disclose_mastery
from partners.feeds.queries import find_last_mastery
from shared.contracts.competency import LearnerMasterySnapshot, MasteryChanged
from shared.events.event import Received

PAGE = 25
"""Snapshots compared at once: where a feed lacks everything, each brings a disclosure for every item of a learner."""


async def disclose_missed(
    session: AsyncSession, events: Sequence[Received[LearnerMasterySnapshot]], now: datetime
) -> None:
    """Discloses what differs from the district's own feed, as the changes that the feed missed.

    Feeds and logs get the differences alone, so a republish that nobody needed adds no row.
    """
    district_id = events[0].district_id
    for start in range(0, len(events), PAGE):
        page = events[start : start + PAGE]
        published = await _published(session, district_id, [event.data.learner_id for event in page])
        changes = [change for event in page for change in _changes(event, published[event.data.learner_id])]
        if changes:
            await disclose_mastery(session, district_id, changes, now)


async def _published(
    session: AsyncSession, district_id: UUID, learners: Sequence[UUID]
) -> dict[UUID, dict[UUID, Mastery]]:
    published: dict[UUID, dict[UUID, Mastery]] = defaultdict(dict)
    for last in await find_last_mastery(session, district_id, learners):
        published[UUID(last.subject)][last.item_id] = Mastery(last.score, last.mastered, last.observed_at)
    return published


def _changes(event: Received[LearnerMasterySnapshot], published: dict[UUID, Mastery]) -> list[MasteryChanged]:
    """Returns the changes to disclose for this snapshot, and adds them to `published` for the learner's next one.

    Whether a piece was added, corrected or voided, or a policy changed, cannot be read off a score.
    """
    known_at = {state.item_id: state.known_at for state in event.data.mastery}
    current = {s.item_id: Mastery(s.score, s.mastered, s.observed_at) for s in event.data.mastery}
    changes = []
    for one in missed_changes(published, current):
        published[one.item_id] = one.current
        changes.append(
            MasteryChanged(
                learner_id=event.data.learner_id,
                item_id=one.item_id,
                score=one.current.score,
                mastered=one.current.mastered,
                previous_score=one.published.score,
                previously_mastered=one.published.mastered,
                previously_observed_at=one.published.observed_at,
                observed_at=one.current.observed_at,
                known_at=known_at.get(one.item_id, event.occurred_at),
                cause="recalculation",  # a snapshot says what is true now, not what happened
            )
        )
    return changes
