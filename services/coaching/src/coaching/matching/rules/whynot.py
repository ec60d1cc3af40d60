"""Why a coach has no pair: the smallest change that would have given them one."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from coaching.common.rules.linear import Solve
from coaching.matching.rules.changes import Remedy, applied, to_take_part
from coaching.matching.rules.doubts import Doubt
from coaching.matching.rules.hard import possible_meetings
from coaching.matching.rules.matching import Outcome, Run, run_phases
from coaching.matching.rules.model import build
from coaching.matching.rules.phases import Phase
from coaching.matching.rules.points import scale
from coaching.matching.rules.problem import Coach, Problem


class WhyNot(NamedTuple):
    """What stands between a coach and a pair.

    `remedy` is what has to change before any pair of theirs is possible: None where nothing helps, without changes
    where one is possible already. `phase` is what the plan would still be worse in if they were in it: None where the
    changes are enough. `short_by` is by how much, in what the phase counts; in the lottery it says nothing, and is 0.
    """

    coach: UUID
    remedy: Remedy | None
    phase: Phase | None = None
    short_by: Fraction = Fraction(0)


def why_not(problem: Problem, outcome: Outcome, coach: Coach, solve: Solve) -> WhyNot:
    """Returns why the coach is not in the plan. Raises ValueError where they are, or where there is no plan."""
    if outcome.plan is None or any(meeting.coach == coach.id for meeting in outcome.plan):
        raise ValueError("ask why not of a coach whom the plan leaves out")
    remedy = to_take_part(problem, outcome.plan, coach, solve)
    if remedy is None or Doubt.FOUND_NOTHING in remedy.doubts:
        return WhyNot(coach.id, remedy)
    changed = applied(problem, remedy.changes)
    best = outcome.runs if not remedy.changes else tuple(run_phases(build(changed, possible_meetings(changed)), solve))
    plan = best[-1].plan
    if plan is not None and any(meeting.coach == coach.id for meeting in plan):
        return WhyNot(coach.id, remedy)
    return _short(changed, best, coach, remedy, solve)


def _short(problem: Problem, best: tuple[Run, ...], coach: Coach, remedy: Remedy, solve: Solve) -> WhyNot:
    """Demands the coach, and returns the first phase that is worse for it."""
    built = build(problem, possible_meetings(problem))
    own = [(column, 1) for meeting, column in built.meets.items() if meeting.coach == coach.id]
    built.model.row(own, least=1)
    for without, demanded in zip(best, run_phases(built, solve), strict=False):
        if without.phase is Phase.LOTTERY or demanded.value is None or without.value is None:
            break
        if demanded.value < without.value:
            unit = scale(problem) if demanded.phase is Phase.POINTS else 1
            return WhyNot(coach.id, remedy, demanded.phase, Fraction(without.value - demanded.value, unit))
    return WhyNot(coach.id, remedy, Phase.LOTTERY)
