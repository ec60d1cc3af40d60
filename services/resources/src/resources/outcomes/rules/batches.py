"""Which batch of reports is released next: those of one item in one term."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from resources.outcomes.rules.uses import is_due


class Batch(NamedTuple):
    """All reports of an item of a framework in a term, both of whose ends are in it."""

    term_id: UUID
    item_id: UUID
    first_day: date
    last_day: date

    def shares_days_with(self, other: Batch) -> bool:
        return self.first_day <= other.last_day and other.first_day <= self.last_day


def next_batch(open_batches: Iterable[Batch], released: Iterable[Batch], today: date) -> Batch | None:
    """Returns the batch that is to be released now, if any is: the one whose term ended first, of several that of the
    shortest term.

    Of one item no two batches share a day. A year and its semesters would be of nearly the same learners, and
    subtracting one from the other would tell of those who are in one of them only; so what was released for a semester
    keeps its year from ever being released.
    """
    known = list(released)
    due = [
        one
        for one in open_batches
        if is_due(one.last_day, today)
        and not any(one.item_id == other.item_id and one.shares_days_with(other) for other in known)
    ]
    return min(
        due, key=lambda one: (one.last_day, one.last_day - one.first_day, one.term_id, one.item_id), default=None
    )
