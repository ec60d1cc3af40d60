"""A trend: one to four series of figures over days, with a target where there is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.kit.charts.chart import Chart, Drawing, chart
from dashboards.kit.charts.plot import Line, plot
from dashboards.kit.localisation import Localisation, Number

MOST_SERIES = 4
"""More lines than these cannot be told apart without their colours."""


@dataclass(frozen=True)
class Series:
    """Figures by day; None where there is none, which leaves a gap."""

    words: str
    points: Sequence[tuple[date, Number | None]]


def trend(
    l10n: Localisation, name: str, title: str, series: Sequence[Series], *, target: tuple[Number, str] | None = None
) -> Chart:
    """Raises ValueError for more series than can be told apart."""
    if len(series) > MOST_SERIES:
        raise ValueError(f"{len(series)} lines cannot be told apart; {MOST_SERIES} can")
    days = sorted({day for one in series for day, _ in one.points})
    lines = [Line(one.words, style, one.points) for style, one in enumerate(series)]

    def draw(width: float, _: str) -> Drawing:
        return plot(l10n, lines, width, horizontal=target)

    known = [dict(one.points) for one in series]
    rows = [(l10n.day(day), *(_figure(l10n, values.get(day)) for values in known)) for day in days]
    columns = (l10n.gettext("Day"), *(one.words for one in series))
    drawn = any(value is not None for values in known for value in values.values())
    description = _described(l10n, series, target) if drawn else l10n.gettext("There is nothing to draw yet.")
    return chart(name, title, description, draw if drawn else None, columns, rows if drawn else [])


def _described(l10n: Localisation, series: Sequence[Series], target: tuple[Number, str] | None) -> str:
    said = []
    for one in series:
        known = sorted((day, value) for day, value in one.points if value is not None)
        if known:
            said.append(
                l10n.gettext(
                    "%(what)s: %(first)s on %(begin)s, %(last)s on %(end)s.",
                    what=one.words, first=l10n.number(known[0][1]), begin=l10n.day(known[0][0]),
                    last=l10n.number(known[-1][1]), end=l10n.day(known[-1][0]),
                )
            )  # fmt: skip
    if target:
        said.append(f"{target[1]}: {l10n.number(target[0])}.")
    return " ".join(said)


def _figure(l10n: Localisation, value: Number | None) -> str:
    return "–" if value is None else l10n.number(value)
