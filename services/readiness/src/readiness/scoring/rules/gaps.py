"""Gaps: what stands between a district and the level aimed at, how severe each is, and what would close it.

The rule, of which every figure is `GapRule`'s:

- *below target*: a condition's score is below the target level's. Slight less than 0.10 below, moderate less than 0.25,
  serious from there on. It closes when the score reaches the target.
- *gate missed*: a must-have is below its threshold. Always critical: the level is held while it is so.
- *gate not judged*: no answer to a must-have counts. Moderate: what is missing is first of all an answer.
- *views differ*: leaders and families score a condition at least 0.20 apart, whoever is higher. Moderate, and serious
  from 0.40 on. It is a finding about the picture, not about the condition, and closes when the two come nearer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from readiness.common.rules.decimals import stored
from readiness.common.rules.roles import Role
from readiness.scoring.rules.cells import Cell
from readiness.scoring.rules.groups import Group
from readiness.scoring.rules.scores import ConditionScore, GateOutcome, Scores
from readiness.scoring.rules.terms import ConditionTerms, Terms

GapKind = Literal["below_target", "gate_missed", "gate_not_judged", "views_differ"]
Severity = Literal["slight", "moderate", "serious", "critical"]


@dataclass(frozen=True, slots=True)
class GapRule:
    """The figures of the rule, all in scores, 0 to 1."""

    slight_below: Decimal = Decimal("0.10")
    moderate_below: Decimal = Decimal("0.25")
    differ_from: Decimal = Decimal("0.20")
    differ_seriously_from: Decimal = Decimal("0.40")
    views: tuple[Role, Role] = field(default=("leader", "family"))


class GapKey(NamedTuple):
    """What a gap is of: by this it is the same gap in a later result. `question` is None unless it is of a gate."""

    kind: GapKind
    condition: str
    question: str | None


@dataclass(frozen=True, slots=True)
class GapEvidence:
    """An answer to a question behind a gap: of which group, its score, and how many answers count in it."""

    question: str
    group: Group
    score: Decimal | None
    counted: int


@dataclass(frozen=True, slots=True)
class Lift:
    """How far a condition's score rises if every group's score of this question is brought to the target."""

    question: str
    by: Decimal


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap and the evidence behind it, lowest scores first, of a difference the widest first.

    It closes once its `score` reaches `wanted`, from which it is `distance` away, 0 or more; both are None without an
    answer. Of `views_differ` the score is how far the second view lies above the first, below 0 if it lies under it,
    and it closes once the two are nearer to each other than `wanted`. `lifts` are the questions that would bring a
    condition nearer to the target, those that bring most first.
    """

    key: GapKey
    severity: Severity
    score: Decimal | None
    wanted: Decimal
    distance: Decimal | None
    evidence: tuple[GapEvidence, ...]
    lifts: tuple[Lift, ...] = ()


STANDARD = GapRule()


def gaps(terms: Terms, scores: Scores, rule: GapRule = STANDARD) -> tuple[Gap, ...]:
    """Returns the gaps of a result, in the order of its conditions. Over released scores, they are of released cells
    alone.
    """
    found: list[Gap] = []
    for condition, one in zip(terms.conditions, scores.conditions, strict=True):
        own = [cell for cell in scores.cells if cell.question in {question.key for question in condition.questions}]
        found.extend(_below_target(condition, one, own, terms.ladder.target_score, rule))
        found.extend(_gates(one, own))
        found.extend(_views(condition, one, own, rule))
    return tuple(found)


def judged(scores: Scores, rule: GapRule = STANDARD) -> frozenset[GapKey]:
    """Returns of which gaps a result can say whether they are there."""
    found: set[GapKey] = set()
    for one in scores.conditions:
        if one.score is not None:
            found.add(GapKey("below_target", one.condition, None))
        if None not in _both_views(one, rule):
            found.add(GapKey("views_differ", one.condition, None))
        for gate in one.gates:
            found.add(GapKey("gate_not_judged", one.condition, gate.question))
            if gate.status != "not_judged":
                found.add(GapKey("gate_missed", one.condition, gate.question))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class GapChanges:
    """What became of gaps from one result to the next; `unknown` ones stay open, for the later cannot judge them."""

    opened: tuple[Gap, ...]
    closed: tuple[GapKey, ...]
    stayed: tuple[Gap, ...]
    unknown: tuple[GapKey, ...]


def changes(before: Sequence[GapKey], after: Sequence[Gap], judged_after: frozenset[GapKey]) -> GapChanges:
    """Returns which gaps opened, closed and stayed. A gap closes only where the later result shows that it is closed:
    with nothing to judge by, it stays open.

    `before` are all that are open: those of the earlier result and those that were `unknown` in it. Gaps that stayed
    are as the later result has them.
    """
    earlier, later = set(before), {gap.key for gap in after}
    gone = [key for key in before if key not in later]
    return GapChanges(
        opened=tuple(gap for gap in after if gap.key not in earlier),
        closed=tuple(key for key in gone if key in judged_after),
        stayed=tuple(gap for gap in after if gap.key in earlier),
        unknown=tuple(key for key in gone if key not in judged_after),
    )


CLOSES: Mapping[GapKind, str] = {
    "below_target": "The condition's score reaches the target.",
    "gate_missed": "The question's score over all roles reaches its threshold.",
    "gate_not_judged": "So many answer the question with a value that its score can be shown.",
    "views_differ": "The two views of the condition come nearer to each other than the limit.",
}
"""What closes a gap, in English."""


def _below_target(
    terms: ConditionTerms, found: ConditionScore, cells: Sequence[Cell], target: Decimal, rule: GapRule
) -> Iterator[Gap]:
    if found.score is None or found.score >= target:
        return
    distance = target - found.score
    severity: Severity = "serious"
    if distance < rule.moderate_below:
        severity = "slight" if distance < rule.slight_below else "moderate"
    evidence = _lowest_first(cell for cell in cells if cell.score is not None and cell.score < target)
    lifts = _lifts(terms, found, cells, target)
    yield Gap(
        GapKey("below_target", terms.key, None), severity, found.score, target, distance, tuple(evidence), tuple(lifts)
    )


def _gates(found: ConditionScore, cells: Sequence[Cell]) -> Iterator[Gap]:
    for gate in found.gates:
        evidence = tuple(_lowest_first(cell for cell in cells if cell.question == gate.question))
        if gate.status != "met":
            yield _gate(gate, evidence)


def _gate(gate: GateOutcome, evidence: tuple[GapEvidence, ...]) -> Gap:
    if gate.score is None:
        key = GapKey("gate_not_judged", gate.condition, gate.question)
        return Gap(key, "moderate", None, gate.threshold, None, evidence)
    key = GapKey("gate_missed", gate.condition, gate.question)
    return Gap(key, "critical", gate.score, gate.threshold, gate.threshold - gate.score, evidence)


def _both_views(found: ConditionScore, rule: GapRule) -> tuple[Decimal | None, Decimal | None]:
    scores = {one.group.roles: one.score for one in found.roles}
    first, second = rule.views
    return scores.get((first,)), scores.get((second,))


def _views(terms: ConditionTerms, found: ConditionScore, cells: Sequence[Cell], rule: GapRule) -> Iterator[Gap]:
    first, second = _both_views(found, rule)
    if first is None or second is None or abs(first - second) < rule.differ_from:
        return
    apart = abs(first - second)
    yield Gap(
        key=GapKey("views_differ", terms.key, None),
        severity="serious" if apart >= rule.differ_seriously_from else "moderate",
        score=second - first,
        wanted=rule.differ_from,
        distance=apart - rule.differ_from,
        evidence=tuple(_widest_first(cells, rule)),
    )


def _lowest_first(cells: Iterator[Cell] | Sequence[Cell]) -> list[GapEvidence]:
    ordered = sorted(cells, key=lambda cell: (cell.score is None, cell.score or 0, cell.question, cell.group.place))
    return [_evidence(cell) for cell in ordered]


def _widest_first(cells: Sequence[Cell], rule: GapRule) -> list[GapEvidence]:
    """Returns the answers of both views to the questions that both have scored, those furthest apart first."""
    by_role = {(cell.question, cell.group.roles): cell for cell in cells if cell.score is not None}
    pairs: list[tuple[Decimal, str, Cell, Cell]] = []
    for (question, roles), cell in by_role.items():
        other = by_role.get((question, (rule.views[1],)))
        if roles == (rule.views[0],) and other is not None and cell.score is not None and other.score is not None:
            pairs.append((-abs(cell.score - other.score), question, cell, other))
    ordered = sorted(pairs, key=lambda pair: pair[:2])
    return [_evidence(cell) for _, _, *both in ordered for cell in both]


def _evidence(cell: Cell) -> GapEvidence:
    return GapEvidence(cell.question, cell.group, cell.score, cell.counted)


def _lifts(terms: ConditionTerms, found: ConditionScore, cells: Sequence[Cell], target: Decimal) -> list[Lift]:
    """Returns what each question would bring, by the weights that are left in the condition's score."""
    weights = {question.key: Fraction(question.weight) for question in terms.questions}
    scored = [cell for cell in cells if cell.score is not None]
    groups = {one.group: Fraction(one.group.weight) for one in found.roles if one.score is not None}
    by_group = {
        group: sum((weights[cell.question] for cell in scored if cell.group == group), Fraction(0)) for group in groups
    }
    gains: dict[str, Fraction] = {}
    for cell in scored:
        if cell.score is not None and cell.score < target and by_group.get(cell.group):
            part = groups[cell.group] / sum(groups.values()) * weights[cell.question] / by_group[cell.group]
            gains[cell.question] = gains.get(cell.question, Fraction(0)) + part * (
                Fraction(target) - Fraction(cell.score)
            )
    lifts = [Lift(question, stored(gain)) for question, gain in gains.items() if gain]
    return sorted(lifts, key=lambda lift: (-lift.by, lift.question))
