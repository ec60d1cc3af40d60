"""The six methods in one pass: the score after each of the scores, as `methods` gives it for all of them up to there.

How a result came about is told by weighing every beginning of a learner's scores. Weighed one by one, a thousand scores
would be half a million steps; here each goes on from the one before. That both say the same is a property test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from itertools import accumulate
from types import MappingProxyType

from competency.common.scales import quotient, rounded
from competency.mastery.rules.methods import parameter_of, weigher

_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)  # for sums and products only: their digits are finite
_CARRYING = Context(prec=50)
_DOUBT = Decimal("1e-40")

Run = Callable[[Sequence[Decimal]], list[Decimal | None]]
"""Of scores that count, oldest first: the score after each of them, None while there is none."""


def running(method: str, parameter: int | None, mastery: Decimal) -> Run:
    """The function that runs through scores by this method; make it once, it serves any number of learners."""
    return _RUNS[method](parameter_of(method, parameter) or 0, mastery)


def _sums(scores: Sequence[Decimal]) -> list[Decimal]:
    return list(accumulate(scores, _EXACT.add))


def _highest(_parameter: int, _mastery: Decimal) -> Run:
    return lambda scores: [rounded(score) for score in accumulate(scores, max)]


def _latest(_parameter: int, _mastery: Decimal) -> Run:
    return lambda scores: [rounded(score) for score in scores]


def _average(_parameter: int, _mastery: Decimal) -> Run:
    return lambda scores: [rounded(quotient(total, Decimal(n))) for n, total in enumerate(_sums(scores), 1)]


def _n_mastery(times: int, mastery: Decimal) -> Run:
    def run(scores: Sequence[Decimal]) -> list[Decimal | None]:
        found: list[Decimal | None] = []
        total, reached = Decimal(0), 0
        for score in scores:
            if score >= mastery:
                total, reached = _EXACT.add(total, score), reached + 1
            found.append(rounded(quotient(total, Decimal(reached))) if reached >= times else None)
        return found

    return run


def _decaying_average(percent: int, _mastery: Decimal) -> Run:
    newest_share, older_share = _share(percent), _share(100 - percent)

    def run(scores: Sequence[Decimal]) -> list[Decimal | None]:
        found: list[Decimal | None] = [rounded(score) for score in scores[:1]]
        for n, (older, newest) in enumerate(zip(_sums(scores), scores[1:], strict=False), 1):
            count = Decimal(n)
            total = _EXACT.fma(older, older_share, _EXACT.multiply(newest, _EXACT.multiply(newest_share, count)))
            found.append(rounded(quotient(total, count)))
        return found

    return run


def _standard_decaying_average(percent: int, mastery: Decimal) -> Run:
    newest_share, older_share = _share(percent), _share(100 - percent)
    weigh = weigher("standard_decaying_average", percent, mastery)

    def run(scores: Sequence[Decimal]) -> list[Decimal | None]:
        found: list[Decimal | None] = []
        average = scores[0] if scores else Decimal(0)
        for n, newest in enumerate(scores):
            if n:
                average = _CARRYING.fma(average, older_share, _CARRYING.multiply(newest, newest_share))
            score = rounded(_CARRYING.subtract(average, _DOUBT))
            sure = score == rounded(_CARRYING.add(average, _DOUBT))
            found.append(score if sure else weigh(scores[: n + 1]).score)
        return found

    return run


def _share(percent: int) -> Decimal:
    return _EXACT.scaleb(Decimal(percent), -2)


_RUNS: Mapping[str, Callable[[int, Decimal], Run]] = MappingProxyType(
    {
        "highest": _highest,
        "latest": _latest,
        "average": _average,
        "n_mastery": _n_mastery,
        "decaying_average": _decaying_average,
        "standard_decaying_average": _standard_decaying_average,
    }
)
