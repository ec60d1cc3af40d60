"""Who of a team takes part on a day, and how they stand then, for both districts."""

from __future__ import annotations

from datetime import date
from typing import Literal

from coaching.coaches.rules.standing import State

Role = Literal["lead", "coach", "educator", "student", "family", "leader"]
MemberState = Literal["active", "suspended", "left", "guest"]


def is_member_on(since: date, left_on: date | None, day: date) -> bool:
    return since <= day and (left_on is None or day < left_on)


def is_minor_on(minor: bool, minor_until: date | None, day: date) -> bool:
    """Returns whether they count as a student under 18 on this day."""
    return minor and (minor_until is None or day <= minor_until)


def state_on(since: date, left_on: date | None, told: State | None, told_until: date | None, day: date) -> MemberState:
    """Returns how a member stands on a day, by what their home district told last. Of a day after the last of which
    that holds nothing is told yet: until it is, they are suspended. Of whom nothing is told, for they do not coach, is
    a guest.
    """
    if not is_member_on(since, left_on, day):
        return "left"
    if told is None:
        return "guest"
    if told_until is not None and day > told_until:
        return "left" if told == "left" else "suspended"
    return told
