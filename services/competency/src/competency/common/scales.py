"""The scales that scores are given on, and how a score on one scale becomes a score on another.

Scores are points of a scale, exact decimals. What is determined from them counts to two places, halves away from zero:
4.125 is 4.13, unlike with binary floats or banker's rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from itertools import pairwise

_PLACES = Decimal("0.01")
_NOUGHT = Decimal("0.00")
_PRINTED = Decimal("1e-12")
_PRINTING = Context(prec=50)
_CUTTING = Context(prec=60, rounding=ROUND_DOWN)


class OffScale(ValueError):
    """A score that its scale does not have; the text says which it has."""


def rounded(score: Decimal) -> Decimal:
    """Returns the score to two places, halves away from zero; never a negative zero."""
    return score.quantize(_PLACES, ROUND_HALF_UP, _CUTTING) or _NOUGHT


def quotient(total: Decimal, count: Decimal) -> Decimal:
    """Returns `total` by `count`, cut after 60 digits; `rounded` of it is `rounded` of the exact quotient.

    Halves go up by the third place alone, and cutting leaves that place as it is. Rounding here would not: it makes
    halves of what is a hair less.
    """
    return _CUTTING.divide(total, count)


def printed(value: Decimal) -> Decimal:
    """Returns the value as an explanation shows it: to twelve places at most."""
    shown = value.quantize(_PRINTED, context=_PRINTING)
    return value if shown == value else shown


def plain(score: Decimal) -> str:
    """Returns the score as people write it: 3 and not 3.00."""
    text = f"{score:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Level:
    """A step of a scale that has a name; `value` is where it begins, in points."""

    label: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Scale:
    """A declared scale: its points, from which of them on a learner has mastered an item unless a policy says another,
    and the names of its levels, lowest first.

    Raises ValueError for points out of order, off the scale or of more than two places (what is determined is rounded
    to two, and must not come out above the maximum), and for levels that are not rising and distinct.
    """

    minimum: Decimal
    maximum: Decimal
    mastery: Decimal
    levels: tuple[Level, ...] = ()

    def __post_init__(self) -> None:
        points = [self.minimum, self.maximum, self.mastery, *(level.value for level in self.levels)]
        for point in points:
            if problem := validate_point(point):
                raise ValueError(problem)
        if not self.minimum < self.maximum:
            raise ValueError(f"a scale rises: {plain(self.minimum)} to {plain(self.maximum)} does not")
        for point in points[2:]:
            if not self.minimum <= point <= self.maximum:
                raise ValueError(f"{plain(point)} is off the scale, {described(self)}: levels and mastery lie on it")
        if any(upper.value <= lower.value for lower, upper in pairwise(self.levels)):
            raise ValueError("levels rise: list them lowest first, each with a value of its own")
        if len({level.label for level in self.levels}) < len(self.levels):
            raise ValueError("two levels have the same label: give each its own")


def validate_point(point: Decimal) -> str | None:
    """Returns why this cannot be a point of a scale, a level or a mastery level; None where it can."""
    if not point.is_finite():
        return "the points of a scale are finite numbers"
    if not -10_000 < point < 10_000:
        return f"{point} is too large for a scale: points lie between -10000 and 10000"
    if point != rounded(point):
        return f"{plain(point)} has more than two places: scales are marked to two"
    return None


def described(scale: Scale) -> str:
    """Returns the scale in words: `0 to 4`, or `0 (Not yet) to 4 (Extending)`."""
    names = {level.value: f" ({level.label})" for level in scale.levels}
    ends = (plain(point) + names.get(point, "") for point in (scale.minimum, scale.maximum))
    return " to ".join(ends)


def validate_score(score: Decimal, scale: Scale) -> str | None:
    """Returns why the scale does not have this score; None where it has."""
    if not score.is_finite():
        return f"the score is not a number; the scale is {described(scale)}"
    if not scale.minimum <= score <= scale.maximum:
        return f"the score {score} is off the scale, {described(scale)}"
    return None


def level_of(score: Decimal | None, scale: Scale) -> Level | None:
    """Returns the highest level that the score reaches; None without a score, and below the lowest level."""
    if score is None:
        return None
    return next((level for level in reversed(scale.levels) if level.value <= score), None)


@dataclass(frozen=True, slots=True)
class Conversion:
    """How scores on `source` become scores on `target`: by proportion, or by a table that pairs them one by one.

    Raises ValueError for a table that is empty, has scores off its scales, or goes up and down: then the better of two
    performances could become the worse score. A table may fall (on some scales 1 is the best).
    """

    source: Scale
    target: Scale
    table: Mapping[Decimal, Decimal] | None = None

    def __post_init__(self) -> None:
        if self.table is not None:
            for problem in _problems(self.table, self.source, self.target):
                raise ValueError(problem)

    def convert(self, score: Decimal) -> Decimal:
        """Returns the score on the target scale, to two places: 2 of 5 on a scale of 4 is 1.6.

        Raises OffScale for a score that the source scale, or the table, does not have.
        """
        if problem := validate_score(score, self.source):
            raise OffScale(problem)
        if self.table is None:
            return self._in_proportion(score)
        try:
            return self.table[score]
        except KeyError:
            known = ", ".join(plain(mapped) for mapped in sorted(self.table))
            raise OffScale(f"the table of the scale does not say what {plain(score)} is; it has {known}") from None

    def _in_proportion(self, score: Decimal) -> Decimal:
        # One division, at the end, so that only the last step can be inexact.
        source, target = self.source, self.target
        span = source.maximum - source.minimum
        risen = (score - source.minimum) * (target.maximum - target.minimum)
        return rounded(quotient(risen + target.minimum * span, span))


@dataclass(frozen=True, slots=True)
class Given:
    """A score as it was given: on a scale of its own, with the table that converted it where one did."""

    score: Decimal
    minimum: Decimal
    maximum: Decimal
    table: Mapping[Decimal, Decimal] | None = None


def _problems(table: Mapping[Decimal, Decimal], source: Scale, target: Scale) -> Iterator[str]:
    if not table:
        yield "the table is empty: pair every score of the source scale with one of the target scale"
    for score, becomes in table.items():
        if problem := validate_score(score, source) or validate_score(becomes, target) or validate_point(becomes):
            yield f"{score} → {becomes}: {problem}"
    becomes_in_order = [table[score] for score in sorted(score for score in table if score.is_finite())]
    steps = [upper - lower for lower, upper in pairwise(becomes_in_order)]
    if any(step > 0 for step in steps) and any(step < 0 for step in steps):
        yield "the table goes up and down: let it only rise, or only fall"
