"""The events that resources reads, of one district at a time, in order per key, each once."""

from resources.adoptions.usecases.following import follow_recalls, follow_revisions
from resources.items.usecases.following import record_agreements
from resources.playlists.models import ROSTER_TABLES
from resources.searches.usecases.indexing import record_parents
from shared.contracts.competency import CalendarChanged, ItemPublished
from shared.contracts.partners import AgreementChanged
from shared.contracts.resources import ResourceRetired, ResourceRevised
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

subscriptions = [agreements, frameworks, calendar, adopted, roster]
