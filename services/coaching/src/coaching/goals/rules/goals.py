"""How a goal moves on, and what it lacks to be published. None is ever deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, get_args

from coaching.common.rules.problems import Problem
from coaching.goals.rules.indicators import Terms

GoalKind = Literal["student_achievement", "workflow", "collaboration", "creativity", "engagement"]
GoalState = Literal["draft", "published", "reached", "closed", "dropped"]
GOAL_STATES: tuple[GoalState, ...] = get_args(GoalState)
Outcome = Literal["reached", "closed", "dropped"]

MOVES: dict[GoalState, frozenset[GoalState]] = {
    "draft": frozenset({"published", "dropped"}),
    "published": frozenset({"published", "reached", "closed", "dropped"}),
    "reached": frozenset(),
    "closed": frozenset(),
    "dropped": frozenset(),
}
_OVER = "nothing of it changes any more. Set another goal where you go on."
_WHY_NOT: dict[GoalState, str] = {
    "draft": "This goal was never published: publish it first, or drop it.",
    "published": "This goal is published: change it and publish it anew, or end it.",
    "reached": f"This goal was reached: {_OVER}",
    "closed": f"This goal was closed: {_OVER}",
    "dropped": f"This goal was dropped: {_OVER}",
}


def validate_move(state: GoalState, to: GoalState) -> str | None:
    """Returns why a goal does not move on so, and what to do; None where it may."""
    return None if to in MOVES[state] else _WHY_NOT[state]


def validate_open(state: GoalState) -> str | None:
    """Returns why nothing of a goal changes any more; None where it may."""
    return None if MOVES[state] else _WHY_NOT[state]


def missing_for_publication(indicators: Sequence[Terms]) -> Iterator[Problem]:
    """Yields what a goal lacks. One that nobody can measure is a wish."""
    if not indicators:
        yield Problem("/indicators", "Nothing measures this goal: add an indicator.")
    for place, one in enumerate(indicators):
        at = f"/indicators/{place}"
        if one.baseline is None:
            yield Problem(f"{at}/baseline", "It has no baseline: say what the value was before, and on which day.")
        if one.target is None:
            yield Problem(f"{at}/target", "It has no target: say which value is to be reached.")
        if one.due_on is None:
            yield Problem(f"{at}/due_on", "It has no last day: say by when the target is to be reached.")
