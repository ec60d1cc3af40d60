"""The events that readiness reads, of one district at a time, in order per key, each once."""

from readiness.common.usecases import record_calendar
from shared.contracts.competency import CalendarChanged
from shared.events.apply import Subscription

calendar = Subscription("readiness.calendar", {CalendarChanged: record_calendar})

subscriptions = [calendar]
