"""What a matching is made for, in phases: each makes one thing as good as it can be without giving up what the earlier
ones reached. Phases, where huge weights would do the same, keep every number small enough for the solver to be exact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from coaching.matching.rules import fairness
from coaching.matching.rules.hard import possible_meetings
from coaching.matching.rules.instance import Instance
from coaching.matching.rules.model import MatchingModel
from coaching.matching.rules.points import lottery_places, pair_points, scale

KEPT_PAIR = 2
KEPT_TIME = 1
"""What a pair of the previous matching counts that stays, and what its staying at the same time adds."""


class Phase(StrEnum):
    """In their order: gaps covered, by weight; what stays of the previous matching; points; and the lottery."""

    COVERAGE = "coverage"
    KEPT = "kept"
    POINTS = "points"
    LOTTERY = "lottery"


def phases(instance: Instance) -> list[Phase]:
    """Returns the phases of an instance: without a previous matching there is nothing to keep."""
    return [phase for phase in Phase if phase is not Phase.KEPT or instance.previous]


def objective(built: MatchingModel, phase: Phase) -> dict[int, int]:
    """Returns what a phase makes as large as it can be."""
    instance = built.instance
    weights = {gap.id: gap.weight for gap in instance.gaps}
    if phase is Phase.COVERAGE:
        return {column: weights[gap] for (gap, _), column in built.covers.items()}
    if phase is Phase.KEPT:
        pairs = {meeting.pair for meeting in instance.previous}
        return {
            column: KEPT_PAIR + KEPT_TIME * (meeting in instance.previous)
            for meeting, column in built.meets.items()
            if meeting.pair in pairs
        }
    if phase is Phase.POINTS:
        return _points(built)
    places = lottery_places(instance, possible_meetings(instance))
    return {column: places[meeting] for meeting, column in built.meets.items()}


def keep(built: MatchingModel, phase: Phase, wanted: Mapping[int, int], value: int) -> None:
    """Holds what a phase reached for those after it. Where every gap that can be covered is, that is a row for each:
    it says the same as their sum, and the solver makes far more of it.
    """
    coverable: defaultdict[UUID, list[int]] = defaultdict(list)
    for (gap, _), column in built.covers.items():
        coverable[gap].append(column)
    if phase is Phase.COVERAGE and value == sum(wanted[columns[0]] for columns in coverable.values()):
        for columns in coverable.values():
            built.model.row([(column, 1) for column in columns], least=1)
    else:
        built.model.row(wanted.items(), least=value)


def _points(built: MatchingModel) -> dict[int, int]:
    instance, whole = built.instance, scale(built.instance)
    coaches = {coach.id: coach for coach in instance.coaches}
    gaps = {gap.id: gap for gap in instance.gaps}
    points = {
        column: whole * pair_points(instance, coaches[meeting.coach], gaps[meeting.gap]).total
        for meeting, column in built.meets.items()
    }
    for coach_id, columns in built.loads.items():
        coach = coaches[coach_id]
        steps = fairness.steps(coach.carried, coach.capacity, whole)
        points |= {column: -instance.policy.evenness * step for column, step in zip(columns, steps, strict=True)}
    return points
