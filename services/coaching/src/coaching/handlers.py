"""The events that coaching reads, of one district at a time, in order per key, each once."""

from coaching.engagements.usecases.following import end_withdrawn, open_engagements, record_agreements
from shared.contracts.competency import CalendarChanged
from shared.contracts.partners import AgreementChanged
from shared.contracts.readiness import ApplicationDecided, PartnerSelected
from shared.events.apply import Subscription
from shared.roster.calendars import record_calendar

calendar = Subscription("coaching.calendar", {CalendarChanged: record_calendar})
engagements = Subscription(
    "coaching.engagements",
    {
        PartnerSelected: open_engagements,
        ApplicationDecided: end_withdrawn,
        AgreementChanged: record_agreements,
    },
)

subscriptions = [calendar, engagements]
