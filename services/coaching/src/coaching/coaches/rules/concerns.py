"""How a concern moves on. None is ever deleted."""

from typing import Literal, get_args

ConcernState = Literal["received", "acknowledged", "closed"]
CONCERN_STATES: tuple[ConcernState, ...] = get_args(ConcernState)
Outcome = Literal["no_further_action", "advice_given", "measures_taken", "referred"]

_MOVES: dict[ConcernState, frozenset[ConcernState]] = {
    "received": frozenset({"acknowledged"}),
    "acknowledged": frozenset({"closed"}),
    "closed": frozenset(),
}
_WHY_NOT: dict[ConcernState, str] = {
    "received": "This concern has not been acknowledged yet: acknowledge it first.",
    "acknowledged": "This concern has been acknowledged already: close it once it is settled.",
    "closed": "This concern is closed, and stays so: raise another where something new has come up.",
}


def validate_move(state: ConcernState, to: ConcernState) -> str | None:
    """Returns why a concern in this state cannot come into that one, or None."""
    return None if to in _MOVES[state] else _WHY_NOT[state]
