"""From cells to scores: of each condition and role, of each condition, of the whole; gates, and the level reached.

Everything is computed from cells and from nothing else. Over the cells of every role these are the full scores, over
released cells the released ones: what is not released has no part in any released figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from readiness.common.rules.roles import Role
from readiness.scoring.rules.cells import Cell
from readiness.scoring.rules.confidence import Confidence, confidence, joint_confidence
from readiness.scoring.rules.groups import Group, in_place
from readiness.scoring.rules.rounding import weighted_mean
from readiness.scoring.rules.terms import ConditionTerms, Ladder, QuestionTerms, Terms

GateStatus = Literal["met", "missed", "not_judged"]
"""`not_judged`: no answer counts, so nothing shows that the must-have is there."""


@dataclass(frozen=True, slots=True)
class GateOutcome:
    """Whether a must-have is there: the question's score over all roles, against its threshold."""

    condition: str
    question: str
    threshold: Decimal
    score: Decimal | None

    @property
    def status(self) -> GateStatus:
        if self.score is None:
            return "not_judged"
        return "met" if self.score >= self.threshold else "missed"


@dataclass(frozen=True, slots=True)
class LevelReached:
    """`key` is the level reached, None without a score. `by_score` is what the score alone would reach, and `held_by`
    the questions whose gates hold the level below the target.
    """

    key: str | None
    by_score: str | None
    held_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleScore:
    """A group's score of a condition, 0 to 1; None where none of its questions has a counted answer."""

    condition: str
    group: Group
    score: Decimal | None
    confidence: Confidence | None


@dataclass(frozen=True, slots=True)
class ConditionScore:
    condition: str
    score: Decimal | None
    level: LevelReached
    gates: tuple[GateOutcome, ...]
    confidence: Confidence | None
    roles: tuple[RoleScore, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores are 0 to 1, to six places. `gates` are those of every condition."""

    score: Decimal | None
    level: LevelReached
    gates: tuple[GateOutcome, ...]
    confidence: Confidence | None
    conditions: tuple[ConditionScore, ...]
    cells: tuple[Cell, ...]


def score(terms: Terms, cells: Iterable[Cell], invited: Mapping[Role, int]) -> Scores:
    """Returns the scores that the cells come to, in whatever order they are handed over.

    A condition and role: the mean of its questions by their weights. A condition: the mean of its roles by theirs. The
    whole: the mean of the conditions by theirs. What has no score falls away with its weight, at each height anew.
    `invited` is how many of each role were invited.
    """
    places = {question.key: place for place, question in enumerate(terms.questions())}
    ordered = tuple(sorted(cells, key=lambda cell: (places[cell.question], cell.group.place)))
    conditions = tuple(_condition(one, terms.ladder, ordered, invited) for one in terms.conditions)
    weights = {one.key: one.weight for one in terms.conditions}
    whole = weighted_mean((weights[one.condition], one.score) for one in conditions if one.score is not None)
    gates = tuple(gate for one in conditions for gate in one.gates)
    return Scores(
        score=whole,
        level=level_reached(terms.ladder, whole, gates),
        gates=gates,
        confidence=joint_confidence(one.confidence for one in conditions if one.score is not None),
        conditions=conditions,
        cells=ordered,
    )


def level_reached(ladder: Ladder, value: Decimal | None, gates: Iterable[GateOutcome]) -> LevelReached:
    """Returns the highest level that the score reaches, but one below the target at most while a gate is not met.

    The score stays as it is, and the gate is named beside it. An average can hide that a prerequisite is missing, as
    owaspsamm/core#30 reports of OWASP SAMM.
    """
    held_by = tuple(gate.question for gate in gates if gate.status != "met")
    if value is None:
        return LevelReached(None, None, held_by)
    reached = max(place for place, level in enumerate(ladder.levels) if level.at_least <= value)
    held = min(reached, ladder.target_index - 1) if held_by else reached
    return LevelReached(ladder.levels[held].key, ladder.levels[reached].key, held_by)


def question_score(cells: Iterable[Cell], question: str) -> Decimal | None:
    """Returns a question's score over all roles: the mean of its cells by the roles' weights."""
    return weighted_mean(
        (cell.group.weight, cell.score) for cell in cells if cell.question == question and cell.score is not None
    )


def _condition(
    terms: ConditionTerms, ladder: Ladder, cells: Sequence[Cell], invited: Mapping[Role, int]
) -> ConditionScore:
    questions = {question.key: question for question in terms.questions}
    own = [cell for cell in cells if cell.question in questions]
    by_group: dict[Group, list[Cell]] = defaultdict(list)
    for cell in own:
        by_group[cell.group].append(cell)
    roles = tuple(_role(terms.key, group, by_group[group], questions, invited) for group in in_place(by_group))
    value = weighted_mean((one.group.weight, one.score) for one in roles if one.score is not None)
    gates = tuple(
        GateOutcome(terms.key, question.key, question.gate, question_score(own, question.key))
        for question in terms.questions
        if question.gate is not None
    )
    sure = joint_confidence(one.confidence for one in roles if one.score is not None)
    return ConditionScore(terms.key, value, level_reached(ladder, value, gates), gates, sure, roles)


def _role(
    condition: str,
    group: Group,
    cells: Sequence[Cell],
    questions: Mapping[str, QuestionTerms],
    invited: Mapping[Role, int],
) -> RoleScore:
    value = weighted_mean((questions[cell.question].weight, cell.score) for cell in cells if cell.score is not None)
    sure = confidence(cells, questions, invited) if value is not None else None
    return RoleScore(condition, group, value, sure)
