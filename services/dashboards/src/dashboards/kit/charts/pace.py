"""The pace line: what the plan expects, what has been achieved, and where today is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.kit.charts.chart import Chart, Drawing, chart
from dashboards.kit.charts.plot import Line, plot
from dashboards.kit.localisation import Localisation


@dataclass(frozen=True)
class PacePoint:
    """What was planned until the end of a day, and what was achieved by then; None for days that are still to come."""

    day: date
    planned: int
    achieved: int | None


def pace_line(l10n: Localisation, name: str, points: Sequence[PacePoint], today: date) -> Chart:
    """Planned and achieved over days, from nothing upwards, with a line where today is."""
    ordered = sorted(points, key=lambda point: point.day)
    planned, achieved = l10n.gettext("Planned"), l10n.gettext("Mastered")
    lines = [
        Line(planned, 1, [(point.day, point.planned) for point in ordered], marked=False),
        Line(achieved, 0, [(point.day, point.achieved) for point in ordered]),
    ]

    def draw(width: float, _: str) -> Drawing:
        return plot(l10n, lines, width, whole=True, from_zero=True, vertical=(today, l10n.gettext("Today")))

    rows = [
        (l10n.day(p.day), l10n.number(p.planned), "–" if p.achieved is None else l10n.number(p.achieved))
        for p in ordered
    ]
    columns = (l10n.gettext("Until"), planned, achieved)
    title, said = l10n.gettext("Pace"), _described(l10n, ordered, today)
    return chart(name, title, said, draw if ordered else None, columns, rows, summary=said)


def _described(l10n: Localisation, points: Sequence[PacePoint], today: date) -> str:
    if not points:
        return l10n.gettext("There is nothing to draw yet.")
    past = [point for point in points if point.achieved is not None and point.day <= today]
    first, last, whole = l10n.day(points[0].day), l10n.day(points[-1].day), l10n.number(points[-1].planned)
    if not past:
        return l10n.gettext("From %(first)s to %(last)s: %(whole)s planned.", first=first, last=last, whole=whole)
    return l10n.gettext(
        "From %(first)s to %(last)s: %(whole)s planned. "
        "By %(day)s, %(planned)s were planned and %(achieved)s mastered.",
        first=first, last=last, whole=whole, day=l10n.day(past[-1].day), planned=l10n.number(past[-1].planned),
        achieved=l10n.number(past[-1].achieved or 0),
    )  # fmt: skip
