"""The states of an action, as data: what each district may do in which, and when one has stalled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from coaching.engagements.rules.phases import Side

State = Literal["proposed", "agreed", "done", "dropped"]
Act = Literal["change", "agree", "give_owner", "use_resource", "confirm", "drop"]
Reason = Literal["replaced", "not_needed", "not_possible"]
Rule = Literal["state", "other_side_agrees", "partner_uses", "resource_named", "used_once", "confirmed_once"]
Stall = Literal["overdue", "nothing_done", "owner_left"]

MAY: dict[Act, tuple[State, ...]] = {
    "change": ("proposed",),
    "agree": ("proposed",),
    "give_owner": ("proposed", "agreed"),
    "use_resource": ("agreed",),
    "confirm": ("agreed",),
    "drop": ("proposed", "agreed"),
}
"""In which states an action takes which act."""

OPEN: tuple[State, ...] = ("proposed", "agreed")
QUIET = timedelta(days=21)
"""After so many days on which nothing was done about it, an action has stalled."""

_WHAT_TO_DO: dict[State, str] = {
    "proposed": "It is proposed only: the other district agrees to it first.",
    "agreed": "Both districts have agreed on it: propose another in its place, and drop this one as replaced.",
    "done": "Both districts have confirmed that it is done: propose another where there is more to do.",
    "dropped": "It was dropped: propose another.",
}
_OF_RULES: dict[Rule, str] = {
    "other_side_agrees": "Your district proposed it as it is now: the other district agrees to it.",
    "partner_uses": "The district that acts says that a resource was used: that is the partner.",
    "resource_named": "No resource is named: there is nothing to use. Propose an action that names one.",
    "used_once": "That the resource was used is recorded already.",
    "confirmed_once": "Your district has confirmed it: it is done once the other has as well.",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What of an action its acts hang on."""

    state: State
    proposed_by: Side
    has_resource: bool
    used: bool
    confirmed: frozenset[Side]


class Refusal(NamedTuple):
    """The rule that an act breaks, and what to do."""

    rule: Rule
    detail: str


def refusal(standing: Standing, act: Act, side: Side) -> Refusal | None:
    """Returns why a district may not do this to an action as it stands; None where it may."""
    if standing.state not in MAY[act]:
        return Refusal("state", _WHAT_TO_DO[standing.state])
    broken = _broken(standing, act, side)
    return None if broken is None else Refusal(broken, _OF_RULES[broken])


def _broken(standing: Standing, act: Act, side: Side) -> Rule | None:
    if act == "agree" and standing.proposed_by == side:
        return "other_side_agrees"
    if act == "use_resource":
        if side != "partner":
            return "partner_uses"
        if not standing.has_resource:
            return "resource_named"
        return "used_once" if standing.used else None
    if act == "confirm" and side in standing.confirmed:
        return "confirmed_once"
    return None


def is_done(confirmed: frozenset[Side]) -> bool:
    """Returns whether an action is done: both districts say so."""
    return len(confirmed) == 2


def stalls(state: State, due_on: date, moved_on: date, owner_left: bool, today: date) -> list[Stall]:
    """Returns what of an action has stalled, as codes; nothing of one that is done or dropped."""
    if state not in OPEN:
        return []
    found: list[Stall] = []
    if today > due_on:
        found.append("overdue")
    if today > moved_on + QUIET:
        found.append("nothing_done")
    if owner_left:
        found.append("owner_left")
    return found
