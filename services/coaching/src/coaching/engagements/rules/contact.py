"""Until when two who are to work together meet first, and what has stalled."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

USUAL_DAYS = 30
"""Within how many days a first contact is held, before a charter says it."""

Stall = Literal["first_contact_missed", "milestone_late"]


def contact_deadline(since: date, within_days: int) -> date:
    """Returns the last day for a first contact of an engagement, or of a match, that began on this day."""
    return since + timedelta(days=within_days)


def is_missed(deadline: date, held_on: date | None, today: date) -> bool:
    """Returns whether the first contact did not come in time, and has not come since."""
    return held_on is None and today > deadline


def stalls(deadline: date, held_on: date | None, late_milestones: int, today: date) -> list[Stall]:
    """Returns what of an engagement has stalled, as codes."""
    found: list[Stall] = ["first_contact_missed"] if is_missed(deadline, held_on, today) else []
    return [*found, "milestone_late"] if late_milestones else found
