"""Matching as a linear model: a column for each meeting that is possible, one for each gap and time, and the rules as
rows. Columns are laid in the order of the lottery, so nothing depends on the order in which things are named.

    the gap meets at most once a week         sum of y[g, s] over s             <= 1
    coverage needs staff                      sum of staff x[c, g, s]           >= y[g, s]
    students, no more than the policy says    sum of student x[c, g, s]         <= m y[g, s]
    a student only beside staff               sum of staff x[c, g, s]           >= k x[student, g, s]
    staff, no more than students need         sum of staff x[c, g, s]           <= k y[g, s]
                                                             and <= y[g, s] + (k - 1) sum of student x[c, g, s]
    nobody twice at a time                    sum of x[c, g, s] over g and s    <= 1, s being at a time
    capacity                                  sum of x[c, g, s] over g, s       = sum of u[c, i], each u <= 1

where k is `staff_beside_student` and m `students_on_gap`. u[c, i] is the i-th gap that a coach takes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from coaching.common.rules.linear import Model
from coaching.common.rules.lottery import in_order
from coaching.matching.rules.instance import Instance, Kind, Matching, Meeting, Pair, Slot

GapSlot = tuple[UUID, Slot]


@dataclass(slots=True)
class MatchingModel:
    """The model, and which column is what: `meets` of a meeting, `covers` of a gap and a time, `loads` of the i-th gap
    of a coach. `meets` is in the order of the lottery.
    """

    instance: Instance
    model: Model = field(default_factory=Model)
    meets: dict[Meeting, int] = field(default_factory=dict)
    covers: dict[GapSlot, int] = field(default_factory=dict)
    loads: dict[UUID, list[int]] = field(default_factory=dict)

    def matching(self, values: Sequence[float]) -> Matching:
        """Returns the matching that a solution stands for."""
        return frozenset(meeting for meeting, column in self.meets.items() if values[column] > 0.5)

    def solution(self, matching: Matching) -> list[int]:
        """Returns the solution that stands for a matching, which has only meetings of the model."""
        values = [0] * len(self.model.tops)
        taken: defaultdict[UUID, int] = defaultdict(int)
        for meeting in matching:
            values[self.meets[meeting]] = values[self.covers[meeting.gap, meeting.slot]] = 1
            values[self.loads[meeting.coach][taken[meeting.coach]]] = 1
            taken[meeting.coach] += 1
        return values


def build(instance: Instance, meetings: Iterable[Meeting], more_capacity: int = 0) -> MatchingModel:
    """Returns the model of an instance in which these meetings are possible. `more_capacity` is what each coach may
    take above their own, as further loads.
    """
    built = MatchingModel(instance)
    add = built.model.column
    ordered = in_order(instance.seed, meetings, lambda meeting: tuple(meeting))
    built.meets = {meeting: add() for meeting in ordered}
    built.covers = {at: add() for at in dict.fromkeys((meeting.gap, meeting.slot) for meeting in ordered)}
    own = {coach.id: coach.capacity for coach in instance.coaches}
    for coach in dict.fromkeys(meeting.coach for meeting in ordered):
        built.loads[coach] = [add() for _ in range(own[coach] + more_capacity)]
    _add_coaches(built)
    _add_gaps(built)
    _add_pins(built)
    return built


def _add_coaches(built: MatchingModel) -> None:
    of_coach: defaultdict[UUID, list[int]] = defaultdict(list)
    at_once: defaultdict[tuple[UUID, Slot], list[int]] = defaultdict(list)
    for meeting, column in built.meets.items():
        of_coach[meeting.coach].append(column)
        for slot in range(meeting.slot, meeting.slot + built.instance.span):
            at_once[meeting.coach, slot].append(column)
    for coach, columns in of_coach.items():
        built.model.row([*((one, 1) for one in columns), *((load, -1) for load in built.loads[coach])], least=0, most=0)
    for together in dict.fromkeys(map(tuple, at_once.values())):
        if len(together) > 1:
            built.model.row([(one, 1) for one in together], most=1)


def _add_gaps(built: MatchingModel) -> None:
    policy, row = built.instance.policy, built.model.row
    kinds = {coach.id: coach.kind for coach in built.instance.coaches}
    times: defaultdict[UUID, list[int]] = defaultdict(list)
    for (gap, _), column in built.covers.items():
        times[gap].append(column)
    for columns in times.values():
        row([(one, 1) for one in columns], most=1)
    team: defaultdict[GapSlot, dict[Kind, list[tuple[UUID, int]]]] = defaultdict(lambda: {kind: [] for kind in Kind})
    for meeting, column in built.meets.items():
        team[meeting.gap, meeting.slot][kinds[meeting.coach]].append((meeting.coach, column))
    needed = policy.staff_beside_student
    for at, members in team.items():
        met = built.covers[at]
        staff = [(column, 1) for _, column in members[Kind.STAFF]]
        students = [(column, 1) for _, column in members[Kind.STUDENT]]
        row([*staff, (met, -1)], least=0)
        row([*staff, (met, -needed)], most=0)
        row([*students, (met, -policy.students_on_gap)], most=0)
        if needed > 1:
            row([*staff, (met, -1), *((student, 1 - needed) for student, _ in students)], most=0)
            for student, _ in students:
                row([*staff, (student, -needed)], least=0)
            _keep_apart(built, members[Kind.STAFF])


def _keep_apart(built: MatchingModel, staff: Sequence[tuple[UUID, int]]) -> None:
    """Related adults are not put on one gap."""
    columns = dict(staff)
    for related in built.instance.related:
        here = [(columns[one], 1) for one in sorted(related & columns.keys())]
        if len(here) > 1:
            built.model.row(here, most=1)


def _add_pins(built: MatchingModel) -> None:
    pairs: defaultdict[Pair, list[int]] = defaultdict(list)
    for meeting, column in built.meets.items():
        pairs[meeting.pair].append(column)
    for pair in sorted(built.instance.pinned):
        # A pin that nothing can meet makes a row that nothing satisfies: no matching is made that lets it go.
        built.model.row([(one, 1) for one in pairs[pair]], least=1, most=1)
