"""The cells that all scores are made of: the answers of one group to one question."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from readiness.common.rules.decimals import stored
from readiness.common.rules.roles import Role
from readiness.scoring.rules.answers import SKIPPED, Answer, Response
from readiness.scoring.rules.distribution import Distribution, distribution
from readiness.scoring.rules.groups import Group
from readiness.scoring.rules.terms import QuestionTerms, Terms, Unscored


@dataclass(frozen=True, slots=True)
class Cell:
    """What a group said to a question. `score` is the mean of the `counted` answers, 0 to 1, to six places; None
    where none counts. `stands` says that it is of an earlier result, because the newer one may not be released.
    """

    question: str
    group: Group
    distribution: Distribution
    counted: int
    score: Decimal | None
    stands: bool = False


def tally(terms: Terms, groups: Sequence[Group], responses: Iterable[Response]) -> tuple[Cell, ...]:
    """Returns a cell for every question and every group with a role that is asked it, in their order.

    Answers of roles in no group, and of a role that is not asked the question, are not looked at. The order of the
    responses does not matter, and each rater has one. Raises OffScale for a value that a question does not have.
    """
    group_of: dict[Role, Group] = {role: group for group in groups for role in group.roles}
    asked: dict[Role, list[str]] = defaultdict(list)
    for question in terms.questions():
        for role in question.roles:
            asked[role].append(question.key)
    counts: dict[tuple[str, Group], Counter[Answer]] = defaultdict(Counter)
    for response in responses:
        if (group := group_of.get(response.role)) is not None:
            for key in asked[response.role]:
                counts[key, group][response.answers.get(key, SKIPPED)] += 1
    return tuple(
        cell_of(question, group, distribution(question.scale, counts[question.key, group]))
        for question in terms.questions()
        for group in groups
        if not question.roles.isdisjoint(group.roles)
    )


def cell_of(question: QuestionTerms, group: Group, found: Distribution, *, stands: bool = False) -> Cell:
    """Returns the cell of a distribution: its score by the question's scale and declared effects."""
    if isinstance(question.scale, Unscored):
        return Cell(question.key, group, found, counted=0, score=None, stands=stands)
    # What counts as the lowest score adds nothing to the sum, and one to the denominator.
    counted = found.answered + _counted_as_lowest(question, found)
    mean = stored(Fraction(found.total) / counted) if counted else None
    return Cell(question.key, group, found, counted, mean, stands)


def _counted_as_lowest(question: QuestionTerms, found: Distribution) -> int:
    dont_know = found.dont_know if question.dont_know == "lowest" else 0
    return dont_know + (found.not_applicable if question.not_applicable == "lowest" else 0)
