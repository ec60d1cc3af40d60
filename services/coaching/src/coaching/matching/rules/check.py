"""Checks a plan without the solver: every rule and every figure, from the problem alone.

HiGHS has called wrong answers optimal. So what it says is a claim: read here, compared with what the plan really
comes to, and with what it says of the same model without presolve. Where anything differs, nothing is proved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import floor, isfinite
from typing import NamedTuple
from uuid import UUID

from coaching.common.rules.linear import Answer
from coaching.matching.rules import fairness
from coaching.matching.rules.doubts import Doubt, Reason
from coaching.matching.rules.hard import Rule, possible_meetings
from coaching.matching.rules.model import MatchingModel
from coaching.matching.rules.phases import KEPT_PAIR, KEPT_TIME, Phase
from coaching.matching.rules.points import lottery_places, pair_points, scale
from coaching.matching.rules.problem import Kind, Meeting, Pair, Plan, Problem

WHOLE = 1e-7
"""How far a value may be from a whole number: less than the solver's own tolerance, within which it may be wrong."""
ROUNDING = 1e-4
"""By how much a bound may lie under the whole number that it stands for. Read higher, a bound proves less."""


class Broken(NamedTuple):
    """A hard rule that a plan breaks, and where."""

    rule: Rule
    coach: UUID | None
    gap: UUID | None


def broken_rules(problem: Problem, plan: Plan) -> list[Broken]:
    """Returns every hard rule that the plan breaks."""
    return [*_by_themselves(problem, plan), *_by_coach(problem, plan), *_by_gap(problem, plan), *_pins(problem, plan)]


def _by_themselves(problem: Problem, plan: Plan) -> Iterator[Broken]:
    coaches = {coach.id: coach for coach in problem.coaches}
    gaps = {gap.id: gap for gap in problem.gaps}
    for meeting in sorted(plan):
        coach, gap = coaches[meeting.coach], gaps[meeting.gap]
        broken = {
            Rule.FORBIDDEN: Pair(coach.id, gap.id) in problem.forbidden,
            Rule.CLEARANCE: not coach.cleared,
            Rule.SKILL: coach.skills.get(gap.skill, 0) < 1,
            Rule.LANGUAGE: coach.languages.isdisjoint(gap.languages),
            Rule.AVAILABILITY: meeting.slot not in coach.slots or meeting.slot not in gap.slots,
        }
        yield from (Broken(rule, coach.id, gap.id) for rule, is_so in broken.items() if is_so)


def _by_coach(problem: Problem, plan: Plan) -> Iterator[Broken]:
    taken = Counter(meeting.coach for meeting in plan)
    at_once = Counter((meeting.coach, meeting.slot) for meeting in plan)
    for coach in problem.coaches:
        if taken[coach.id] > coach.capacity:
            yield Broken(Rule.CAPACITY, coach.id, None)
    yield from (Broken(Rule.DOUBLE_BOOKING, coach, None) for (coach, _), count in at_once.items() if count > 1)


def _by_gap(problem: Problem, plan: Plan) -> Iterator[Broken]:
    kinds = {coach.id: coach.kind for coach in problem.coaches}
    of_gap: defaultdict[UUID, list[Meeting]] = defaultdict(list)
    for meeting in plan:
        of_gap[meeting.gap].append(meeting)
    for gap, meetings in sorted(of_gap.items()):
        staff = {meeting.coach for meeting in meetings if kinds[meeting.coach] is Kind.STAFF}
        students = [meeting.coach for meeting in meetings if kinds[meeting.coach] is Kind.STUDENT]
        beside = problem.policy.staff_beside_student
        unlike = any(len(staff & related) > 1 for related in problem.related)
        if len({meeting.slot for meeting in meetings}) > 1:
            yield Broken(Rule.ONE_MEETING, None, gap)
        if not staff or (students and (len(staff) < beside or unlike)):
            yield Broken(Rule.PAIRING, None, gap)
        if len(staff) > (beside if students else 1) or len(students) > problem.policy.students_on_gap:
            yield Broken(Rule.TEAM, None, gap)


def _pins(problem: Problem, plan: Plan) -> Iterator[Broken]:
    pairs = {meeting.pair for meeting in plan}
    yield from (Broken(Rule.PIN, pair.coach, pair.gap) for pair in sorted(problem.pinned - pairs))


def worth(problem: Problem, plan: Plan, phase: Phase) -> int:
    """Returns what the plan comes to in a phase."""
    coaches = {coach.id: coach for coach in problem.coaches}
    gaps = {gap.id: gap for gap in problem.gaps}
    if phase is Phase.COVERAGE:
        return sum(gaps[gap].weight for gap in {meeting.gap for meeting in plan})
    if phase is Phase.KEPT:
        before = {meeting.pair for meeting in problem.previous}
        return sum(KEPT_PAIR + KEPT_TIME * (one in problem.previous) for one in plan if one.pair in before)
    if phase is Phase.POINTS:
        whole, taken = scale(problem), Counter(meeting.coach for meeting in plan)
        pairs = sum(pair_points(problem, coaches[one.coach], gaps[one.gap]).total for one in plan)
        uneven = sum(
            fairness.uneven(coaches[coach].carried, count, coaches[coach].capacity, whole)
            for coach, count in taken.items()
        )
        return whole * pairs - problem.policy.evenness * uneven
    places = lottery_places(problem, possible_meetings(problem))
    return sum(places[meeting] for meeting in plan)


class Claim(NamedTuple):
    """What a solver's answer comes to. `plan` and `value` are None where it breaks a rule or is no plan; `bound` is the
    whole number that it says nothing exceeds.
    """

    plan: Plan | None
    value: int | None
    bound: int | None
    reasons: tuple[Reason, ...]


def is_whole(values: Sequence[float]) -> bool:
    """Returns whether the solver's values are whole numbers."""
    return all(abs(value - round(value)) <= WHOLE for value in values)


def bound_of(answer: Answer) -> int | None:
    """Returns the whole number that nothing exceeds, if the answer is right: what is sought is whole itself."""
    return floor(answer.bound + ROUNDING) if isfinite(answer.bound) else None


def read(built: MatchingModel, phase: Phase, answer: Answer) -> Claim:
    """Returns what the answer comes to."""
    bound = bound_of(answer)
    if answer.status == "impossible":
        return Claim(None, None, None, (Reason(Doubt.IMPOSSIBLE, phase),))
    reasons = [] if answer.status == "optimal" else [Reason(Doubt.STOPPED, phase)]
    if answer.values is None:
        return Claim(None, None, bound, (*reasons, Reason(Doubt.FOUND_NOTHING, phase)))
    if not is_whole(answer.values):
        return Claim(None, None, bound, (*reasons, Reason(Doubt.NOT_WHOLE, phase)))
    plan = built.plan(answer.values)
    if broken := broken_rules(built.problem, plan):
        reasons += [Reason(Doubt.BREAKS_A_RULE, phase, *one) for one in broken]
        return Claim(None, None, bound, tuple(reasons))
    value = worth(built.problem, plan, phase)
    if bound != value:
        reasons.append(Reason(Doubt.BOUND_APART, phase))
    return Claim(plan, value, bound, tuple(reasons))


def against(phase: Phase, first: Claim, second: Claim) -> tuple[Reason, ...]:
    """Returns what speaks against two answers, with presolve and without; nothing where both prove the same value."""
    reasons = [*first.reasons, *second.reasons]
    if (first.value, first.bound) != (second.value, second.bound):
        reasons.append(Reason(Doubt.DISAGREES, phase))
    return tuple(dict.fromkeys(reasons))
