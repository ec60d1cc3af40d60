"""Meetings and workshops as iCalendar (RFC 5545). Each is an event of its own, of a series too, and of a workshop each
slot: its UID stays whatever becomes of it, and calendars that misread exceptions of a series, as several do, have none
to misread.

There is no name in it, and nothing that somebody wrote: a feed is read by whatever somebody gives its address to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import icalendar

from coaching.feed.rules.zones import Observance, observances
from shared.values.calendar import DEFAULT_ZONE, zone_named

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Entry(NamedTuple):
    """A meeting, or a slot of a workshop, as a calendar shows it."""

    uid: str
    title: str
    about: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    cancelled: bool
    doubtful: bool
    sequence: int
    planned_at: datetime
    changed_at: datetime


def calendar_of(entries: Sequence[Entry]) -> bytes:
    """Returns the calendar, the same for the same meetings."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Trellis//Coaching//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Coaching")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    for zone in sorted({one.time_zone for one in entries} - {DEFAULT_ZONE}):
        years = [moment.year for one in entries if one.time_zone == zone for moment in (one.starts_at, one.ends_at)]
        calendar.add_component(_zone(zone, observances(zone, min(years) - 1, max(years))))
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", _whole(entry.changed_at))
    event.add("created", _whole(entry.planned_at))
    event.add("last-modified", _whole(entry.changed_at))
    event.add("dtstart", _shown(entry.starts_at, entry.time_zone))
    event.add("dtend", _shown(entry.ends_at, entry.time_zone))
    event.add("summary", entry.title)
    event.add("description", entry.about)
    event.add("status", _status(entry))
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    return event


def _status(entry: Entry) -> str:
    if entry.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.doubtful else "CONFIRMED"


def _zone(name: str, found: Iterable[Observance]) -> icalendar.Timezone:
    zone = icalendar.Timezone()
    zone.add("tzid", name)
    for one in found:
        part = icalendar.TimezoneDaylight() if one.daylight else icalendar.TimezoneStandard()
        part.add("dtstart", one.starts)
        part.add("tzoffsetfrom", one.before)
        part.add("tzoffsetto", one.after)
        part.add("tzname", one.name)
        if one.yearly is not None:
            day = f"{one.yearly.nth}{_WEEKDAYS[one.yearly.weekday]}"
            part.add("rrule", {"freq": "yearly", "bymonth": one.yearly.month, "byday": day})
        zone.add_component(part)
    return zone


def _shown(moment: datetime, zone: str) -> datetime:
    """By the clock of the zone; of an hour that comes twice the second, which no calendar can say so, in UTC."""
    local = _whole(moment).astimezone(UTC if zone == DEFAULT_ZONE else zone_named(zone))
    return _whole(moment) if local.fold else local


def _whole(moment: datetime) -> datetime:
    """To the second, as iCalendar has it."""
    return moment.replace(microsecond=0)
