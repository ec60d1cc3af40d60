"""The events that partners consumes. What time it is, handlers are told with the events."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from partners.disclosure.usecases.disclose_mastery import disclose_mastery
from partners.disclosure.usecases.disclose_missed import disclose_missed
from partners.disclosure.usecases.notify_recipients import notify_recipients, record_contested
from partners.selection.usecases import draft_agreements, end_drafts
from shared.contracts.competency import (
    AmendmentDecided,
    CalendarChanged,
    LearnerMasterySnapshot,
    MasteryChanged,
    RecordContested,
)
from shared.contracts.readiness import ApplicationDecided, PartnerSelected
from shared.contracts.rostering import PersonChanged
from shared.events.apply import Subscription
from shared.events.event import Received
from shared.roster.calendars import record_calendar
from shared.roster.learner_identifiers import keep_learner_identifiers


async def on_mastery_changed(session: AsyncSession, events: Sequence[Received[MasteryChanged]]) -> None:
    await disclose_mastery(session, events[0].district_id, [event.data for event in events], events[0].applied_at)


async def on_mastery_snapshot(session: AsyncSession, events: Sequence[Received[LearnerMasterySnapshot]]) -> None:
    await disclose_missed(session, events, events[0].applied_at)


async def on_amendment_decided(session: AsyncSession, events: Sequence[Received[AmendmentDecided]]) -> None:
    await notify_recipients(session, events, events[0].applied_at)


async def on_record_contested(session: AsyncSession, events: Sequence[Received[RecordContested]]) -> None:
    await record_contested(session, events)


async def on_person_changed(session: AsyncSession, events: Sequence[Received[PersonChanged]]) -> None:
    await keep_learner_identifiers(session, events[0].district_id, events)


fan_out = Subscription(
    "partners.fan-out",
    {
        MasteryChanged: on_mastery_changed,
        LearnerMasterySnapshot: on_mastery_snapshot,
        AmendmentDecided: on_amendment_decided,
        RecordContested: on_record_contested,
        CalendarChanged: record_calendar,
    },
)
people = Subscription("partners.people", {PersonChanged: on_person_changed})
selection = Subscription("partners.selection", {PartnerSelected: draft_agreements, ApplicationDecided: end_drafts})

subscriptions = [fan_out, people, selection]
