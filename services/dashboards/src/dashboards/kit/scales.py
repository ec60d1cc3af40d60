"""From figures to places on a drawing, and the round figures that an axis names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext

from dashboards.kit.localisation import Number

_STEPS = (1, 2, 5, 10)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)


def exact(value: Number) -> Decimal:
    """Raises ValueError for what is no number or has no end."""
    found = Decimal(str(value))
    if not found.is_finite():
        raise ValueError(f"{value} cannot be drawn")
    return found


@dataclass(frozen=True)
class Scale:
    """Figures between `low` and `high` as places between `start` and `end`; `ticks` are the figures that are named."""

    low: Decimal
    high: Decimal
    start: float
    end: float
    ticks: tuple[Decimal, ...]

    def at(self, value: Number) -> float:
        with localcontext() as context:
            context.prec = 60
            share = float((exact(value) - self.low) / (self.high - self.low))
        return self.start + (self.end - self.start) * min(1.0, max(0.0, share))


def scale(values: Iterable[Number], start: float, end: float, *, ticks: int = 4, whole: bool = False) -> Scale:
    """A scale that has room for all the values and ends in round figures. `whole` keeps to whole numbers."""
    with localcontext() as context:
        context.prec = 60
        known = [exact(value) for value in values]
        low, high = (min(known), max(known)) if known else (Decimal(0), Decimal(1))
        if high == low:
            high = low + max(Decimal(1), abs(low).scaleb(-1))
        step = _step((high - low) / max(1, ticks), whole=whole)
        first, last = (low / step).to_integral_value("ROUND_FLOOR"), (high / step).to_integral_value("ROUND_CEILING")
        named = tuple(step * (first + place) for place in range(int(last - first) + 1))
        return Scale(named[0], named[-1], start, end, named)


def _step(least: Decimal, *, whole: bool) -> Decimal:
    """The smallest of 1, 2 and 5, with any power of ten, that is not below this."""
    power = Decimal(1).scaleb(least.adjusted())
    step = next(power * factor for factor in _STEPS if power * factor >= least)
    return max(Decimal(1), step) if whole else step


@dataclass(frozen=True)
class Days:
    """Days between the first and the last as places between `start` and `end`."""

    first: date
    last: date
    start: float
    end: float

    def at(self, day: date) -> float:
        if self.last <= self.first:
            return (self.start + self.end) / 2
        share = (day - self.first) / (self.last - self.first)
        return self.start + (self.end - self.start) * min(1.0, max(0.0, share))

    def ticks(self, most: int) -> Sequence[date]:
        """The beginnings of months, at most so many; of a shorter time its first and its last day."""
        months = 12 * (self.last.year - self.first.year) + self.last.month - self.first.month
        step = next((step for step in _MONTHS if months // step + 1 <= max(1, most)), _MONTHS[-1])
        begin = 12 * self.first.year + self.first.month - 1 + (self.first.day > 1)
        begin += -begin % step if step > 1 else 0
        end = 12 * self.last.year + self.last.month - 1
        found = [date(month // 12, month % 12 + 1, 1) for month in range(begin, end + 1, step) if month >= 12]
        if len(found) > 1:
            return found
        return [self.first, self.last] if self.last - self.first > timedelta(days=1) and most > 1 else [self.first]
