"""Whether a match that was proposed can stand now, whatever was so when it was planned."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from coaching.coaches.rules.attestations import Kind
from coaching.coaches.rules.standing import State
from coaching.matching.rules.instance import MOST_CAPACITY, Slot


class Held(NamedTuple):
    """When a match meets: its slots of the week, and its times by the host's clock."""

    slot: Slot
    span: int
    starts: str
    ends: str

    @property
    def length(self) -> timedelta:
        return _at(self.ends) - _at(self.starts)

    def meets(self, other: Held) -> bool:
        """Returns whether both take a slot."""
        return self.slot < other.slot + other.span and other.slot < self.slot + self.span


class Joining(NamedTuple):
    """A match and its coach: how they stand for as long as it lasts, what else is confirmed of them, whether somebody
    of the staff is matched to the same need, whether two of these are related beside a student, and whether the days of
    the match are over.
    """

    kind: Kind
    state: State
    weekly_capacity: int
    match: Held
    others: tuple[Held, ...]
    staff_beside: bool
    staff_related: bool
    over: bool


def validate_joining(joining: Joining) -> str | None:
    """Returns why the match cannot stand, and what to do; None where it can."""
    spent = sum((one.length for one in joining.others), joining.match.length)
    if joining.over:
        return "The days of this match are over: ask for another matching."
    if joining.state == "left":
        return "This coach has left: ask for another matching."
    if joining.state == "suspended":
        return "This coach may not coach for as long as the match lasts: have what they lack attested, or plan again."
    if spent > timedelta(hours=joining.weekly_capacity) or len(joining.others) >= MOST_CAPACITY:
        return "Other matches of this coach were confirmed meanwhile, and take all that they offer: plan again."
    if any(joining.match.meets(other) for other in joining.others):
        return "Another match of this coach at that time was confirmed meanwhile: plan again."
    if joining.kind == "student" and not joining.staff_beside:
        return (
            "A student coaches only beside staff, and nobody of the staff is matched to this need any more: plan again."
        )
    if joining.staff_related:
        return (
            "Two of the staff who are matched to this need beside a student are related, and count as one: plan again."
        )
    return None


def _at(wall: str) -> datetime:
    return datetime.strptime(wall, "%H:%M")  # noqa: DTZ007 - times of one clock
