"""Agreement of a group of raters across the questions that they all answered on levels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from readiness.scoring.rules.ac2 import gwet_ac2
from readiness.scoring.rules.agreement import Coefficient, NotDefined
from readiness.scoring.rules.alpha import Interval, Ratings, alpha_interval, krippendorff_alpha
from readiness.scoring.rules.cells import Cell
from readiness.scoring.rules.groups import Group
from readiness.scoring.rules.terms import LevelScale, Terms


@dataclass(frozen=True, slots=True)
class AcrossQuestions:
    """How far the raters of a group agree over its questions with this many levels.

    `alpha` is Krippendorff's for ordinal data, `interval` its interval of 95 percent, `ac2` Gwet's with ordinal
    weights, to stand beside alpha where answers crowd on one level.
    """

    group: Group
    levels: int
    questions: tuple[str, ...]
    alpha: Coefficient
    interval: Interval | NotDefined
    ac2: Coefficient


def across_questions(terms: Terms, cells: Iterable[Cell]) -> tuple[AcrossQuestions, ...]:
    """Returns the agreement of each group over its questions of levels, one entry for each number of levels.

    Questions are the units and raters the observers. All is computed from the distributions, so that released cells
    are enough. Only values count: "don't know" has no place on an ordinal scale.
    """
    levels = {one.key: one.scale.levels for one in terms.questions() if isinstance(one.scale, LevelScale)}
    found: dict[tuple[Group, int], list[tuple[str, Ratings]]] = defaultdict(list)
    for cell in cells:
        if cell.question in levels:
            counts = {one.value: one.count for one in cell.distribution.values if one.count}
            unit = {value: count for value, count in counts.items() if isinstance(value, int)}
            found[cell.group, levels[cell.question]].append((cell.question, unit))
    return tuple(
        AcrossQuestions(
            group=group,
            levels=number,
            questions=tuple(key for key, _ in units),
            alpha=krippendorff_alpha(unit for _, unit in units),
            interval=alpha_interval(unit for _, unit in units),
            ac2=gwet_ac2((unit for _, unit in units), number),
        )
        for (group, number), units in sorted(found.items(), key=lambda item: (item[0][0].place, item[0][1]))
    )
