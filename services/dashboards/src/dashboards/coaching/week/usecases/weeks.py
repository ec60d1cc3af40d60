"""Which weeks a page shows, and what somebody can do with a meeting now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from dashboards.coaching.week.answers import Meeting
from shared.values.calendar import day_of

Turn = Literal["coming", "beginning", "under_way", "recording", "over"]
BEFORE_ITS_START = timedelta(hours=1)
RECORDED_WITHIN = timedelta(days=7)
_A_WEEK = timedelta(days=7)


class Weeks(NamedTuple):
    """Meetings of earlier weeks that can still be recorded, of this week and of the next."""

    earlier: list[Meeting]
    this: list[Meeting]
    following: list[Meeting]

    @property
    def at_risk(self) -> list[Meeting]:
        return [one for one in (*self.this, *self.following) if one.risks]


def turn_of(meeting: Meeting, now: datetime) -> Turn:
    """What a meeting waits for: coaching decides, this only says which form is shown."""
    if meeting.state == "under_way":
        return "under_way"
    if meeting.state != "planned" or now > meeting.ends_at + RECORDED_WITHIN:
        return "over"
    if now >= meeting.ends_at:
        return "recording"
    return "beginning" if now >= meeting.starts_at - BEFORE_ITS_START else "coming"


def weeks_of(meetings: Iterable[Meeting], now: datetime, zone: str) -> Weeks:
    """Weeks begin on Monday, by the clocks of the zone."""
    today = day_of(now, zone)
    monday = today - timedelta(days=today.weekday())
    weeks = Weeks([], [], [])
    for one in meetings:
        on = day_of(one.starts_at, zone)
        if on < monday:
            if turn_of(one, now) in ("recording", "under_way"):
                weeks.earlier.append(one)
        elif on < monday + _A_WEEK:
            weeks.this.append(one)
        elif on < monday + 2 * _A_WEEK:
            weeks.following.append(one)
    return weeks
