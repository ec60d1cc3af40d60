"""What competency hears: learners, from rostering."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from competency.usecases.follow_rostering import announce_learners
from shared.contracts.rostering import PersonChanged
from shared.events import Received
from shared.events.apply import Subscription


async def on_person_changed(session: AsyncSession, events: Sequence[Received[PersonChanged]]) -> None:
    await announce_learners(session, events[0].district_id, [event.data for event in events])


subscriptions = [Subscription("competency.learners", {PersonChanged: on_person_changed})]
