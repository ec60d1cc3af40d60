"""What scoring takes of an instrument's version: its conditions, their questions, the roles, and how answers count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from readiness.common.rules.decimals import stored
from readiness.common.rules.roles import ROLES, Role
from readiness.instruments.rules.instrument import Effect

Value = int | bool | str | Decimal
"""What an answer says: a level's number, yes or no, an option's key, or a number in the question's unit."""

_NONE, _ALL = stored(Fraction(0)), stored(Fraction(1))


class OffScale(ValueError):
    """A value that the question does not have; the text says which it has."""


@dataclass(frozen=True, slots=True)
class LevelScale:
    """Ordered levels 1 to `levels`, each described by an anchor; evenly spaced from 0 to 1."""

    levels: int

    def __post_init__(self) -> None:
        if self.levels < 2:
            raise ValueError(f"a question of levels has at least two: {self.levels} leaves nothing to choose")


@dataclass(frozen=True, slots=True)
class YesNoScale:
    """No is 0, yes is 1."""


@dataclass(frozen=True, slots=True)
class ChoiceScale:
    """Options by key in the order shown, each with its declared score, 0 to 1."""

    options: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class NumberScale:
    """A number whose score is linear between two bounds: 0 at `zero_at`, 1 at `one_at`, and the same beyond them.

    `one_at` is the smaller where less is better.
    """

    zero_at: Decimal
    one_at: Decimal

    def __post_init__(self) -> None:
        if self.zero_at == self.one_at:
            raise ValueError("the bounds of a number's score differ: equal ones have no line between them")


@dataclass(frozen=True, slots=True)
class Unscored:
    """Open text or evidence: counted as answered, never scored."""


Scale = LevelScale | YesNoScale | ChoiceScale | NumberScale | Unscored


def score_of(scale: Scale, value: Value) -> Decimal:
    """Returns the score of a value, 0 to 1, stored. Raises OffScale for a value that the scale does not have."""
    if isinstance(scale, YesNoScale) and isinstance(value, bool):
        return _ALL if value else _NONE
    if isinstance(scale, LevelScale) and isinstance(value, int) and not isinstance(value, bool):
        if 1 <= value <= scale.levels:
            return stored(Fraction(value - 1, scale.levels - 1))
        raise OffScale(f"there is no level {value}: levels are 1 to {scale.levels}")
    if isinstance(scale, ChoiceScale) and isinstance(value, str):
        for key, score in scale.options:
            if key == value:
                return stored(Fraction(score))
        raise OffScale(f"there is no option {value}: choose from {', '.join(key for key, _ in scale.options)}")
    if isinstance(scale, NumberScale) and isinstance(value, Decimal | int) and not isinstance(value, bool):
        if not Decimal(value).is_finite():
            raise OffScale(f"{value} is not a number")
        zero, one = Fraction(scale.zero_at), Fraction(scale.one_at)
        return stored(min(max((Fraction(value) - zero) / (one - zero), Fraction(0)), Fraction(1)))
    raise OffScale(f"{value!r} is no answer to a question of this kind")


def written_value(value: Value) -> str:
    """Returns the value as text, as explanations and exports show it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def values_of(scale: Scale) -> tuple[Value, ...]:
    """Returns every value of the scale in its order; none of a number, which has no list, and of what has no score."""
    match scale:
        case LevelScale(levels):
            return tuple(range(1, levels + 1))
        case YesNoScale():
            return False, True
        case ChoiceScale(options):
            return tuple(key for key, _ in options)
        case _:
            return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionTerms:
    """How a question counts. `gate` is the score, 0 to 1, that all roles together must reach; None: it is no must-have.

    `key` survives into the next version of the instrument.
    """

    key: str
    scale: Scale
    weight: Decimal = Decimal(1)
    roles: frozenset[Role] = frozenset(ROLES)
    gate: Decimal | None = None
    dont_know: Effect = "left_out"
    not_applicable: Effect = "left_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionTerms:
    """A section of the instrument: a condition of readiness, and the questions about it."""

    key: str
    weight: Decimal = Decimal(1)
    questions: tuple[QuestionTerms, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTerms:
    """A role's weight, and the fewest raters of whom anything is released."""

    role: Role
    weight: Decimal = Decimal(1)
    minimum: int = 5


class ReadinessLevel(NamedTuple):
    """A named step of readiness, reached from the score `at_least` on."""

    key: str
    at_least: Decimal


@dataclass(frozen=True, slots=True)
class Ladder:
    """The levels of readiness, lowest first, and the one that is aimed at.

    Raises ValueError for levels that do not begin at 0 or do not rise, and for a target that is none of them or the
    lowest, below which a missed gate could hold nobody.
    """

    levels: tuple[ReadinessLevel, ...]
    target: str

    def __post_init__(self) -> None:
        if not self.levels or self.levels[0].at_least != 0:
            raise ValueError("the lowest level begins at 0, so that every score reaches one")
        if any(upper.at_least <= lower.at_least for lower, upper in pairwise(self.levels)):
            raise ValueError("levels rise: list them lowest first, each with a score of its own")
        if self.target not in [level.key for level in self.levels[1:]]:
            raise ValueError(f"the target {self.target} is not a level above the lowest")

    @property
    def target_index(self) -> int:
        return [level.key for level in self.levels].index(self.target)

    @property
    def target_score(self) -> Decimal:
        return self.levels[self.target_index].at_least


LADDER = Ladder(
    (
        ReadinessLevel("emerging", Decimal("0")),
        ReadinessLevel("developing", Decimal("0.4")),
        ReadinessLevel("ready", Decimal("0.65")),
        ReadinessLevel("leading", Decimal("0.85")),
    ),
    target="ready",
)
"""What is meant where an instrument declares no levels of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of one published version; keys of conditions and of questions are unique in it."""

    conditions: tuple[ConditionTerms, ...]
    roles: tuple[RoleTerms, ...]
    ladder: Ladder = field(default=LADDER)

    def questions(self) -> Iterator[QuestionTerms]:
        """Yields every question in the order of the instrument."""
        for condition in self.conditions:
            yield from condition.questions
