"""The events that coaching reads, of one district at a time, in order per key, each once."""

from collections.abc import Sequence

from coaching.common.queries import set_minimum_group
from coaching.engagements.usecases.following import end_withdrawn, open_engagements, record_agreements
from shared.contracts.competency import CalendarChanged
from shared.contracts.partners import AgreementChanged, DistrictRegistered
from shared.contracts.readiness import ApplicationDecided, PartnerSelected
from shared.db.query import Transaction
from shared.events.apply import Subscription
from shared.events.event import Received
from shared.roster.calendars import record_calendar


async def record_minimum_groups(session: Transaction, events: Sequence[Received[DistrictRegistered]]) -> None:
    """Stores of how many people a district's figures are at least, as its registration says it last."""
    newest = events[-1].data
    await set_minimum_group(session, newest.registered_id, newest.minimum_group)


calendar = Subscription("coaching.calendar", {CalendarChanged: record_calendar})
engagements = Subscription(
    "coaching.engagements",
    {
        PartnerSelected: open_engagements,
        ApplicationDecided: end_withdrawn,
        AgreementChanged: record_agreements,
    },
)
# A consumer of its own, although of the same topic: the other may have passed the registrations by now.
minimum_groups = Subscription("coaching.minimum_groups", {DistrictRegistered: record_minimum_groups})

subscriptions = [calendar, engagements, minimum_groups]
