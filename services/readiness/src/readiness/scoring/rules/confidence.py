"""How sure a score is: by how many of those invited answered, and whether they agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Literal, get_args

from readiness.common.rules.roles import Role
from readiness.scoring.rules.agreement import agreement
from readiness.scoring.rules.cells import Cell
from readiness.scoring.rules.rounding import share
from readiness.scoring.rules.terms import QuestionTerms

Confidence = Literal["low", "moderate", "high"]
LEVELS: tuple[Confidence, ...] = get_args(Confidence)

ENOUGH_RESPONSE: Mapping[Role, Decimal] = {
    "leader": Decimal("0.5"),
    "teacher": Decimal("0.5"),
    "student": Decimal("0.5"),
    "family": Decimal("0.2"),
    "union": Decimal("0.5"),
    "technology": Decimal("0.5"),
}
"""The minimum response rates of 5Essentials: of teachers and students half, of parents a fifth (help.5-essentials.org,
Florida). The other roles have the teachers'.
"""


def response_rate(
    cells: Iterable[Cell], questions: Mapping[str, QuestionTerms], invited: Mapping[Role, int]
) -> Decimal:
    """Returns which part of those invited submitted, 0 to 1, over the questions of these cells.

    Of each cell, all are counted whose role is asked the question; 0 where nobody was invited.
    """
    submitted = asked = 0
    for cell in cells:
        submitted += cell.distribution.asked
        asked += sum(invited.get(role, 0) for role in cell.group.roles if role in questions[cell.question].roles)
    return min(share(submitted, asked), Decimal(1))


def confidence(
    cells: Sequence[Cell], questions: Mapping[str, QuestionTerms], invited: Mapping[Role, int]
) -> Confidence | None:
    """Returns the confidence in a group's score of a condition, from the cells that it is made of.

    One point for response: at least `ENOUGH_RESPONSE` of those invited submitted, the highest of the group's roles. One
    point for agreement: on at least half of the questions where it is defined the average deviation from the mean is at
    most c / 6 (Burke & Dunlap 2002). Two points are high, one is moderate, none is low. None where no question has an
    agreement, as with a single rater.
    """
    verdicts = [agreement(questions[cell.question].scale, cell.distribution).agrees for cell in cells]
    judged = [agrees for agrees in verdicts if agrees is not None]
    if not judged:
        return None
    enough = max(ENOUGH_RESPONSE[role] for cell in cells for role in cell.group.roles)
    responded = response_rate(cells, questions, invited) >= enough
    return LEVELS[responded + (2 * sum(judged) >= len(judged))]


def joint_confidence(parts: Iterable[Confidence | None]) -> Confidence | None:
    """Returns the confidence in a score made of several: the lower median of those that are known, so that at least
    half of the parts are as sure or surer; None where none is known.
    """
    known = sorted(LEVELS.index(part) for part in parts if part is not None)
    return LEVELS[known[(len(known) - 1) // 2]] if known else None
