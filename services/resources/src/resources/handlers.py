"""The events that resources reads, of one district at a time, in order per key, each once."""

from resources.adoptions.usecases.following import follow_recalls, follow_revisions
from resources.items.usecases.following import record_agreements
from resources.outcomes.usecases import hearing
from resources.outcomes.usecases.recording import record_actions
from resources.playlists.models import ROSTER_TABLES
from resources.searches.usecases.indexing import record_parents
from shared.contracts.coaching import ActionResourceUsed
from shared.contracts.competency import (
    CalendarChanged,
    EvidenceRecorded,
    EvidenceSuperseded,
    EvidenceVoided,
    FrameworkPublished,
    ItemPublished,
)
from shared.contracts.partners import AgreementChanged, DistrictRegistered
from shared.contracts.resources import (
    ResourceAdapted,
    ResourceAdopted,
    ResourceAdoptionEnded,
    ResourceRetired,
    ResourceRevised,
)
from shared.contracts.rostering import PersonChanged
from shared.events.apply import Subscription
from shared.roster.calendars import record_calendar
from shared.roster.handlers import roster_handlers

agreements = Subscription("resources.agreements", {AgreementChanged: record_agreements})
"""Who sees what is for partners."""

frameworks = Subscription("resources.frameworks", {ItemPublished: record_parents})
"""What is above what items are aligned to."""

calendar = Subscription("resources.calendar", {CalendarChanged: record_calendar})
"""When a district's days begin."""

adopted = Subscription("resources.adopted", {ResourceRevised: follow_revisions, ResourceRetired: follow_recalls})
"""What becomes of what other districts have adopted and adapted, told by resources itself."""

roster = Subscription("resources.roster", roster_handlers(ROSTER_TABLES))
"""Who is in a class that a playlist was given to, and who may see whom."""

outcomes = Subscription(
    "resources.outcomes",
    {
        EvidenceRecorded: hearing.hear_evidence,
        EvidenceVoided: hearing.hear_no_evidence,
        EvidenceSuperseded: hearing.hear_no_evidence,
        FrameworkPublished: hearing.hear_scales,
        ItemPublished: hearing.hear_items,
        PersonChanged: hearing.hear_grades,
        DistrictRegistered: hearing.hear_minimum_groups,
    },
    pause=1,
)
"""What learners showed, on which scale, and who is compared with whom."""

uses = Subscription("resources.uses", {ActionResourceUsed: record_actions})
"""What actions of coaching used."""

adopters = Subscription(
    "resources.adopters",
    {
        ResourceAdopted: hearing.hear_adoptions,
        ResourceAdapted: hearing.hear_adoptions,
        ResourceAdoptionEnded: hearing.hear_adoptions,
    },
)
"""How many districts hold what another offers, told by resources itself."""

subscriptions = [agreements, frameworks, calendar, adopted, roster, outcomes, uses, adopters]
