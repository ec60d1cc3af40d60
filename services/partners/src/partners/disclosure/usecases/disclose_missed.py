"""A learner's mastery is said again, whole: what never came here because a broker lost it becomes known by that."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.disclosure.rules.missed import Mastery, missed
from partners.disclosure.usecases.disclose_mastery import disclose_mastery
from partners.feeds.queries import feed
from shared.contracts.competency import LearnerMasterySnapshot, MasteryChanged
from shared.events.event import Received

PAGE = 25
"""Snapshots compared at once: where a feed lacks everything, each brings a disclosure for every item of a learner."""


async def disclose_missed(session: AsyncSession, events: Sequence[Received[LearnerMasterySnapshot]]) -> None:
    """Tell what differs from what the district's own feed said last, as the changes it missed; of the rest nothing.

    Feeds and logs get the differences alone, so a republish that nobody needed adds no row.
    """
    district_id = events[0].district_id
    for start in range(0, len(events), PAGE):
        page = events[start : start + PAGE]
        told = await _told(session, district_id, [event.data.learner_id for event in page])
        changes = [change for event in page for change in _changes(event, told[event.data.learner_id])]
        if changes:
            await disclose_mastery(session, district_id, changes)


async def _told(session: AsyncSession, district_id: UUID, learners: Sequence[UUID]) -> dict[UUID, dict[UUID, Mastery]]:
    told: dict[UUID, dict[UUID, Mastery]] = defaultdict(dict)
    for row in await feed.last_told(session, district_id, learners):
        told[UUID(row.subject)][row.item_id] = Mastery(row.score, row.mastered, row.observed_at)
    return told


def _changes(event: Received[LearnerMasterySnapshot], told: dict[UUID, Mastery]) -> list[MasteryChanged]:
    """What is to be told for this snapshot; `told` then says so, for the learner's next one.

    Whether a piece was added, corrected or voided, or a policy changed, cannot be read off a score.
    """
    known_at = {state.item_id: state.known_at for state in event.data.mastery}
    stands = {s.item_id: Mastery(s.score, s.mastered, s.observed_at) for s in event.data.mastery}
    changes = []
    for one in missed(told, stands):
        told[one.item_id] = one.stands
        changes.append(
            MasteryChanged(
                learner_id=event.data.learner_id,
                item_id=one.item_id,
                score=one.stands.score,
                mastered=one.stands.mastered,
                previous_score=one.told.score,
                previously_mastered=one.told.mastered,
                previously_observed_at=one.told.observed_at,
                observed_at=one.stands.observed_at,
                known_at=known_at.get(one.item_id, event.occurred_at),
                cause="recalculation",  # what happened a snapshot does not say: all that is known is what stands
            )
        )
    return changes
