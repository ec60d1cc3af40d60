"""The field that lines are drawn on: axes with round figures and months, and marks that differ by shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from dashboards.kit import svg
from dashboards.kit.charts.chart import Drawing, legend
from dashboards.kit.localisation import Localisation, Number
from dashboards.kit.scales import Days, Scale, scale

_HEIGHT = 190.0
_MOST_MARKS = 40
"""Of more points than these a line shows no marks but the last."""


@dataclass(frozen=True)
class Line:
    """A line with its words. `style` chooses dashes and marks; gaps are drawn where a value is None."""

    words: str
    style: int
    points: Sequence[tuple[date, Number | None]]
    marked: bool = True


@dataclass(frozen=True)
class Field:
    """Where the axes stand."""

    x: Days
    y: Scale
    left: float
    right: float
    top: float
    bottom: float


def mark(style: int, x: float, y: float, size: float = 3.6) -> Markup:
    """Circle, square, triangle, diamond: lines are told apart without their colours."""
    class_ = f"mark-{style}"
    if style == 0:
        return svg.element("circle", cx=x, cy=y, r=size, class_=class_)
    if style == 1:
        return svg.element("rect", x=x - size, y=y - size, width=2 * size, height=2 * size, class_=class_)
    corners = [(x, y - 1.3 * size), (x + 1.2 * size, y + size), (x - 1.2 * size, y + size)]
    if style == 3:
        reach = 1.35 * size
        corners = [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]
    return svg.element("polygon", points=svg.points(corners), class_=class_)


def plot(
    l10n: Localisation,
    lines: Sequence[Line],
    width: float,
    *,
    whole: bool = False,
    from_zero: bool = False,
    vertical: tuple[date, str] | None = None,
    horizontal: tuple[Number, str] | None = None,
) -> Drawing:
    """Lines over days. `vertical` is a day with its word ("today"), `horizontal` a figure with its own ("target")."""
    keys = legend([(_sample(line), line.words) for line in lines], width)
    known = [value for line in lines for _, value in line.points if value is not None]
    known += [0] if from_zero else []
    known += [horizontal[0]] if horizontal else []
    days = [day for line in lines for day, _ in line.points]
    top = keys.height + (26 if vertical else 12)
    y = scale(known, top + _HEIGHT, top, whole=whole)
    left = 10 + max(svg.width_of(l10n.number(tick)) for tick in y.ticks)
    x = Days(min(days), max(days), left + 6, width - 14)
    field = Field(x, y, left, width - 4, top, top + _HEIGHT)
    parts = [keys.content, _axes(l10n, field), _horizontal(field, horizontal), _vertical(field, vertical)]
    parts += [_drawn(field, line) for line in lines]
    return Drawing(top + _HEIGHT + 26, svg.together(parts))


def _sample(line: Line) -> Markup:
    drawn = svg.element("line", x1=0, y1=7, x2=28, y2=7, class_=f"line-{line.style}")
    return drawn + mark(line.style, 14, 7) if line.marked else drawn


def _axes(l10n: Localisation, field: Field) -> Markup:
    parts = []
    for tick in field.y.ticks:
        y = field.y.at(tick)
        parts.append(svg.element("line", x1=field.left, y1=y, x2=field.right, y2=y, class_="grid-line"))
        parts.append(svg.text(l10n.number(tick), field.left - 6, y + 4.5, "tick", "end"))
    parts.append(svg.element("line", x1=field.left, y1=field.bottom, x2=field.right, y2=field.bottom, class_="axis"))
    parts += _months(l10n, field)
    return svg.together(parts)


def _months(l10n: Localisation, field: Field) -> list[Markup]:
    room = svg.width_of("sept 2026") + 10
    ticks = field.x.ticks(int((field.right - field.left) // room))
    parts, year = [], None
    for place, day in enumerate(ticks):
        x = field.x.at(day)
        month = day.day == 1 and len(ticks) > 1
        words = l10n.month(day, with_year=day.year != year) if month else l10n.day(day)
        half = svg.width_of(words) / 2
        anchor = "start" if x - half < 0 else "end" if x + half > field.right + 4 else "middle"
        if not month and len(ticks) == 2:
            anchor = ("start", "end")[place]
        parts.append(svg.element("line", x1=x, y1=field.bottom, x2=x, y2=field.bottom + 5, class_="axis"))
        parts.append(
            svg.text(words, field.left if anchor == "start" and not place else x, field.bottom + 20, "tick", anchor)
        )
        year = day.year
    return parts


def _horizontal(field: Field, marked: tuple[Number, str] | None) -> Markup:
    if marked is None:
        return Markup("")
    y = field.y.at(marked[0])
    words = svg.shortened(marked[1], field.right - field.left - 8)
    below = y - field.top < 20
    line = svg.element("line", x1=field.left, y1=y, x2=field.right, y2=y, class_="reference")
    return line + svg.text(words, field.left + 4, y + 15 if below else y - 5, "reference-word haloed")


def _vertical(field: Field, marked: tuple[date, str] | None) -> Markup:
    if marked is None or not field.x.first <= marked[0] <= field.x.last:
        return Markup("")
    x = field.x.at(marked[0])
    half = svg.width_of(marked[1]) / 2
    anchor = "start" if x - half < field.left else "end" if x + half > field.right else "middle"
    line = svg.element("line", x1=x, y1=field.top - 8, x2=x, y2=field.bottom, class_="today")
    return line + svg.text(marked[1], x, field.top - 13, "today-word", anchor)


def _drawn(field: Field, line: Line) -> Markup:
    runs: list[list[tuple[float, float]]] = [[]]
    for day, value in sorted(line.points, key=lambda point: point[0]):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((field.x.at(day), field.y.at(value)))
    runs = [run for run in runs if run]
    parts = [
        svg.element("polyline", points=svg.points(run), class_=f"line-{line.style}") for run in runs if len(run) > 1
    ]
    marks = [place for run in runs for place in run]
    if line.marked or len(marks) == 1:
        shown = marks if len(marks) <= _MOST_MARKS else marks[-1:]
        parts += [mark(line.style, *place) for place in shown]
    return svg.together(parts)
