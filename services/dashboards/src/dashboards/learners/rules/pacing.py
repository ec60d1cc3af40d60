"""The pacing line as it is drawn: planned and achieved, week by week, on a field of 100 by 40."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

WIDTH, HEIGHT = 100.0, 40.0


class Week(Protocol):
    @property
    def ends_on(self) -> date: ...
    @property
    def planned(self) -> int: ...
    @property
    def achieved(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Line:
    """Points as SVG takes them, and the two ends in words. `achieved` ends with the week that is under way."""

    planned: str
    achieved: str
    last_x: float
    last_y: float
    most: int
    now_planned: int
    now_achieved: int
    first: date
    last: date


def drawn(weeks: Sequence[Week]) -> Line | None:
    """None where there is nothing to draw."""
    past = [week for week in weeks if week.achieved is not None]
    if len(weeks) < 2 or not past:
        return None
    most = max(1, *(max(week.planned, week.achieved or 0) for week in weeks))
    step = WIDTH / (len(weeks) - 1)

    def point(place: int, count: int) -> tuple[float, float]:
        return round(place * step, 2), round(HEIGHT - HEIGHT * count / most, 2)

    planned = [point(place, week.planned) for place, week in enumerate(weeks)]
    achieved = [point(place, week.achieved or 0) for place, week in enumerate(past)]
    return Line(
        planned=_points(planned), achieved=_points(achieved), last_x=achieved[-1][0], last_y=achieved[-1][1],
        most=most, now_planned=past[-1].planned, now_achieved=past[-1].achieved or 0, first=weeks[0].ends_on,
        last=weeks[-1].ends_on,
    )  # fmt: skip


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
