"""How a wave moves on, as data; and why it is decided as it is."""

from typing import Literal, get_args

WaveState = Literal["draft", "locked", "open", "expanded", "adjusted", "sunset"]
WAVE_STATES: tuple[WaveState, ...] = get_args(WaveState)
Outcome = Literal["expand", "adjust", "sunset"]
Move = Literal["plan", "answer", "lock", "open", "measure", "correct", "amend", "decide"]
"""What can be done with a wave. Of these `lock`, `open` and `decide` bring it into another state."""
Reason = Literal[
    "signals_reached", "despite_signals", "wanted_by_schools", "signals_not_reached", "exposure_not_reached",
    "guardrail_broken", "practice_to_change", "too_costly", "too_few_people", "replaced",
]  # fmt: skip
OptIn = Literal["yes", "no", "none"]
"""Whether a teacher takes part: `none` is who has not answered yet, and takes part no more than who says no."""

DECIDED: dict[Outcome, WaveState] = {"expand": "expanded", "adjust": "adjusted", "sunset": "sunset"}
REASONS: dict[Outcome, frozenset[Reason]] = {
    "expand": frozenset({"signals_reached", "despite_signals", "wanted_by_schools"}),
    "adjust": frozenset(
        {"signals_not_reached", "exposure_not_reached", "guardrail_broken", "practice_to_change", "too_costly"}
    ),
    "sunset": frozenset(
        {"signals_not_reached", "exposure_not_reached", "guardrail_broken", "too_costly", "too_few_people", "replaced"}
    ),
}

_MAY: dict[WaveState, frozenset[Move]] = {
    "draft": frozenset({"plan", "answer", "lock"}),
    "locked": frozenset({"answer", "amend", "open"}),
    "open": frozenset({"answer", "amend", "measure", "correct", "decide"}),
    "expanded": frozenset({"correct"}),
    "adjusted": frozenset({"correct"}),
    "sunset": frozenset({"correct"}),
}
_WHY_NOT: dict[WaveState, str] = {
    "draft": "This wave is a draft: complete its gate and lock it, then open it.",
    "locked": "The gate of this wave is locked, so that nothing of its plan changes: open it when it begins. A later "
    "edit of the gate stands beside the locked one.",
    "open": "This wave is open: its plan is settled. Measure it, and decide at its gate.",
    "expanded": "This wave is decided, and stays so: go on in the wave that follows it.",
    "adjusted": "This wave is decided, and stays so: go on in the wave that tries again.",
    "sunset": "This wave was sunset, and the pilot with it: propose another pilot where something new is tried.",
}


def validate_move(state: WaveState, move: Move) -> str | None:
    """Returns why this cannot be done with a wave in this state and what to do, or None."""
    return None if move in _MAY[state] else _WHY_NOT[state]


def may_answer(before: OptIn, to: OptIn, state: WaveState) -> bool:
    """Returns whether an answer may become another. Of an open wave nobody is again who opted out of it, and no answer
    is taken back.
    """
    return state != "open" or (before != "no" and to != "none")
