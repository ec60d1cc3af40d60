"""What learners showed after using a resource, beside comparable learners who did not, told so that of no learner it
can be told what they showed.

A *batch* is everything that is reported of one item in one term in one district: of each resource, in each edition of
the framework that the resource is aligned to. There is nothing else to filter by. A batch is released once, when all
that counts for the term has been shown (`uses.is_due`), and stands as it was released.

Whoever can read all reports of a batch may subtract and add them as they like: two resources that were used by the
same learners but for one, or two editions. So the sets of learners of whom anything is published (of each report and
stratum those who used the resource, and those beside) are split into *atoms*, the learners who are in the very same
of these sets, and a stratum joins a report only where every atom keeps the minimum. Which sets are published hangs on
who used what and began where, never on what was shown after. From the sets on, all that is printed is computed of
two numbers of each atom and report, how many showed anything and how many reached mastery, each drawn in from nobody
and from everybody (`groups.coded`).

Why this suffices. Take any learner of an atom. Where others of it came to another end, two learners can change
places, and each number stays. Where all came to the same end, this one can have come to another, and the number
stays because it is coded. Either way another world prints the very same reports, all of them, in which this learner
showed otherwise: so nobody can tell, whatever they combine, and even if they know what one other learner showed.

What it does not hide: how many used a resource, but for rounding; and what is so of most of a large group is likely of
each. Items are different things to show: mastery of a parent that is all its only child's is not looked through.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from resources.outcomes.rules.groups import EDGE, Group, coded, split
from resources.outcomes.rules.intervals import Interval, Part, design_effect, sum_of
from resources.outcomes.rules.strata import Row, Sides, Stratum, strata

ROUNDED_TO = 5
"""Numbers of learners are rounded down to multiples of this."""
UNEVEN = 10
"""Percentage points by which the shares of those who showed anything may differ."""


class Withheld(StrEnum):
    """Why a report shows no figures. It says nothing of what was shown, only of who used what."""

    TOO_FEW_USED = "too_few_used"
    TOO_FEW_COMPARABLE = "too_few_comparable"
    TOO_LIKE_ANOTHER = "too_like_another"


class Caution(StrEnum):
    """A sentence that is part of the figures. The first is part of all."""

    NO_PROOF_OF_CAUSE = "no_proof_of_cause"
    DIFFERENCE_MAY_BE_CHANCE = "difference_may_be_chance"
    ONE_CLASS = "one_class"
    SHOWN_UNEVENLY = "shown_unevenly"
    EXTREMES_CODED = "extremes_coded"


@dataclass(frozen=True, slots=True)
class Side:
    """Learners, rounded down; and of them, in whole percent, who showed anything of the item after, and who reached
    mastery.
    """

    learners: int
    showed: int
    reached: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Both sides, weighed by where those who used the resource began, and the difference of who reached mastery in
    percentage points with its interval of 95 percent. `left_out` used it but have nobody to be compared with; rounded
    down.
    """

    used: Side
    beside: Side
    difference: int
    low: int
    high: int
    left_out: int
    cautions: tuple[Caution, ...]


class Key(NamedTuple):
    """What a report of a batch is of."""

    resource_id: str
    edition: str


Report = Figures | Withheld
Strata = dict[Stratum, Sides]


def release(rows: Iterable[Row], minimum: int, remembered: Mapping[Key, Report]) -> dict[Key, Report]:
    """Returns the reports of a batch: those that were released before, where there are any, and nothing beside them.

    `minimum` is the fewest learners of a group (see `groups.minimum_of`). The order of the rows does not matter.
    Raises ValueError where a learner is in a report twice.
    """
    if remembered:
        return dict(remembered)
    by_report: defaultdict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        by_report[Key(row.resource_id, row.edition)].append(row)
    found = {key: strata(of_report) for key, of_report in by_report.items()}
    atoms: list[Group] = []
    kept: dict[Key, Strata] = {}
    for key in sorted(found, key=lambda key: (-_used(found[key]), key)):
        kept[key], atoms = _released(found[key], atoms, minimum)
    return {
        key: _figures(kept[key], atoms, _used(found[key])) if kept[key] else _why(found[key], minimum)
        for key in sorted(found)
    }


def _used(of_report: Strata) -> int:
    return sum(len(sides.used) for sides in of_report.values())


def _released(of_report: Strata, atoms: list[Group], minimum: int) -> tuple[Strata, list[Group]]:
    """Returns the strata that may join what is published, and the atoms with them."""
    kept = {}
    for stratum, sides in of_report.items():
        if sides.smaller() < minimum:
            continue
        finer = split(split(atoms, frozenset(sides.used)), frozenset(sides.beside))
        if min(map(len, finer)) >= minimum:
            kept[stratum] = sides
            atoms = finer
    return kept, atoms


def _why(of_report: Strata, minimum: int) -> Withheld:
    if all(len(sides.used) < minimum for sides in of_report.values()):
        return Withheld.TOO_FEW_USED
    if all(sides.smaller() < minimum for sides in of_report.values()):
        return Withheld.TOO_FEW_COMPARABLE
    return Withheld.TOO_LIKE_ANOTHER


class _Count(NamedTuple):
    """Learners of a stratum on one side, and the coded numbers of those who showed anything and reached mastery."""

    learners: int
    showed: int
    reached: int
    at_edge: bool


def _counted(side: Mapping[str, Row], atoms: Sequence[Group]) -> _Count:
    learners = frozenset(side)
    showed = reached = 0
    at_edge = False
    for atom in atoms:
        if atom <= learners:
            numbers = (sum(side[one].showed for one in atom), sum(side[one].reached for one in atom))
            said = [coded(number, len(atom)) for number in numbers]
            # Of who showed anything, everybody is no news; the share is drawn in, too, but not worth a sentence.
            at_edge = at_edge or said[1] in {EDGE, len(atom) - EDGE}
            showed += said[0]
            reached += said[1]
    return _Count(len(learners), showed, reached, at_edge)


def _figures(kept: Strata, atoms: Sequence[Group], used_in_all: int) -> Figures:
    users = [sides.used for sides in kept.values()]
    others = [sides.beside for sides in kept.values()]
    used, beside = ([_counted(side, atoms) for side in arm] for arm in (users, others))
    total = sum(count.learners for count in used)
    weights = [Fraction(count.learners, total) for count in used]
    parts = [*_parts(used, weights, 1, _effect(users)), *_parts(beside, weights, -1, _effect(others))]
    left, right = _side(used, weights), _side(beside, weights)
    difference = left.reached - right.reached
    low, high = _in_points(sum_of(parts), difference)
    said = {
        Caution.NO_PROOF_OF_CAUSE: True,
        Caution.DIFFERENCE_MAY_BE_CHANCE: low <= 0 <= high,
        Caution.ONE_CLASS: len({row.class_id for side in users for row in side.values()}) == 1,
        Caution.SHOWN_UNEVENLY: abs(left.showed - right.showed) > UNEVEN,
        Caution.EXTREMES_CODED: any(count.at_edge for count in (*used, *beside)),
    }
    cautions = tuple(caution for caution, so in said.items() if so)
    return Figures(left, right, difference, low, high, _rounded(used_in_all - total), cautions)


def _effect(arm: Iterable[Mapping[str, Row]]) -> float:
    return design_effect(row.class_id for side in arm for row in side.values())


def _parts(counts: Iterable[_Count], weights: Iterable[Fraction], sign: int, effect: float) -> Iterable[Part]:
    for count, weight in zip(counts, weights, strict=True):
        yield Part(sign * float(weight), count.reached / count.learners, count.learners / effect)


def _side(counts: Sequence[_Count], weights: Sequence[Fraction]) -> Side:
    pairs = list(zip(counts, weights, strict=True))
    showed = sum((weight * Fraction(count.showed, count.learners) for count, weight in pairs), Fraction(0))
    reached = sum((weight * Fraction(count.reached, count.learners) for count, weight in pairs), Fraction(0))
    return Side(_rounded(sum(count.learners for count in counts)), _percent(showed), _percent(reached))


def _rounded(learners: int) -> int:
    return learners - learners % ROUNDED_TO


def _percent(share: Fraction) -> int:
    """Returns the share in whole percent, halves up."""
    return floor(100 * share + Fraction(1, 2))


def _in_points(interval: Interval, difference: int) -> tuple[int, int]:
    """Returns the interval in percentage points, rounded outwards, so that the printed difference is within."""
    low, high = floor(100 * interval.low), ceil(100 * interval.high)
    return max(-100, min(low, difference)), min(100, max(high, difference))
