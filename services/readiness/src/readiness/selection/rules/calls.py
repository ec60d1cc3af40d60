"""A call for partners: who may apply, and when. Days are of the host's calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

GREATEST_CAPACITY = 100
FEWEST_REVIEWERS, MOST_REVIEWERS = 2, 20


class CallState(StrEnum):
    """`reviewing`: applications are in, and reviewers score; `decided`: the decisions are released."""

    DRAFT = "draft"
    OPEN = "open"
    REVIEWING = "reviewing"
    DECIDED = "decided"
    CANCELLED = "cancelled"


_NEXT: dict[CallState, frozenset[CallState]] = {
    CallState.DRAFT: frozenset({CallState.OPEN, CallState.CANCELLED}),
    CallState.OPEN: frozenset({CallState.REVIEWING, CallState.CANCELLED}),
    CallState.REVIEWING: frozenset({CallState.DECIDED, CallState.CANCELLED}),
    CallState.DECIDED: frozenset(),
    CallState.CANCELLED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Call:
    """`capacity` is how many can be chosen, `most_applications` how many are taken in (None: any number), and
    `reviewers` how many must score each application. The first and the last day are whole.
    """

    capacity: int
    first: date
    last: date
    reviewers: int
    most_applications: int | None = None
    state: CallState = CallState.DRAFT


def validate_call(call: Call, today: date) -> str | None:
    """Returns why the call cannot be opened; None where it can."""
    if not 1 <= call.capacity <= GREATEST_CAPACITY:
        return f"a capacity of {call.capacity}; choose 1 to {GREATEST_CAPACITY}"
    if not FEWEST_REVIEWERS <= call.reviewers <= MOST_REVIEWERS:
        return f"{call.reviewers} reviewers for each application; choose {FEWEST_REVIEWERS} to {MOST_REVIEWERS}"
    if call.last < call.first or call.last < today:
        return f"the last day, {call.last}, is before the first or over; choose a later one"
    if call.most_applications is not None and call.most_applications < call.capacity:
        return f"fewer applications are taken in than can be chosen; take in {call.capacity} or more"
    return None


def move_call(call: Call, state: CallState) -> Call:
    """Returns the call in its next state. Raises ValueError where it cannot go there from where it is."""
    if state not in _NEXT[call.state]:
        ways = ", ".join(sorted(_NEXT[call.state])) or "nothing more"
        raise ValueError(f"the call is {call.state}, from which it can become {ways}; read it again")
    return replace(call, state=state)


def validate_application(call: Call, received: int, today: date) -> str | None:
    """Returns why no application can be submitted to the call; None where one can. `received` counts those that were
    submitted and not withdrawn.
    """
    if call.state is CallState.DRAFT or (call.state is CallState.OPEN and today < call.first):
        return f"the call opens on {call.first}; your draft is kept until then"
    if call.state is not CallState.OPEN or today > call.last:
        return f"the call closed on {call.last}; ask the host about the next one"
    if call.most_applications is not None and received >= call.most_applications:
        return f"the call takes {call.most_applications} applications, and has them; ask the host about the next one"
    return None
