"""What competency hears: learners, and who is whose, from rostering."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from competency.usecases.follow_rostering import announce_learners, follow_enrolments, follow_guardians
from shared.contracts.rostering import EnrolmentChanged, GuardianChanged, PersonChanged
from shared.events import Received
from shared.events.apply import Subscription


async def on_person_changed(session: AsyncSession, events: Sequence[Received[PersonChanged]]) -> None:
    await announce_learners(session, events[0].district_id, [event.data for event in events])


async def on_guardian_changed(session: AsyncSession, events: Sequence[Received[GuardianChanged]]) -> None:
    await follow_guardians(session, events[0].district_id, [event.data for event in events])


async def on_enrolment_changed(session: AsyncSession, events: Sequence[Received[EnrolmentChanged]]) -> None:
    await follow_enrolments(session, events[0].district_id, [event.data for event in events])


subscriptions = [
    Subscription("competency.learners", {PersonChanged: on_person_changed}),
    # A consumer of its own: the other has long passed the enrolments that were told before this one was there.
    Subscription(
        "competency.relations", {GuardianChanged: on_guardian_changed, EnrolmentChanged: on_enrolment_changed}
    ),
]
