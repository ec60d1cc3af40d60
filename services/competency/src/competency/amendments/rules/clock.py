"""How long a district may take over a request for amendment: its days, the clock, when to remind of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Owed = Literal["decision", "hearing", "hearing_decision"]

REMIND_AT = (14, 7, 1)
"""Days left at which the district is reminded; and once more when none is left."""


@dataclass(frozen=True, slots=True)
class AmendmentRules:
    """A district's days, all of the calendar, each from what starts it to the last day that is in time.

    The regulation asks for a decision "within a reasonable time" (99.20(b)), and the same for the hearing and what
    follows it (99.22(a), (e)), and names no number. Our 45 are the longest that it allows for letting a family inspect
    a record (99.10(b)), and that the National Data Privacy Agreement allows a provider for a correction (article II,
    2). `notice_days` is how long before the hearing its day is told, "reasonably in advance" (99.22(b)); the 10 are
    ours. Under `minors_may_ask` a learner who has not the right yet may ask as well as the parents, which a district is
    free to grant (99.5(b)). Raises ValueError for numbers out of range.
    """

    decide_days: int = 45
    hearing_days: int = 45
    hearing_decision_days: int = 45
    notice_days: int = 10
    minors_may_ask: bool = False

    def __post_init__(self) -> None:
        if not all(1 <= days <= 365 for days in (self.decide_days, self.hearing_days, self.hearing_decision_days)):
            raise ValueError("a clock runs for 1 to 365 days")
        if not 0 <= self.notice_days <= self.hearing_days:
            raise ValueError("the hearing is told of before it, and within the days it is to be held in")


@dataclass(frozen=True, slots=True)
class Clock:
    """What the district owes next, and the last day that is in time. `days_left` is below 0 once it is overdue."""

    owed: Owed
    due_on: date
    days_left: int

    @property
    def overdue(self) -> bool:
        return self.days_left < 0


def decision_clock(received_on: date, rules: AmendmentRules, today: date) -> Clock:
    """Returns the clock of a request that waits for its decision. Days of the receipt itself do not count."""
    return _clock("decision", received_on, rules.decide_days, today)


def hearing_clock(asked_on: date, hearing_on: date | None, rules: AmendmentRules, today: date) -> Clock:
    """Returns the clock of a hearing: until it is held, and then until it is decided."""
    if hearing_on is not None and hearing_on < today:
        return _clock("hearing_decision", hearing_on, rules.hearing_decision_days, today)
    return _clock("hearing", asked_on, rules.hearing_days, today)


def reminder(days_left: int, reminded_at: int | None) -> int | None:
    """Returns the mark that has been reached and not been reminded of: days left of `REMIND_AT`, or -1 for overdue;
    None where there is nothing to say. `reminded_at` is the last mark said of this clock. Of marks passed together one
    is said.
    """
    mark = -1 if days_left < 0 else min((at for at in REMIND_AT if days_left <= at), default=None)
    return mark if mark is not None and (reminded_at is None or mark < reminded_at) else None


def remind_on(due_on: date, reminded_at: int | None) -> date | None:
    """Returns the day on which `reminder` next has something to say."""
    ahead = [mark for mark in (*REMIND_AT, -1) if reminded_at is None or mark < reminded_at]
    return due_on - timedelta(days=max(ahead)) if ahead else None


def _clock(owed: Owed, start: date, days: int, today: date) -> Clock:
    due_on = start + timedelta(days=days)
    return Clock(owed, due_on, (due_on - today).days)
