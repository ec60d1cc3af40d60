"""The deadline that is stored with a request: what the district owes by when, and when it is next reminded of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from competency.amendments.rules.amendment import Amendment, clock
from competency.amendments.rules.clock import AmendmentRules, Clock, Owed, remind_on, reminder


class Deadline(NamedTuple):
    """`reminded_at` is the last mark that the district was reminded at (see `reminder`), `remind_on` the day on which
    the request is next to be looked at. All are None where the district owes nothing.
    """

    owed: Owed | None
    due_on: date | None
    reminded_at: int | None
    remind_on: date | None


NO_DEADLINE = Deadline(None, None, None, None)


def next_deadline(amendment: Amendment, rules: AmendmentRules, before: Deadline, today: date) -> Deadline:
    """Returns the deadline of a request as it stands today; one that is another than `before` was never reminded of."""
    running = clock(amendment, rules, today)
    if running is None:
        return NO_DEADLINE
    same = (before.owed, before.due_on) == (running.owed, running.due_on)
    return _with_mark(amendment, running, before.reminded_at if same else None)


def reminded_deadline(
    amendment: Amendment, rules: AmendmentRules, before: Deadline, today: date
) -> tuple[Deadline, Clock | None]:
    """Returns the deadline as it stands today, and the clock to remind the district of where it is time to."""
    deadline = next_deadline(amendment, rules, before, today)
    running = clock(amendment, rules, today)
    mark = reminder(running.days_left, deadline.reminded_at) if running else None
    if running is None or mark is None:
        return deadline, None
    return _with_mark(amendment, running, mark), running


def _with_mark(amendment: Amendment, running: Clock, mark: int | None) -> Deadline:
    next_look = remind_on(running.due_on, mark)
    if running.owed == "hearing" and amendment.hearing_on is not None:
        # Once the hearing is held, the next clock starts by itself, however late the hearing is.
        held = amendment.hearing_on + timedelta(days=1)
        next_look = min(next_look, held) if next_look else held
    return Deadline(running.owed, running.due_on, mark, next_look)
