"""How a method came to its score: the share of each piece, and the sums step by step, for people who ask.

`methods` computes; nothing here is on its way. That both say the same is a property test. All lists are oldest first,
as the methods take them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from types import MappingProxyType

from competency.common.scales import plain, printed
from competency.mastery.rules.methods import parameter_of, weigher

_CARRYING = Context(prec=50)
_NONE, _ALL = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is in words, its formula, and what it comes to.

    A formula is of numbers, `+ × ÷`, brackets, `max(…)`, `round(…)` (to two places, halves up) and `previous`, the
    exact outcome of the step before. `value` is printed to twelve places at most; None where there is no score.
    """

    what: str
    formula: str
    value: Decimal | None


def shares(method: str, parameter: int | None, mastery: Decimal, scores: Sequence[Decimal]) -> list[Decimal]:
    """Each score's share in the result, 0 to 1, printed to twelve places; all 0 where the method has no result.

    The sum of score x share is the result before it was rounded, but for what the printing leaves out. Under highest
    it is the score of the piece that dates the result, which may differ from the highest beyond two places.
    """
    dated_by = weigher(method, parameter, mastery)(scores).dated_by
    if dated_by is None:
        return [_NONE] * len(scores)
    if method in ("highest", "latest"):
        return [_ALL if n == dated_by else _NONE for n in range(len(scores))]
    if method in ("average", "n_mastery"):
        has_part = [method == "average" or score >= mastery for score in scores]
        share = printed(_ALL / sum(has_part))
        return [share if part else _NONE for part in has_part]
    newest, older = _parts(method, parameter)
    if method == "standard_decaying_average":
        return _fading(newest, older, len(scores))
    others = len(scores) - 1
    return [printed(older / others)] * others + [newest] if others else [_ALL]


def _fading(newest: Decimal, older: Decimal, count: int) -> list[Decimal]:
    found = []
    rest = _ALL
    for _ in range(count - 1):
        found.append(printed(_CARRYING.multiply(rest, newest)))
        rest = _CARRYING.multiply(rest, older)
    return [printed(rest), *reversed(found)]


def steps(method: str, parameter: int | None, mastery: Decimal, scores: Sequence[Decimal]) -> tuple[Step, ...]:
    """From the scores that count to the score; the last step rounds. Without scores there are no steps."""
    if not scores:
        return ()
    score = weigher(method, parameter, mastery)(scores).score
    if score is None:
        reached, needed = sum(s >= mastery for s in scores), parameter_of(method, parameter)
        what = f"{reached} of {len(scores)} scores reach {plain(mastery)}, and {needed} must: there is no result yet"
        return (Step(what, "", None),)
    if len(scores) == 1:
        exact = [Step("the only score", plain(scores[0]), scores[0])]
    else:
        exact = _STEPS[method](scores, mastery, *_parts(method, parameter))
    return *exact, Step("to two places, halves up", "round(previous)", score)


def _of_highest(scores: Sequence[Decimal], *_: Decimal) -> list[Step]:
    return [Step(f"the highest of {len(scores)} scores", f"max({', '.join(map(plain, scores))})", max(scores))]


def _of_latest(scores: Sequence[Decimal], *_: Decimal) -> list[Step]:
    return [Step(f"the newest of {len(scores)} scores", plain(scores[-1]), scores[-1])]


def _of_average(scores: Sequence[Decimal], *_: Decimal) -> list[Step]:
    return [_mean(f"the mean of {len(scores)} scores", scores)]


def _of_n_mastery(scores: Sequence[Decimal], mastery: Decimal, *_: Decimal) -> list[Step]:
    reached = [score for score in scores if score >= mastery]
    return [_mean(f"the mean of the {len(reached)} of {len(scores)} scores that reach {plain(mastery)}", reached)]


def _of_decaying(scores: Sequence[Decimal], _mastery: Decimal, newest: Decimal, older: Decimal) -> list[Step]:
    mean = _mean(f"the mean of the {len(scores) - 1} older scores", scores[:-1])
    value = _weighted(scores[-1], newest, _mean_of(scores[:-1]), older)
    return [mean, _decayed("the newest score, and that mean", scores[-1], newest, older, value)]


def _of_standard(scores: Sequence[Decimal], _mastery: Decimal, newest: Decimal, older: Decimal) -> list[Step]:
    found = [Step("the oldest score", plain(scores[0]), scores[0])]
    average = scores[0]
    for number, score in enumerate(scores[1:], 2):
        average = _weighted(score, newest, average, older)
        found.append(_decayed(f"score {number}, and what came before", score, newest, older, average))
    return found


_STEPS: Mapping[str, Callable[..., list[Step]]] = MappingProxyType(
    {
        "highest": _of_highest,
        "latest": _of_latest,
        "average": _of_average,
        "n_mastery": _of_n_mastery,
        "decaying_average": _of_decaying,
        "standard_decaying_average": _of_standard,
    }
)


def _parts(method: str, parameter: int | None) -> tuple[Decimal, Decimal]:
    """What the newest score weighs and what is left for the older; nothing in methods that do not decay."""
    percent = parameter_of(method, parameter) if method.endswith("decaying_average") else None
    return (_NONE, _NONE) if percent is None else (Decimal(percent) / 100, Decimal(100 - percent) / 100)


def _mean(what: str, scores: Sequence[Decimal]) -> Step:
    return Step(what, f"({' + '.join(map(plain, scores))}) ÷ {len(scores)}", printed(_mean_of(scores)))


def _mean_of(scores: Sequence[Decimal]) -> Decimal:
    return _CARRYING.divide(sum(scores, _NONE), Decimal(len(scores)))


def _decayed(what: str, score: Decimal, newest: Decimal, older: Decimal, value: Decimal) -> Step:
    return Step(what, f"{plain(score)} × {newest} + previous × {older}", printed(value))


def _weighted(score: Decimal, newest: Decimal, before: Decimal, older: Decimal) -> Decimal:
    return _CARRYING.fma(before, older, _CARRYING.multiply(score, newest))
