"""What a call wants of a partnership: how long, and what is shared, in the codes of an agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Direction = Literal["to_host", "to_partner"]
Granularity = Literal["aggregate", "pseudonymous", "identified"]
Basis = Literal["evaluation", "school_official", "consent", "transfer"]
Element = Literal["mastery"]


@dataclass(frozen=True, slots=True)
class Shared:
    """One direction of sharing. Nothing is shared by it: it is what an agreement is drafted of, which both sign."""

    direction: Direction
    granularity: Granularity
    basis: Basis
    elements: tuple[Element, ...]


def validate_partnership(starts_on: date, expires_on: date, last_day: date, shared: Sequence[Shared]) -> str | None:
    """Returns why nobody could be a partner on these terms; None where somebody can. `last_day` is that of the call."""
    if starts_on <= last_day:
        return f"the partnership starts on {starts_on}, while the call is open until {last_day}; choose a later day"
    if expires_on < starts_on:
        return f"the partnership ends on {expires_on}, before it starts; choose a later day"
    if len({one.direction for one in shared}) < len(shared):
        return "a direction comes twice; name what is shared in each once"
    for one in shared:
        if one.basis == "evaluation" and one.granularity != "aggregate":
            return "for an evaluation only aggregates are shared; name another basis, or share aggregates"
    return None
