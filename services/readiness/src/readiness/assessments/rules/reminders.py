"""When raters are reminded: on which days, and whom. Days are of the district's calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from readiness.assessments.rules.window import Window
from shared.values.calendar import start_of

MOST_REMINDERS = 5
FURTHEST_MARK = 60
SENT_AFTER = timedelta(hours=9)
"""After the district's day has begun: mail arrives in the morning, not at midnight."""


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """`marks` are the days left, the last day's being 0, at which those who have not submitted are reminded;
    `days_apart` is how long nobody is written to after the invitation or a reminder. Raises ValueError for what is out
    of range.
    """

    marks: tuple[int, ...] = (7, 2)
    days_apart: int = 2

    def __post_init__(self) -> None:
        if len(set(self.marks)) < len(self.marks) or len(self.marks) > MOST_REMINDERS:
            raise ValueError(f"name each day once, and {MOST_REMINDERS} at most")
        if not all(0 <= mark <= FURTHEST_MARK for mark in self.marks):
            raise ValueError(f"a reminder is sent 0 to {FURTHEST_MARK} days before the end")
        if not 1 <= self.days_apart <= FURTHEST_MARK:
            raise ValueError(f"reminders are 1 to {FURTHEST_MARK} days apart")


class Planned(NamedTuple):
    """A reminder of an assessment: its mark, and the moment, in UTC, at which its job is due."""

    mark: int
    due_at: datetime


class Waiting(NamedTuple):
    """An invitation as reminders see it. `written_on` is the day of the last mail, the invitation's or a reminder's;
    None where none was sent, as on paper: such a rater is not reminded by mail either.
    """

    invitation_id: UUID
    submitted: bool
    revoked: bool
    written_on: date | None


def plan_reminders(window: Window, rules: ReminderRules, zone: str) -> tuple[Planned, ...]:
    """Returns the jobs of an assessment, earliest first. A mark that lies before the window's second day has none: the
    invitation has just been sent.
    """
    planned: list[Planned] = []
    for mark in sorted(rules.marks, reverse=True):
        day = window.last - timedelta(days=mark)
        if day > window.first:
            planned.append(Planned(mark, start_of(day, zone) + SENT_AFTER))
    return tuple(planned)


def due_reminders(
    invitations: Iterable[Waiting], window: Window, rules: ReminderRules, today: date
) -> tuple[UUID, ...]:
    """Returns the invitations to remind today, in the order of their ids. A job that runs again finds that it has
    written today, and nobody is written to twice; one that runs late, after the window, finds nobody.
    """
    if window.closed_at is not None or not window.first <= today <= window.last:
        return ()
    return tuple(sorted(one.invitation_id for one in invitations if _is_due(one, rules, today)))


def _is_due(one: Waiting, rules: ReminderRules, today: date) -> bool:
    if one.submitted or one.revoked or one.written_on is None:
        return False
    return (today - one.written_on).days >= rules.days_apart
