"""Events of mastery into the read model. All of it may be repeated and comes out the same."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.progress.queries import writing
from dashboards.progress.queries.writing import MasteryRow
from dashboards.stream.usecases.record_news import STREAM_WAKE
from shared.contracts.competency import LearnerMasterySnapshot, MasteryChanged
from shared.db.wake import wake_after_commit
from shared.events import Received


async def change_mastery(session: AsyncSession, events: Sequence[Received[MasteryChanged]], *, live: bool) -> None:
    rows = [
        MasteryRow(b.learner_id, b.item_id, b.score, b.mastered, b.observed_at, b.known_at, b.mastered_since)
        for b in (e.data for e in events)
    ]
    await _write(session, events[0], rows, live=live)


async def take_snapshots(
    session: AsyncSession, events: Sequence[Received[LearnerMasterySnapshot]], *, live: bool
) -> None:
    """A learner's whole mastery: what it does not mention counts no longer, and open streams hear that too."""
    latest = {event.data.learner_id: event for event in events}
    rows = [
        MasteryRow(learner_id, s.item_id, s.score, s.mastered, s.observed_at, s.known_at, s.mastered_since)
        for learner_id, event in latest.items()
        for s in event.data.mastery
    ]
    gone = await writing.list_unmentioned(
        session,
        events[0].epoch,
        events[0].district_id,
        {learner_id: event.occurred_at for learner_id, event in latest.items()},
        rows,
    )
    rows += [MasteryRow(one.learner_id, one.item_id, None, False, None, one.known_at, None) for one in gone]
    await _write(session, events[0], rows, live=live)


async def _write(session: AsyncSession, first: Received[Any], rows: Sequence[MasteryRow], *, live: bool) -> None:
    await writing.change_mastery(session, first.epoch, first.district_id, rows, live=live)
    if live:
        wake_after_commit(session, STREAM_WAKE)
