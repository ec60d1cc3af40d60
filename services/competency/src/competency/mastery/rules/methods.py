"""The six methods that make one score of many, and the order of the pieces that they go by.

A method takes the scores that count, oldest first, in points of the policy's scale, and gives a score to two places,
halves up (`scales.rounded`); nothing before that is rounded. The definitions and numbers are those that Canvas LMS
documents for its outcomes, except for the order: by when the learner showed it, not by when it was graded.

| method | parameter | score |
|---|---|---|
| highest | - | the highest score |
| latest | - | the newest score |
| average | - | the mean |
| n_mastery | n, 1 to 10 times | the mean of the scores at or above the mastery level; none with fewer than n of them |
| decaying_average | w, 1 to 99 %, 65 unless said | newest x w + mean of all older x (1 - w) |
| standard_decaying_average | w, 50 to 99 % | oldest, then score by score: a = score x w + a x (1 - w) |

Exact throughout: sums and products by the scores' own digits, one division at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from functools import reduce
from hashlib import sha256
from itertools import islice
from operator import attrgetter, eq
from types import MappingProxyType
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from competency.common.scales import quotient, rounded

_CENT = Decimal("0.01")
# Contexts of our own, made once: what another library does to the thread's context changes no score.
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)  # for sums and products only: their digits are finite
_CARRYING = Context(prec=50)
_DOUBT = Decimal("1e-40")
_UNSCORED = Decimal("-Infinity")


class Observed(Protocol):
    """What a method needs of a piece of evidence: a row, or any object with these names. `observed_at` is aware, `tie`
    comes from `evidence.rules.tie_key`, and `score` is None for a piece without one, which no method weighs.
    """

    @property
    def evidence_id(self) -> UUID: ...
    @property
    def score(self) -> Decimal | None: ...
    @property
    def observed_at(self) -> datetime: ...
    @property
    def tie(self) -> str: ...


P = TypeVar("P", bound=Observed)


class Weighed(NamedTuple):
    """A method's score, and the position of the piece whose observation dates it (both None without a score).

    Under highest that is the first piece to show the score; under the others the newest that has a share in it.
    """

    score: Decimal | None
    dated_by: int | None


Weigh = Callable[[Sequence[Decimal]], Weighed]
_NO_SCORE = Weighed(None, None)


@dataclass(frozen=True, slots=True)
class Parameter:
    """The one number a method may need; both ends belong to the range."""

    meaning: str
    lowest: int
    highest: int
    default: int | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """`bind` makes the function that weighs, of the parameter (0 where there is none) and the mastery level."""

    bind: Callable[[int, Decimal], Weigh]
    parameter: Parameter | None = None


def weigher(method: str, parameter: int | None, mastery: Decimal) -> Weigh:
    """The function that weighs scores by this method; make it once, it serves any number of learners.

    Raises ValueError for what `validate_method` or `validate_parameter` refuses.
    """
    if problem := validate_method(method) or validate_parameter(method, parameter):
        raise ValueError(problem)
    return METHODS[method].bind(parameter_of(method, parameter) or 0, mastery)


def parameter_of(method: str, parameter: int | None) -> int | None:
    """The parameter in effect: the method's default where none is given."""
    declared = METHODS[method].parameter
    return declared.default if declared and parameter is None else parameter


def validate_method(method: str) -> str | None:
    """Returns why there is no such method; None where there is."""
    return None if method in METHODS else f"there is no method {method!r}; choose one of {', '.join(METHODS)}"


def validate_parameter(method: str, parameter: int | None) -> str | None:
    """Returns why the method cannot have this parameter; None where it can."""
    declared = METHODS[method].parameter
    if declared is None:
        return None if parameter is None else f"{method} takes no parameter; leave it out"
    allowed = f"{declared.meaning}, {declared.lowest} to {declared.highest}"
    if parameter is None:
        return None if declared.default is not None else f"{method} needs its parameter: {allowed}"
    if not declared.lowest <= parameter <= declared.highest:
        return f"{parameter} is out of range for {method}: give {allowed}"
    return None


_observed = attrgetter("observed_at", "tie")


def in_order(pieces: Iterable[P]) -> list[P]:
    """The pieces oldest first, by when the learner showed them, whatever the order they arrived in.

    Equal moments are told apart by `tie`, then by score (the better one counts as newer), then by a hash of the id:
    the id itself would let arrival decide.
    """
    ordered = list(pieces)
    if len(ordered) < 2:
        return ordered
    ordered.sort(key=_observed)
    keys = list(map(_observed, ordered))
    if any(map(eq, keys, islice(keys, 1, None))):
        ordered.sort(key=_last_resort)
    return ordered


def _last_resort(piece: Observed) -> tuple[datetime, str, Decimal, str]:
    score = _UNSCORED if piece.score is None else piece.score
    return piece.observed_at, piece.tie, score, sha256(piece.evidence_id.bytes).hexdigest()


def _sum(scores: Sequence[Decimal]) -> Decimal:
    return reduce(_EXACT.add, scores)


def _mean(scores: Sequence[Decimal]) -> Decimal:
    return rounded(quotient(_sum(scores), Decimal(len(scores))))


def _share(percent: int) -> Decimal:
    return _EXACT.scaleb(Decimal(percent), -2)


def _highest(_parameter: int, _mastery: Decimal) -> Weigh:
    def weigh(scores: Sequence[Decimal]) -> Weighed:
        if not scores:
            return _NO_SCORE
        score = rounded(max(scores))
        # The first that counts as much: a later 2.996 does not outdo an earlier 2.995, although both count as 3.00.
        near = _EXACT.subtract(score, _CENT)
        return Weighed(score, next(n for n, s in enumerate(scores) if s >= near and rounded(s) == score))

    return weigh


def _latest(_parameter: int, _mastery: Decimal) -> Weigh:
    def weigh(scores: Sequence[Decimal]) -> Weighed:
        return Weighed(rounded(scores[-1]), len(scores) - 1) if scores else _NO_SCORE

    return weigh


def _average(_parameter: int, _mastery: Decimal) -> Weigh:
    def weigh(scores: Sequence[Decimal]) -> Weighed:
        return Weighed(_mean(scores), len(scores) - 1) if scores else _NO_SCORE

    return weigh


def _n_mastery(times: int, mastery: Decimal) -> Weigh:
    def weigh(scores: Sequence[Decimal]) -> Weighed:
        reached = [score for score in scores if score >= mastery]
        if len(reached) < times:
            return _NO_SCORE
        return Weighed(_mean(reached), next(n for n in reversed(range(len(scores))) if scores[n] >= mastery))

    return weigh


def _decaying_average(percent: int, _mastery: Decimal) -> Weigh:
    newest_share, older_share = _share(percent), _share(100 - percent)

    def weigh(scores: Sequence[Decimal]) -> Weighed:
        if len(scores) < 2:
            return Weighed(rounded(scores[0]), 0) if scores else _NO_SCORE
        # newest x w + (sum of older / how many) x (1 - w), brought over one denominator.
        older = Decimal(len(scores) - 1)
        newest = _EXACT.multiply(scores[-1], _EXACT.multiply(newest_share, older))
        total = _EXACT.fma(_sum(scores[:-1]), older_share, newest)
        return Weighed(rounded(quotient(total, older)), len(scores) - 1)

    return weigh


def _standard_decaying_average(percent: int, _mastery: Decimal) -> Weigh:
    newest_share, older_share = _share(percent), _share(100 - percent)

    def fold(scores: Sequence[Decimal], context: Context) -> Decimal:
        multiply, fma = context.multiply, context.fma
        average = scores[0]
        for score in islice(scores, 1, None):
            average = fma(average, older_share, multiply(score, newest_share))
        return average

    def weigh(scores: Sequence[Decimal]) -> Weighed:
        if not scores:
            return _NO_SCORE
        # Every score adds two digits. Fifty are carried, which errs by less than 1e-45; only where so little could
        # decide how the last place rounds are all digits worth their price.
        average = fold(scores, _CARRYING)
        score = rounded(_CARRYING.subtract(average, _DOUBT))
        if score != rounded(_CARRYING.add(average, _DOUBT)):
            score = rounded(fold(scores, _EXACT))
        return Weighed(score, len(scores) - 1)

    return weigh


_WEIGHT = "the newest score's weight in percent"
METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "highest": Method(_highest),
        "latest": Method(_latest),
        "average": Method(_average),
        "n_mastery": Method(_n_mastery, Parameter("how many times", 1, 10)),
        "decaying_average": Method(_decaying_average, Parameter(_WEIGHT, 1, 99, default=65)),
        "standard_decaying_average": Method(_standard_decaying_average, Parameter(_WEIGHT, 50, 99)),
    }
)
