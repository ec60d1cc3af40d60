"""Why a coach has no pair: the smallest change that would have given them one."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from coaching.common.rules.linear import Solve
from coaching.matching.rules.changes import Remedy, applied, to_take_part
from coaching.matching.rules.doubts import Doubt
from coaching.matching.rules.hard import possible_meetings
from coaching.matching.rules.instance import Coach, Instance
from coaching.matching.rules.matching import Outcome, Run, run_phases
from coaching.matching.rules.model import build
from coaching.matching.rules.phases import Phase
from coaching.matching.rules.points import scale


class WhyNot(NamedTuple):
    """What stands between a coach and a pair.

    `remedy` is what has to change before any pair of theirs is possible: None where nothing helps, without changes
    where one is possible already. `phase` is what the matching would still be worse in if they were in it: None where
    the changes are enough. `short_by` is by how much, in what the phase counts; in the lottery it says nothing, and is
    0.
    """

    coach: UUID
    remedy: Remedy | None
    phase: Phase | None = None
    short_by: Fraction = Fraction(0)


def why_not(instance: Instance, outcome: Outcome, coach: Coach, solve: Solve) -> WhyNot:
    """Returns why the coach is not in the matching. Raises ValueError where they are, or where there is no matching."""
    if outcome.matching is None or any(meeting.coach == coach.id for meeting in outcome.matching):
        raise ValueError("ask why not of a coach whom the matching leaves out")
    remedy = to_take_part(instance, outcome.matching, coach, solve)
    if remedy is None or Doubt.FOUND_NOTHING in remedy.doubts:
        return WhyNot(coach.id, remedy)
    changed = applied(instance, remedy.changes)
    best = outcome.runs if not remedy.changes else tuple(run_phases(build(changed, possible_meetings(changed)), solve))
    matching = best[-1].matching
    if matching is not None and any(meeting.coach == coach.id for meeting in matching):
        return WhyNot(coach.id, remedy)
    return _short(changed, best, coach, remedy, solve)


def _short(instance: Instance, best: tuple[Run, ...], coach: Coach, remedy: Remedy, solve: Solve) -> WhyNot:
    """Demands the coach, and returns the first phase that is worse for it."""
    built = build(instance, possible_meetings(instance))
    own = [(column, 1) for meeting, column in built.meets.items() if meeting.coach == coach.id]
    built.model.row(own, least=1)
    for without, demanded in zip(best, run_phases(built, solve), strict=False):
        if without.phase is Phase.LOTTERY or demanded.value is None or without.value is None:
            break
        if demanded.value < without.value:
            unit = scale(instance) if demanded.phase is Phase.POINTS else 1
            return WhyNot(coach.id, remedy, demanded.phase, Fraction(without.value - demanded.value, unit))
    return WhyNot(coach.id, remedy, Phase.LOTTERY)
