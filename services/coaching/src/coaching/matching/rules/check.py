"""Checks a matching without the solver: every rule and every figure, from the instance alone.

HiGHS has called wrong answers optimal. So what it says is a claim: read here, compared with what the matching really
comes to, and with what it says of the same model without presolve. Where anything differs, nothing is proved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import floor, isfinite
from typing import NamedTuple
from uuid import UUID

from coaching.common.rules.linear import Answer
from coaching.matching.rules import fairness
from coaching.matching.rules.doubts import Doubt, Reason
from coaching.matching.rules.hard import Rule, possible_meetings
from coaching.matching.rules.instance import Instance, Kind, Matching, Meeting, Pair, Slot
from coaching.matching.rules.model import MatchingModel
from coaching.matching.rules.phases import KEPT_PAIR, KEPT_TIME, Phase
from coaching.matching.rules.points import lottery_places, pair_points, scale

WHOLE = 1e-7
"""How far a value may be from a whole number: less than the solver's own tolerance, within which it may be wrong."""
ROUNDING = 1e-4
"""By how much a bound may lie under the whole number that it stands for. Read higher, a bound proves less."""


class Broken(NamedTuple):
    """A hard rule that a matching breaks, and where."""

    rule: Rule
    coach: UUID | None
    gap: UUID | None


def broken_rules(instance: Instance, matching: Matching) -> list[Broken]:
    """Returns every hard rule that the matching breaks."""
    return [
        *_by_themselves(instance, matching),
        *_by_coach(instance, matching),
        *_by_gap(instance, matching),
        *_pins(instance, matching),
    ]


def _by_themselves(instance: Instance, matching: Matching) -> Iterator[Broken]:
    coaches = {coach.id: coach for coach in instance.coaches}
    gaps = {gap.id: gap for gap in instance.gaps}
    for meeting in sorted(matching):
        coach, gap = coaches[meeting.coach], gaps[meeting.gap]
        broken = {
            Rule.FORBIDDEN: Pair(coach.id, gap.id) in instance.forbidden,
            Rule.CLEARANCE: not coach.cleared,
            Rule.SKILL: coach.skills.get(gap.skill, 0) < 1,
            Rule.LANGUAGE: coach.languages.isdisjoint(gap.languages),
            Rule.AVAILABILITY: meeting.slot not in coach.slots or meeting.slot not in gap.slots,
        }
        yield from (Broken(rule, coach.id, gap.id) for rule, is_so in broken.items() if is_so)


def _by_coach(instance: Instance, matching: Matching) -> Iterator[Broken]:
    taken: defaultdict[UUID, list[Slot]] = defaultdict(list)
    for meeting in matching:
        taken[meeting.coach].append(meeting.slot)
    for coach in instance.coaches:
        slots = sorted(taken[coach.id])
        if len(slots) > coach.capacity:
            yield Broken(Rule.CAPACITY, coach.id, None)
        if any(later - slot < instance.span for slot, later in pairwise(slots)):
            yield Broken(Rule.DOUBLE_BOOKING, coach.id, None)


def _by_gap(instance: Instance, matching: Matching) -> Iterator[Broken]:
    kinds = {coach.id: coach.kind for coach in instance.coaches}
    of_gap: defaultdict[UUID, list[Meeting]] = defaultdict(list)
    for meeting in matching:
        of_gap[meeting.gap].append(meeting)
    for gap, meetings in sorted(of_gap.items()):
        staff = {meeting.coach for meeting in meetings if kinds[meeting.coach] is Kind.STAFF}
        students = [meeting.coach for meeting in meetings if kinds[meeting.coach] is Kind.STUDENT]
        beside = instance.policy.staff_beside_student
        unlike = any(len(staff & related) > 1 for related in instance.related)
        if len({meeting.slot for meeting in meetings}) > 1:
            yield Broken(Rule.ONE_MEETING, None, gap)
        if not staff or (students and (len(staff) < beside or unlike)):
            yield Broken(Rule.PAIRING, None, gap)
        if len(staff) > (beside if students else 1) or len(students) > instance.policy.students_on_gap:
            yield Broken(Rule.TEAM, None, gap)


def _pins(instance: Instance, matching: Matching) -> Iterator[Broken]:
    pairs = {meeting.pair for meeting in matching}
    yield from (Broken(Rule.PIN, pair.coach, pair.gap) for pair in sorted(instance.pinned - pairs))


def worth(instance: Instance, matching: Matching, phase: Phase) -> int:
    """Returns what the matching comes to in a phase."""
    coaches = {coach.id: coach for coach in instance.coaches}
    gaps = {gap.id: gap for gap in instance.gaps}
    if phase is Phase.COVERAGE:
        return sum(gaps[gap].weight for gap in {meeting.gap for meeting in matching})
    if phase is Phase.KEPT:
        before = {meeting.pair for meeting in instance.previous}
        return sum(KEPT_PAIR + KEPT_TIME * (one in instance.previous) for one in matching if one.pair in before)
    if phase is Phase.POINTS:
        whole, taken = scale(instance), Counter(meeting.coach for meeting in matching)
        pairs = sum(pair_points(instance, coaches[one.coach], gaps[one.gap]).total for one in matching)
        uneven = sum(
            fairness.uneven(coaches[coach].carried, count, coaches[coach].capacity, whole)
            for coach, count in taken.items()
        )
        return whole * pairs - instance.policy.evenness * uneven
    places = lottery_places(instance, possible_meetings(instance))
    return sum(places[meeting] for meeting in matching)


class Claim(NamedTuple):
    """What a solver's answer comes to. `matching` and `value` are None where it breaks a rule or is no matching;
    `bound` is the whole number that it says nothing exceeds.
    """

    matching: Matching | None
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
    matching = built.matching(answer.values)
    if broken := broken_rules(built.instance, matching):
        reasons += [Reason(Doubt.BREAKS_A_RULE, phase, *one) for one in broken]
        return Claim(None, None, bound, tuple(reasons))
    value = worth(built.instance, matching, phase)
    if bound != value:
        reasons.append(Reason(Doubt.BOUND_APART, phase))
    return Claim(matching, value, bound, tuple(reasons))


def against(phase: Phase, first: Claim, second: Claim) -> tuple[Reason, ...]:
    """Returns what speaks against two answers, with presolve and without; nothing where both prove the same value."""
    reasons = [*first.reasons, *second.reasons]
    if (first.value, first.bound) != (second.value, second.bound):
        reasons.append(Reason(Doubt.DISAGREES, phase))
    return tuple(dict.fromkeys(reasons))
