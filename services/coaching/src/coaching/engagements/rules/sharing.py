"""Whether what two districts agreed to share may still be shared, on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal, NamedTuple

Direction = Literal["to_host", "to_partner"]
DemandState = Literal["awaited", "in_force", "over"]
SharingState = Literal["none_demanded", "awaited", "in_force", "over"]

COARSEST_FIRST = ("none", "aggregate", "pseudonymous", "identified")


class Demand(NamedTuple):
    """What a call wants shared in one direction, in the codes of an agreement."""

    direction: Direction
    granularity: str


class SharingAgreement(NamedTuple):
    """An agreement of the two, as partners told it last."""

    direction: Direction
    granularity: str
    state: Literal["active", "expired", "ended"]
    starts_on: date
    expires_on: date

    def in_force(self, day: date) -> bool:
        return self.state == "active" and self.starts_on <= day <= self.expires_on

    def over(self, day: date) -> bool:
        return self.state != "active" or day > self.expires_on

    def meets(self, demand: Demand) -> bool:
        """Whether it shares that way, as finely as is wanted or finer. A code that is not known is only itself."""
        if self.direction != demand.direction:
            return False
        if self.granularity == demand.granularity:
            return True
        known = {self.granularity, demand.granularity} <= set(COARSEST_FIRST)
        return known and COARSEST_FIRST.index(self.granularity) > COARSEST_FIRST.index(demand.granularity)


def demand_state(demand: Demand, agreements: Collection[SharingAgreement], day: date) -> DemandState:
    """Returns how one demand stands: an agreement has to be in force that meets it. It is over where there has been one
    and it is no more; else it is awaited.
    """
    meeting = [one for one in agreements if one.meets(demand)]
    if any(one.in_force(day) for one in meeting):
        return "in_force"
    return "over" if any(one.over(day) for one in meeting) else "awaited"


def sharing_state(demands: Collection[DemandState]) -> SharingState:
    """Returns how all that a call demands stands together: as the demand that stands worst."""
    if not demands:
        return "none_demanded"
    return "over" if "over" in demands else "awaited" if "awaited" in demands else "in_force"


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
