"""The events that coaching reads, of one district at a time, in order per key, each once."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from coaching.actions.usecases.following import note_closed_gaps
from coaching.coaches.usecases.people import record_people
from coaching.common.usecases import record_minimum_groups
from coaching.engagements.usecases.following import end_withdrawn, open_engagements, record_agreements
from coaching.goals.usecases import hearing
from coaching.matching.usecases.gaps import record_closed, record_found, record_published
from coaching.meetings.models import GUARDIANS
from coaching.pilots.usecases.schools import record_organisations
from shared.contracts import coaching, competency
from shared.contracts.competency import CalendarChanged
from shared.contracts.partners import AgreementChanged, DistrictRegistered
from shared.contracts.readiness import ApplicationDecided, GapClosed, GapFound, InstrumentPublished, PartnerSelected
from shared.contracts.rostering import OrganisationChanged, PersonChanged
from shared.events.apply import Subscription
from shared.events.event import Received
from shared.roster.calendars import record_calendar
from shared.roster.handlers import roster_handlers


async def on_gap_closed(session: AsyncSession, events: Sequence[Received[GapClosed]]) -> None:
    """In one transaction, or an action could be proposed between the two and never show it."""
    await record_closed(session, events)
    await note_closed_gaps(session, events)


calendar = Subscription("coaching.calendar", {CalendarChanged: record_calendar})
engagements = Subscription(
    "coaching.engagements",
    {
        PartnerSelected: open_engagements,
        ApplicationDecided: end_withdrawn,
        AgreementChanged: record_agreements,
    },
    by_trace=True,
)
gaps = Subscription(
    "coaching.gaps",
    {GapFound: record_found, GapClosed: on_gap_closed, InstrumentPublished: record_published},
    by_trace=True,
)
people = Subscription("coaching.people", {PersonChanged: record_people})
"""Who is a learner by the roster."""
guardians = Subscription("coaching.guardians", roster_handlers(GUARDIANS))
"""Who sees when a child meets."""
schools = Subscription("coaching.schools", {OrganisationChanged: record_organisations})
"""Where waves may be."""
minimum_groups = Subscription("coaching.minimum_groups", {DistrictRegistered: record_minimum_groups})
goals = Subscription(
    "coaching.goals",
    {
        competency.ItemPublished: hearing.hear_items,
        competency.MasteryChanged: hearing.hear_mastery,
        competency.LearnerMasterySnapshot: hearing.hear_mastery_again,
        coaching.MeetingHeld: hearing.hear_meeting,
        coaching.MeetingCancelled: hearing.hear_no_meeting,
        coaching.ActionCompleted: hearing.hear_action,
        coaching.ActionDropped: hearing.hear_no_action,
        coaching.WaveOpened: hearing.hear_wave,
        coaching.WaveAdjusted: hearing.hear_adjusted_wave,
        coaching.WaveSunset: hearing.hear_sunset,
    },
    pause=1,
)
"""What the indicators of goals count."""

subscriptions = [calendar, minimum_groups, people, guardians, schools, engagements, goals, gaps]
