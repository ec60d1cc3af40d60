"""How a workshop moves on. What was scheduled is never deleted."""

from typing import Literal, get_args

State = Literal["draft", "open", "ranking_closed", "assigned", "under_way", "held", "cancelled"]
STATES: tuple[State, ...] = get_args(State)
Keep = Literal["pins", "all"]
"""What stays when seats are assigned: pinned seats alone, or every seat that can."""
SeatingState = Literal["asked", "assigned", "overtaken"]
SwapState = Literal["proposed", "done", "declined", "withdrawn", "overtaken"]

_MOVES: dict[State, frozenset[State]] = {
    "draft": frozenset({"open", "cancelled"}),
    "open": frozenset({"ranking_closed", "cancelled"}),
    "ranking_closed": frozenset({"assigned", "cancelled"}),
    "assigned": frozenset({"under_way", "cancelled"}),
    "under_way": frozenset({"held", "cancelled"}),
    "held": frozenset(),
    "cancelled": frozenset(),
}
_WHAT_TO_DO: dict[State, str] = {
    "draft": "It is a draft: open it, so that people can rank its sessions.",
    "open": "People are ranking: close the ranking first.",
    "ranking_closed": "The ranking is closed, and stays so: have its seats assigned.",
    "assigned": "Its seats are assigned: begin it on its day, or have seats assigned again.",
    "under_way": "It is under way: end it when it was held.",
    "held": "It was held: nothing of it changes any more. Plan another workshop.",
    "cancelled": "It was cancelled: nothing of it changes any more. Plan another workshop.",
}

INVITING: frozenset[State] = frozenset({"open", "ranking_closed", "assigned"})
SEATING: frozenset[State] = frozenset({"ranking_closed", "assigned"})
PINNING: frozenset[State] = frozenset({"open", "ranking_closed", "assigned"})
CHANGING: frozenset[State] = frozenset({"draft", "open", "ranking_closed", "assigned"})
ASSIGNED: frozenset[State] = frozenset({"assigned"})
NOTING: frozenset[State] = frozenset({"under_way", "held"})
WRITING: frozenset[State] = frozenset(STATES) - {"draft"}


def validate_move(state: State, to: State) -> str | None:
    """Returns why a workshop in this state cannot come into that one, and what to do; None where it can."""
    if to in _MOVES[state]:
        return None
    return f"A workshop does not become {to} when it is {state}. {_WHAT_TO_DO[state]}"


def validate_act(state: State, allowed: frozenset[State], act: str) -> str | None:
    """Returns why this cannot be done with a workshop in this state, and what to do; None where it can."""
    if state in allowed:
        return None
    when = " or ".join(one for one in STATES if one in allowed)
    return f"{act} while a workshop is {when}. {_WHAT_TO_DO[state]}"
