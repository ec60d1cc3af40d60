"""What changed between two results of comparable versions: deltas of each condition and role, on shared questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from readiness.scoring.rules.cells import Cell
from readiness.scoring.rules.groups import Group, in_place
from readiness.scoring.rules.rounding import weighted_mean
from readiness.scoring.rules.scores import Scores
from readiness.scoring.rules.terms import ConditionTerms, QuestionTerms, Terms

WhyNone = Literal["no_shared_question", "not_scored_before", "not_scored_after", "not_scored_together", "no_weight"]
"""Why there is no delta: no question is comparable; none of those that are has a score in the earlier result, or in the
later, or each has only one of the two; or all that could be compared weighs nothing.
"""


@dataclass(frozen=True, slots=True)
class Delta:
    """How a score changed: `before` and `after` are of the same questions and roles, 0 to 1, to six places.

    They are not the results' own scores, which may be of more questions. All are None where `because` says why.
    """

    before: Decimal | None
    after: Decimal | None
    because: WhyNone | None = None

    @property
    def change(self) -> Decimal | None:
        """After less before, -1 to 1."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class RoleDelta:
    """A group's delta; `questions` are those it was taken on, by their keys in the later version."""

    group: Group
    delta: Delta
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConditionDelta:
    """`roles` are those groups that are in either result; the delta is over those that have one."""

    condition: str
    delta: Delta
    roles: tuple[RoleDelta, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`only_after` are the later version's questions without a comparable one, `only_before` the earlier's."""

    whole: Delta
    conditions: tuple[ConditionDelta, ...]
    only_after: tuple[str, ...]
    only_before: tuple[str, ...]


_Cells = Mapping[tuple[str, frozenset[str]], Decimal]


def compare(
    before: Scores, after: Scores, terms: Terms, earlier_terms: Terms, comparable: Mapping[str, str]
) -> Comparison:
    """Returns the deltas from the earlier result to the later one.

    `terms` are the later version's, and `comparable` maps its questions to the earlier version's that mean the same.
    Both sides are computed on the shared questions alone and with the later version's weights and conditions, so that a
    delta comes from answers and not from an instrument that changed. A group is compared with the group of the same
    roles only: folded ones of other roles are other groups.
    """
    earlier, later = _scored(before.cells), _scored(after.cells)
    groups = _groups(before.cells, after.cells, terms)
    conditions = tuple(_condition(one, groups, earlier, later, comparable) for one in terms.conditions)
    weights = {one.key: one.weight for one in terms.conditions}
    asked = [question.key for question in terms.questions()]
    taken = {comparable[key] for key in asked if key in comparable}
    return Comparison(
        whole=_joined([(weights[one.condition], one.delta) for one in conditions]),
        conditions=conditions,
        only_after=tuple(key for key in asked if key not in comparable),
        only_before=tuple(one.key for one in earlier_terms.questions() if one.key not in taken),
    )


@dataclass(frozen=True, slots=True)
class QuestionDelta:
    """A question of the later version with its comparable one, and how each group's score of it changed."""

    question: str
    earlier: str
    groups: tuple[tuple[Group, Delta], ...]


def compare_questions(
    before: Scores, after: Scores, terms: Terms, comparable: Mapping[str, str]
) -> tuple[QuestionDelta, ...]:
    """Returns the deltas question by question, of those groups that have a score in both results."""
    earlier, later = _scored(before.cells), _scored(after.cells)
    groups = _groups(before.cells, after.cells, terms)
    found = []
    for question in terms.questions():
        if (old := comparable.get(question.key)) is not None:
            sides = [(one, _pair(earlier, later, old, question.key, one)) for one in groups]
            deltas = tuple((group, delta) for group, delta in sides if delta.change is not None)
            found.append(QuestionDelta(question.key, old, deltas))
    return tuple(found)


def _pair(earlier: _Cells, later: _Cells, old: str, new: str, group: Group) -> Delta:
    roles = frozenset[str](group.roles)
    return Delta(earlier.get((old, roles)), later.get((new, roles)))


def _scored(cells: Sequence[Cell]) -> _Cells:
    return {(cell.question, frozenset(cell.group.roles)): cell.score for cell in cells if cell.score is not None}


def _groups(before: Sequence[Cell], after: Sequence[Cell], terms: Terms) -> tuple[Group, ...]:
    """Returns the groups of either result, with the weights of the later version."""
    weights = {one.role: one.weight for one in terms.roles}
    found = {cell.group.roles: cell.group for cell in (*before, *after)}
    return in_place(
        Group(roles, sum((weights.get(role, Decimal(0)) for role in roles), Decimal(0)), group.minimum)
        for roles, group in found.items()
    )


def _condition(
    terms: ConditionTerms, groups: Sequence[Group], earlier: _Cells, later: _Cells, comparable: Mapping[str, str]
) -> ConditionDelta:
    roles = [
        _role(terms.questions, group, earlier, later, comparable)
        for group in groups
        if any(not question.roles.isdisjoint(group.roles) for question in terms.questions)
    ]
    joined = _joined([(one.group.weight, one.delta) for one in roles])
    return ConditionDelta(terms.key, joined, tuple(roles))


def _role(
    questions: Sequence[QuestionTerms], group: Group, earlier: _Cells, later: _Cells, comparable: Mapping[str, str]
) -> RoleDelta:
    roles = frozenset[str](group.roles)
    shared = [one for one in questions if one.key in comparable]
    old = {one.key: earlier.get((comparable[one.key], roles)) for one in shared}
    new = {one.key: later.get((one.key, roles)) for one in shared}
    both = [one for one in shared if old[one.key] is not None and new[one.key] is not None]
    if not both:
        return RoleDelta(group, Delta(None, None, _why_none(old, new)), ())
    before = weighted_mean((one.weight, found) for one in both if (found := old[one.key]) is not None)
    after = weighted_mean((one.weight, found) for one in both if (found := new[one.key]) is not None)
    delta = Delta(before, after, "no_weight" if before is None else None)
    return RoleDelta(group, delta, tuple(one.key for one in both))


def _why_none(old: Mapping[str, Decimal | None], new: Mapping[str, Decimal | None]) -> WhyNone:
    if not old:
        return "no_shared_question"
    if all(found is None for found in old.values()):
        return "not_scored_before"
    return "not_scored_after" if all(found is None for found in new.values()) else "not_scored_together"


def _joined(parts: Sequence[tuple[Decimal, Delta]]) -> Delta:
    """Returns the delta of the parts that have one, by their weights; else the reason that the first part gives, and of
    no parts that nobody was scored before.
    """
    before = weighted_mean((weight, one.before) for weight, one in parts if one.before is not None)
    after = weighted_mean((weight, one.after) for weight, one in parts if one.after is not None)
    if before is not None:
        return Delta(before, after)
    if any(one.before is not None for _, one in parts):
        return Delta(None, None, "no_weight")
    return Delta(None, None, parts[0][1].because if parts else "not_scored_before")
