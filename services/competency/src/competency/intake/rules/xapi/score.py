"""The result of an xAPI statement, and what it is on a scale of ours.

Source: xAPI 1.0.3 part 2, section 2.4.5.1: scaled lies between -1 and 1; raw between min and max, where they are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from competency.common.scales import Conversion, Given, OffScale, Scale, quotient, rounded

_LARGEST = Decimal(10) ** 12
_KNOWN = frozenset({"scaled", "raw", "min", "max"})


class BadScore(Exception):
    """A result that breaks xAPI's own rules: where in it, and which."""

    def __init__(self, steps: tuple[str, ...], reason: str) -> None:
        super().__init__(reason)
        self.steps = steps
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Result:
    """What a statement says of how well it went; at least `scaled`, `raw` or `success` is there."""

    scaled: Decimal | None = None
    raw: Decimal | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    success: bool | None = None


def read_result(found: object) -> Result | None:
    """The result with a score or a success; None where it has neither. Raises BadScore."""
    if found is None:
        return None
    if not isinstance(found, dict):
        raise BadScore((), "an object is expected here")
    success, score = found.get("success"), found.get("score")
    if success is not None and not isinstance(success, bool):
        raise BadScore(("success",), "true or false is expected here")
    if score is None:
        return None if success is None else Result(success=success)
    if not isinstance(score, dict):
        raise BadScore(("score",), "an object is expected here")
    for name in score:
        if name not in _KNOWN:
            raise BadScore(("score", name), "a score has scaled, raw, min and max")
    scaled, raw, least, most = (_number(score, name) for name in ("scaled", "raw", "min", "max"))
    if scaled is not None and not -1 <= scaled <= 1:
        raise BadScore(("score", "scaled"), "a scaled score lies between -1 and 1")
    if least is not None and most is not None and least >= most:
        raise BadScore(("score", "min"), "min is below max")
    if raw is not None and ((least is not None and raw < least) or (most is not None and raw > most)):
        raise BadScore(("score", "raw"), "raw lies between min and max")
    if scaled is None and raw is None:
        return None if success is None else Result(success=success)
    return Result(scaled, raw, least, most, success)


@dataclass(frozen=True, slots=True)
class Placed:
    """Points of our scale, and the score as it was given, where it was given as one."""

    points: Decimal
    given: Given | None = None


def on_scale(result: Result, scale: Scale, declared: Conversion | None = None) -> Placed | str:
    """The score on our scale, to two places halves up, or why it cannot be told.

    In this order: raw by the conversion that the district has declared for the activity; raw with its own min and max,
    by proportion; scaled, from 0 to 1 by proportion; success, which is the point of mastery. A failure without a score
    says nothing of how far the learner is, and is not made up.
    """
    if result.raw is not None and declared is not None:
        try:
            source = declared.source
            given = Given(result.raw, source.minimum, source.maximum, declared.table)
            return Placed(declared.convert(result.raw), given)
        except OffScale as error:
            return str(error)
    if result.raw is not None and result.minimum is not None and result.maximum is not None:
        return _in_proportion(result.raw, result.minimum, result.maximum, scale)
    if result.scaled is not None:
        if result.scaled < 0:
            return "a scaled score below 0 has no place on the scale; send raw with min and max"
        return _in_proportion(result.scaled, Decimal(0), Decimal(1), scale)
    if result.raw is not None:
        return "a raw score without min and max cannot be placed on the scale; send these, or scaled"
    if result.success:
        return Placed(rounded(scale.mastery))
    return "a failure without a score does not say how far the learner is; send a score"


def _in_proportion(score: Decimal, least: Decimal, most: Decimal, scale: Scale) -> Placed:
    whole = most - least
    risen = (score - least) * (scale.maximum - scale.minimum)
    return Placed(rounded(quotient(risen + scale.minimum * whole, whole)), Given(score, least, most))


def _number(score: dict[str, object], name: str) -> Decimal | None:
    found = score.get(name)
    if found is None:
        if name in score:
            raise BadScore(("score", name), "a number is expected here")
        return None
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise BadScore(("score", name), "a number is expected here")
    # The shortest text of a float is what the sender wrote; its binary digits are not.
    number = Decimal(repr(found))
    if not number.is_finite() or abs(number) >= _LARGEST:
        raise BadScore(("score", name), "the number is too large")
    return number
