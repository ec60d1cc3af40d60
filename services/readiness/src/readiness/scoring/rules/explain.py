"""Scores that explain themselves: a tree from which every score, gate and level is worked out again.

There are two depths. The full one is of every role's cells. The released one is of released cells only: what is not
released and what nobody answered look alike in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from readiness.common.rules.decimals import stored
from readiness.common.rules.roles import ROLES, Role
from readiness.scoring.rules.answers import Said
from readiness.scoring.rules.cells import Cell
from readiness.scoring.rules.groups import Group
from readiness.scoring.rules.rounding import share, weighted_mean
from readiness.scoring.rules.scores import (
    ConditionScore,
    GateOutcome,
    LevelReached,
    RoleScore,
    Scores,
    level_reached,
)
from readiness.scoring.rules.terms import ConditionTerms, Ladder, QuestionTerms, Terms, Unscored, written_value

Depth = Literal["full", "released"]
Of = Literal["whole", "condition", "role", "gate"]
WhyLeftOut = Literal["no_counted_answer", "not_released"]
"""`not_released` is said alike of what is hidden and of what nobody answered."""


_LOWEST = Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    """Answers that say the same: how many, the score of `each`, and the sum of their scores.

    `each` is None where the answers are numbers whose values are not shown.
    """

    answer: str
    count: int
    each: Decimal | None
    total: Decimal


@dataclass(frozen=True, slots=True)
class Answers:
    """What a group said to a question: its score is the sum of the lines' totals by the sum of their counts.

    `not_counted` are the answers outside the denominator, by what they said. `stands`: see `cells.Cell`.
    """

    question: str
    group: Group
    lines: tuple[Line, ...]
    not_counted: tuple[tuple[Said, int], ...]
    score: Decimal | None
    stands: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part without a score, whose weight fell away. `node` has the answers that do not count, where there are any
    to show.
    """

    key: str
    weight: Decimal
    because: WhyLeftOut
    node: Mean | Answers | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a mean: its weight, its share of all weights that are left, 0 to 1, and where its score comes from."""

    weight: Decimal
    share: Decimal
    node: Mean | Answers


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean by weights. `key` is the condition's, the group's or the gate's question; `whole` of the whole."""

    of: Of
    key: str
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]
    score: Decimal | None


Node = Mean | Answers


@dataclass(frozen=True, slots=True)
class ExplainedGate:
    """A gate, the answers it was judged by, and how."""

    outcome: GateOutcome
    node: Mean


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that a result says, and all that is needed to say it again: see `rederived`."""

    depth: Depth
    ladder: Ladder
    whole: Mean
    gates: tuple[ExplainedGate, ...]
    level: LevelReached
    condition_levels: tuple[tuple[str, LevelReached], ...]


def explain(terms: Terms, scores: Scores, depth: Depth) -> Explanation:
    """Returns the explanation of scores; `depth` says of which cells they were computed."""
    explained = _Explaining(terms, scores, depth)
    gates = tuple(ExplainedGate(gate, explained.gate(gate)) for gate in scores.gates)
    levels = tuple((one.condition, one.level) for one in scores.conditions)
    return Explanation(depth, terms.ladder, explained.whole(), gates, scores.level, levels)


class _Explaining:
    def __init__(self, terms: Terms, scores: Scores, depth: Depth) -> None:
        self.terms, self.scores = terms, scores
        self.missing: WhyLeftOut = "not_released" if depth == "released" else "no_counted_answer"
        self.questions = {question.key: question for question in terms.questions()}
        self.role_weights = {one.role: one.weight for one in terms.roles}

    def whole(self) -> Mean:
        parts = [
            (condition.key, condition.weight, self._condition(condition, found))
            for condition, found in zip(self.terms.conditions, self.scores.conditions, strict=True)
        ]
        return _mean("whole", "whole", parts, (), self.scores.score)

    def _condition(self, terms: ConditionTerms, found: ConditionScore) -> Mean:
        parts = [(one.group.key, one.group.weight, self._role(terms, one)) for one in found.roles]
        asked = {role for question in terms.questions for role in question.roles}
        absent = self._absent_roles(asked, [one.group for one in found.roles])
        return _mean("condition", terms.key, parts, absent, found.score)

    def _role(self, terms: ConditionTerms, found: RoleScore) -> Mean:
        own = {cell.question: cell for cell in self.scores.cells if cell.group == found.group}
        asked = [one for one in terms.questions if not one.roles.isdisjoint(found.group.roles)]
        parts = [(one.key, one.weight, _answers(one, own[one.key])) for one in asked if one.key in own]
        absent = [LeftOut(one.key, one.weight, self.missing) for one in asked if one.key not in own]
        return _mean("role", found.group.key, parts, absent, found.score)

    def gate(self, outcome: GateOutcome) -> Mean:
        question = self.questions[outcome.question]
        cells = [cell for cell in self.scores.cells if cell.question == outcome.question]
        parts = [(cell.group.key, cell.group.weight, _answers(question, cell)) for cell in cells]
        absent = self._absent_roles(question.roles, [cell.group for cell in cells])
        return _mean("gate", outcome.question, parts, absent, outcome.score)

    def _absent_roles(self, asked: Iterable[Role], groups: Sequence[Group]) -> tuple[LeftOut, ...]:
        there = {role for group in groups for role in group.roles}
        absent = sorted(set(asked).intersection(self.role_weights) - there, key=ROLES.index)
        return tuple(LeftOut(role, self.role_weights[role], self.missing) for role in absent)


def _mean(
    of: Of, key: str, parts: Sequence[tuple[str, Decimal, Node]], absent: Iterable[LeftOut], found: Decimal | None
) -> Mean:
    kept = [(weight, node) for _, weight, node in parts if node.score is not None]
    weights = sum((weight for weight, _ in kept), Decimal(0))
    empty = [LeftOut(name, weight, _why(node), node) for name, weight, node in parts if node.score is None]
    shown = tuple(Part(weight, share(weight, weights), node) for weight, node in kept)
    return Mean(of, key, shown, (*empty, *absent), found)


def _why(node: Node) -> WhyLeftOut:
    hidden = isinstance(node, Mean) and any(one.because == "not_released" for one in node.left_out)
    return "not_released" if hidden else "no_counted_answer"


def _answers(question: QuestionTerms, cell: Cell) -> Answers:
    found = cell.distribution
    lines: list[Line] = []
    if found.values:
        lines = [Line(written_value(one.value), one.count, one.score, one.score * one.count) for one in found.values]
    elif found.answered and not isinstance(question.scale, Unscored):
        lines = [Line("value", found.answered, None, found.total)]
    not_counted: list[tuple[Said, int]] = []
    kinds: tuple[tuple[Said, int, bool], ...] = (
        ("dont_know", found.dont_know, question.dont_know == "lowest"),
        ("not_applicable", found.not_applicable, question.not_applicable == "lowest"),
        ("skipped", found.skipped, False),
    )
    for said, count, counts in kinds:
        if counts and not isinstance(question.scale, Unscored):
            lines.append(Line(said, count, _LOWEST, _LOWEST))
        else:
            not_counted.append((said, count))
    return Answers(cell.question, cell.group, tuple(lines), tuple(not_counted), cell.score, cell.stands)


def rederive(node: Node) -> Decimal | None:
    """Returns the score that a node comes to by its lines or parts alone, all the way down; stored."""
    if isinstance(node, Answers):
        counted = sum(line.count for line in node.lines)
        total = sum((Fraction(line.total) for line in node.lines), Fraction(0))
        return stored(total / counted) if counted else None
    parts = ((part.weight, rederive(part.node)) for part in node.parts)
    return weighted_mean((weight, found) for weight, found in parts if found is not None)


@dataclass(frozen=True, slots=True)
class Rederived:
    """What an explanation alone comes to. Scores are by their path: (), (condition,), (condition, group), (condition,
    group, question).
    """

    scores: Mapping[tuple[str, ...], Decimal | None]
    gates: tuple[GateOutcome, ...]
    level: LevelReached
    condition_levels: tuple[tuple[str, LevelReached], ...]


def rederived(explanation: Explanation) -> Rederived:
    """Returns every score, gate and level, worked out again from the explanation and from nothing else.

    Scores that it states are not looked at: only answers, weights and thresholds are.
    """
    scores = dict(_paths((), explanation.whole))
    gates = tuple(
        GateOutcome(one.outcome.condition, one.outcome.question, one.outcome.threshold, rederive(one.node))
        for one in explanation.gates
    )
    levels = tuple(
        (key, level_reached(explanation.ladder, scores.get((key,)), [gate for gate in gates if gate.condition == key]))
        for key, _ in explanation.condition_levels
    )
    return Rederived(scores, gates, level_reached(explanation.ladder, scores[()], gates), levels)


def _paths(path: tuple[str, ...], node: Node) -> Iterator[tuple[tuple[str, ...], Decimal | None]]:
    yield path, rederive(node)
    if isinstance(node, Mean):
        for child in (*(part.node for part in node.parts), *(one.node for one in node.left_out)):
            if child is not None:
                yield from _paths((*path, child.question if isinstance(child, Answers) else child.key), child)
