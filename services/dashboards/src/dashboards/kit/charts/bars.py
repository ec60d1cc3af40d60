"""Bars, each beside a figure to compare it with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dashboards.kit import svg
from dashboards.kit.charts.chart import Chart, Drawing, chart, legend
from dashboards.kit.localisation import Localisation, Number
from dashboards.kit.scales import Scale, scale

_BAR = 16.0


@dataclass(frozen=True)
class Bar:
    """A figure and the one it is compared with; None where there is none."""

    label: str
    value: Number | None
    reference: Number | None = None


def bars(
    l10n: Localisation,
    name: str,
    title: str,
    rows: Sequence[Bar],
    *,
    value_words: str,
    reference_words: str,
    most: Number | None = None,
    say: Callable[[Number], str] | None = None,
) -> Chart:
    """Bars from zero, with a mark at each one's reference. `most` is where the scale ends at least; `say` writes the
    figures, as numbers where nothing else is told.
    """
    written = say or l10n.number
    compared = any(row.reference is not None for row in rows)

    def draw(width: float, _: str) -> Drawing:
        return _drawn(rows, width, written, value_words, reference_words if compared else None, most)

    columns = (title, value_words, reference_words) if compared else (title, value_words)
    table = [
        (row.label, *(_figure(written, one) for one in (row.value, row.reference)[: len(columns) - 1])) for row in rows
    ]
    if not rows:
        return chart(name, title, l10n.gettext("There is nothing to draw yet."), None, columns, [])
    count = l10n.ngettext("%(count)s bar", "%(count)s bars", len(rows))
    described = f"{count}. {'. '.join(_sentence(row, written, reference_words) for row in rows[:20])}."
    return chart(name, title, described, draw, columns, table)


def _figure(written: Callable[[Number], str], value: Number | None) -> str:
    return "–" if value is None else written(value)


def _sentence(row: Bar, written: Callable[[Number], str], reference_words: str) -> str:
    said = f"{row.label}: {_figure(written, row.value)}"
    return said if row.reference is None else f"{said} ({reference_words}: {written(row.reference)})"


def _drawn(
    rows: Sequence[Bar],
    width: float,
    written: Callable[[Number], str],
    value_words: str,
    reference_words: str | None,
    most: Number | None,
) -> Drawing:
    entries = [(svg.element("rect", x=2, y=1, width=24, height=12, class_="bar-value"), value_words)]
    if reference_words:
        entries.append((_reference(14, 1, 12), reference_words))
    keys = legend(entries, width)
    figures = [svg.shortened(_figure(written, row.value), width / 2 / svg.BOLD) for row in rows]
    known = [one for row in rows for one in (row.value, row.reference) if one is not None]
    right = width - svg.BOLD * max(svg.width_of(figure) for figure in figures) - 12
    x = scale([*known, 0, *([] if most is None else [most])], 4, right, ticks=4 if width > 400 else 2)
    y, parts = keys.height + 8, []
    for row, figure in zip(rows, figures, strict=True):
        lines = svg.wrapped(row.label, (width - 8) / svg.BOLD)
        for place, line in enumerate(lines):
            parts.append(svg.text(line, 4, y + 13 + svg.LINE * place, "bar-label haloed"))
        y += svg.LINE * len(lines) + 3
        parts.append(_bar(row, x, y, right, figure))
        y += _BAR + 14
    return Drawing(y + 22, keys.content + _axis(x, keys.height + 4, y, written) + svg.together(parts))


def _bar(row: Bar, x: Scale, y: float, right: float, figure: str) -> Markup:
    parts = []
    if row.value is not None:
        begin, end = sorted((x.at(0), x.at(row.value)))
        parts.append(svg.element("rect", x=begin, y=y, width=max(1.0, end - begin), height=_BAR, class_="bar-value"))
    if row.reference is not None:
        parts.append(_reference(x.at(row.reference), y - 3, _BAR + 6))
    parts.append(svg.text(figure, right + 10, y + 12.5, "bar-figure"))
    return svg.together(parts)


def _reference(x: float, y: float, height: float) -> Markup:
    """A line with a diamond in its middle, which stands out on the bar as well as beside it."""
    middle, reach = y + height / 2, 5.0
    corners = [(x, middle - reach), (x + reach, middle), (x, middle + reach), (x - reach, middle)]
    return svg.element("line", x1=x, y1=y, x2=x, y2=y + height, class_="bar-reference") + svg.element(
        "polygon", points=svg.points(corners), class_="bar-reference-mark"
    )


def _axis(x: Scale, top: float, bottom: float, written: Callable[[Number], str]) -> Markup:
    parts, reached = [], float("-inf")
    for tick in x.ticks:
        place, words = x.at(tick), written(tick)
        half = svg.width_of(words) / 2
        parts.append(
            svg.element("line", x1=place, y1=top, x2=place, y2=bottom, class_="axis" if tick == 0 else "grid-line")
        )
        at_edge = place < half
        begin = 0.0 if at_edge else place - half
        if begin > reached:  # names of ticks that would touch are left out
            anchor = "start" if at_edge else "middle"
            parts.append(svg.text(words, begin if at_edge else place, bottom + 16, "tick", anchor))
            reached = begin + 2 * half + 6
    return svg.together(parts)
