"""Progress by level: how many of each row stand at each level, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dashboards.kit import svg
from dashboards.kit.charts.chart import Chart, Drawing, chart, legend
from dashboards.kit.localisation import Localisation

_BAR = 24.0
MOST_LEVELS = 5
_TONES = {1: (3,), 2: (0, 3), 3: (0, 2, 3)}
"""Of few levels, the patterns: the lowest is empty, what is on the way is striped, and the highest is solid."""


@dataclass(frozen=True)
class LevelRow:
    """How many stand at each level, in the order of the levels. None of the counts is negative."""

    label: str
    counts: Sequence[int]


def progress_by_level(
    l10n: Localisation, name: str, title: str, levels: Sequence[str], rows: Sequence[LevelRow]
) -> Chart:
    """A bar for each row, divided by its levels, which differ in pattern as well as in colour. `levels` are their
    words, the lowest first; the highest stands at the left, where the eye begins. Raises ValueError for more levels
    than there are patterns, and for rows that count others.
    """
    if len(levels) > MOST_LEVELS or any(len(row.counts) != len(levels) or min(row.counts) < 0 for row in rows):
        raise ValueError("a row has a count of zero or more for each of at most five levels")

    def draw(width: float, ids: str) -> Drawing:
        return _drawn(l10n, levels, rows, width, ids)

    table = [(row.label, *(l10n.number(count) for count in row.counts), l10n.number(sum(row.counts))) for row in rows]
    columns = (title, *levels, l10n.gettext("In all"))
    if not rows or not levels:
        return chart(name, title, l10n.gettext("There is nothing to draw yet."), None, columns, [])
    return chart(name, title, _described(l10n, levels, rows), draw, columns, table)


def _described(l10n: Localisation, levels: Sequence[str], rows: Sequence[LevelRow]) -> str:
    said = []
    for row in rows[:20]:
        counts = [f"{l10n.number(n)} {words}" for n, words in zip(row.counts, levels, strict=True) if n]
        said.append(f"{row.label}: {', '.join(reversed(counts)) or l10n.gettext('none')}.")
    return " ".join(said)


def _drawn(l10n: Localisation, levels: Sequence[str], rows: Sequence[LevelRow], width: float, ids: str) -> Drawing:
    tones = _TONES.get(len(levels), tuple(range(len(levels))))
    samples = [
        (svg.element("rect", x=1, y=1, width=26, height=13, class_="segment", fill=_fill(ids, tone)), words)
        for tone, words in zip(tones, levels, strict=True)
    ]
    keys = legend(samples[::-1], width)
    y, parts = keys.height + 6, [patterns(ids), keys.content]
    for row in rows:
        lines = svg.wrapped(row.label, (width - 8) / svg.BOLD)
        for place, line in enumerate(lines):
            parts.append(svg.text(line, 1, y + 13 + svg.LINE * place, "bar-label"))
        y += svg.LINE * len(lines) + 3
        parts.append(_stack(l10n, row, tones, width, y, ids))
        y += _BAR + 12
    return Drawing(y, svg.together(parts))


def _stack(l10n: Localisation, row: LevelRow, tones: Sequence[int], width: float, y: float, ids: str) -> Markup:
    total, room, x, parts = sum(row.counts), width - 2, 1.0, []
    if not total:
        return svg.element("rect", x=1, y=y, width=room, height=_BAR, class_="segment-empty")
    for tone, count in reversed(list(zip(tones, row.counts, strict=True))):
        if not count:
            continue
        wide = room * (count / total)
        parts.append(svg.element("rect", x=x, y=y, width=wide, height=_BAR, class_="segment", fill=_fill(ids, tone)))
        words = l10n.number(count)
        if wide > svg.BOLD * svg.width_of(words) + 8:
            parts.append(svg.text(words, x + wide / 2, y + 16.5, "haloed bar-label", "middle"))
        x += wide
    return svg.together(parts)


def _fill(ids: str, tone: int) -> str:
    return f"url(#{ids}-tone-{tone})"


def patterns(ids: str) -> Markup:
    """Five patterns, from empty to solid: nothing, dots, stripes, solid, and solid with crosses."""
    marks = (
        Markup(""),
        svg.element("circle", cx=4, cy=4, r=1.4, class_="tone-mark-1"),
        svg.element("path", d="M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6", class_="tone-mark-2"),
        Markup(""),
        svg.element("path", d="M4,1.5 V6.5 M1.5,4 H6.5", class_="tone-mark-4"),
    )
    return svg.element("defs", *(
        svg.element(
            "pattern",
            svg.element("rect", x=0, y=0, width=8, height=8, class_=f"tone-{tone}"),
            marks[tone],
            id=f"{ids}-tone-{tone}", width=8, height=8, patternUnits="userSpaceOnUse",
        )
        for tone in range(MOST_LEVELS)
    ))  # fmt: skip
