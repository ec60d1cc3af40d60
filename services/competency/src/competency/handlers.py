"""What competency hears: from rostering learners, who is whose, and whether that goes on; from partners what districts
are called, and who was told of an amendment.
"""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from competency.amendments.usecases.follow_partners import record_receivers
from competency.credentials.usecases.issuer import record_district_name
from competency.learners.followers import ROSTER_CHANGE
from competency.learners.models import ROSTER_TABLES
from competency.learners.usecases.follow_rostering import announce_learners
from shared.contracts.partners import AmendmentTold, DistrictRegistered
from shared.contracts.rostering import ClassChanged, EnrolmentChanged, GuardianChanged, PersonChanged, TermChanged
from shared.events import Received
from shared.events.apply import Subscription
from shared.roster.handlers import roster_handlers


async def on_person_changed(session: AsyncSession, events: Sequence[Received[PersonChanged]]) -> None:
    await announce_learners(session, events[0].district_id, events)


async def on_amendment_told(session: AsyncSession, events: Sequence[Received[AmendmentTold]]) -> None:
    await record_receivers(session, events[0].district_id, [event.data for event in events])


async def on_district_registered(session: AsyncSession, events: Sequence[Received[DistrictRegistered]]) -> None:
    for event in events:
        await record_district_name(session, event.data.registered_id, event.data.name)


_ROSTER = roster_handlers(ROSTER_TABLES, ROSTER_CHANGE.notify)

subscriptions = [
    Subscription("competency.learners", {PersonChanged: on_person_changed}),
    # A consumer of its own: the other has long passed the enrolments that were told before this one was there.
    Subscription("competency.relations", {event: _ROSTER[event] for event in (GuardianChanged, EnrolmentChanged)}),
    # And again, for the same reason: by these it is seen whether an enrolment or a guardianship counts today.
    Subscription("competency.roster", {event: _ROSTER[event] for event in (ClassChanged, TermChanged, PersonChanged)}),
    # Both of partners' topic. One name for the two would skip what the other has yet to read, a new one replay it all.
    Subscription("competency.amendments", {AmendmentTold: on_amendment_told}),
    Subscription("competency.districts", {DistrictRegistered: on_district_registered}),
]
