"""What partners hears."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from partners.usecases.disclose_mastery import disclose_mastery
from partners.usecases.disclose_missed import disclose_missed
from partners.usecases.follow_rostering import keep_identifiers
from shared.contracts.competency import LearnerMasterySnapshot, MasteryChanged
from shared.contracts.rostering import PersonChanged
from shared.events.apply import Subscription
from shared.events.event import Received


async def on_mastery_changed(session: AsyncSession, events: Sequence[Received[MasteryChanged]]) -> None:
    await disclose_mastery(session, events[0].district_id, [event.data for event in events])


async def on_mastery_snapshot(session: AsyncSession, events: Sequence[Received[LearnerMasterySnapshot]]) -> None:
    await disclose_missed(session, events)


async def on_person_changed(session: AsyncSession, events: Sequence[Received[PersonChanged]]) -> None:
    await keep_identifiers(session, events)


fan_out = Subscription(
    "partners.fan-out", {MasteryChanged: on_mastery_changed, LearnerMasterySnapshot: on_mastery_snapshot}
)
people = Subscription("partners.people", {PersonChanged: on_person_changed})

subscriptions = [fan_out, people]
