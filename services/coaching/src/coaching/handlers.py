"""The events that coaching reads, of one district at a time, in order per key, each once."""

from shared.contracts.competency import CalendarChanged
from shared.events.apply import Subscription
from shared.roster.calendars import record_calendar

calendar = Subscription("coaching.calendar", {CalendarChanged: record_calendar})

subscriptions = [calendar]
