"""Whether what two districts agreed to share may still be shared, on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Literal, NamedTuple

Direction = Literal["to_host", "to_partner"]
SharingState = Literal["none_demanded", "awaited", "in_force", "over"]


class SharingAgreement(NamedTuple):
    """An agreement of the two, as partners told it last."""

    direction: Direction
    state: Literal["active", "expired", "ended"]
    starts_on: date
    expires_on: date

    def in_force(self, day: date) -> bool:
        return self.state == "active" and self.starts_on <= day <= self.expires_on

    def over(self, day: date) -> bool:
        return self.state != "active" or day > self.expires_on


def sharing_state(demanded: Collection[Direction], agreements: Iterable[SharingAgreement], day: date) -> SharingState:
    """Returns how the sharing stands that a call demands: every direction of it has to be in force. It is over where
    one has been in force and is no more; else it is awaited.
    """
    if not demanded:
        return "none_demanded"
    known = [one for one in agreements if one.direction in demanded]
    if set(demanded) <= {one.direction for one in known if one.in_force(day)}:
        return "in_force"
    missing = set(demanded) - {one.direction for one in known if one.in_force(day)}
    return "over" if any(one.direction in missing and one.over(day) for one in known) else "awaited"


def validate_disclosing(state: SharingState) -> str | None:
    """Returns why nothing new that discloses may begin, and what to do; None where it may."""
    match state:
        case "awaited":
            return (
                "The agreements that the call asks for are not in force yet: sign them in both districts first. "
                "Nothing that discloses begins before."
            )
        case "over":
            return (
                "An agreement that the call asks for is over: sign another one in both districts, or end the "
                "engagement. Nothing that discloses begins meanwhile."
            )
        case _:
            return None
