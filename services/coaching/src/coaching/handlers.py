"""The events that coaching reads, of one district at a time, in order per key, each once."""

from coaching.common.usecases import record_minimum_groups
from shared.contracts.competency import CalendarChanged
from shared.contracts.partners import DistrictRegistered
from shared.events.apply import Subscription
from shared.roster.calendars import record_calendar

calendar = Subscription("coaching.calendar", {CalendarChanged: record_calendar})
minimum_groups = Subscription("coaching.minimum_groups", {DistrictRegistered: record_minimum_groups})

subscriptions = [calendar, minimum_groups]
