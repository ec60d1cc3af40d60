"""Who of a team takes part on a day, and how they stand then, for both districts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from coaching.coaches.rules.attestations import LONGEST_AHEAD, Kind
from coaching.coaches.rules.people import Doubt
from coaching.coaches.rules.standing import State
from coaching.common.rules.problems import Problem

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


_NO_ADULT: dict[Doubt, str] = {
    "learner": "Rostering knows this person as a learner: their role is student, or correct the roster first.",
    "minor": "This person is attested a minor: their role is student until they are 18.",
    "age_unknown": "This person took part as a student, and nobody has attested their age: their role is student until "
    "they coach as one and are attested an adult, or rostering tells what they are now.",
}
"""Why somebody cannot have an adult's role. Whose band is over is an adult without anybody's doing."""


def validate_role(role: Role, coaches: Kind | None, doubt: Doubt | None) -> str | None:
    """Returns why somebody cannot have this role in a team, who coaches as a student or as staff or not at all; None
    where they can. A student is not taken for an adult by another name, nor is whose being an adult is in doubt.
    """
    if role == "coach" and coaches is None:
        return "A member who coaches is a coach of your district: make them one first, and give the coach_id."
    if coaches == "student" and role not in ("coach", "student"):
        return "This person coaches as a student: their role is coach or student."
    if coaches == "staff" and role == "student":
        return "This person coaches as staff: they are no student."
    if doubt is not None and role not in ("coach", "student"):
        return _NO_ADULT.get(doubt)
    return None


def validate_days(since: date, until: date | None, started_on: date, today: date) -> Iterator[Problem]:
    """Yields what is wrong with the days of a membership."""
    if since < started_on:
        yield Problem("/since", f"The engagement was opened on {started_on}: name that day or a later one.")
    elif since > today + LONGEST_AHEAD:
        yield Problem("/since", "This lies more than a year ahead: add them when it is nearer.")
    if until is not None and until < since:
        yield Problem("/until", "The last day lies before the first: write a later one.")
