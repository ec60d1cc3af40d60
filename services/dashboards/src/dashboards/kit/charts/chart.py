"""A chart as pages show it: drawn for narrow and for wide places, and told in words and in a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dashboards.kit import svg

NARROW, WIDE = 300.0, 640.0
"""How wide the two drawings are. Text in a drawing that shrinks with its place becomes too small to read, so each place
gets the drawing that is made for its width.
"""


@dataclass(frozen=True)
class Drawing:
    height: float
    content: Markup


@dataclass(frozen=True)
class Chart:
    """`drawings` are the narrow and the wide one; none where there is nothing to draw. `description` tells in full what
    is drawn, for those who do not see it; `summary` is what everybody reads. `columns` and `rows` hold the same figures
    as a table.
    """

    name: str
    title: str
    description: str
    summary: str
    drawings: tuple[Markup, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def chart(
    name: str,
    title: str,
    description: str,
    draw: Callable[[float, str], Drawing] | None,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    summary: str = "",
) -> Chart:
    """`draw` is called with a width and the prefix of the ids in that drawing. No other on the page has this `name`."""
    made = []
    for size, width in (("narrow", NARROW), ("wide", WIDE)) if draw else ():
        ids = f"{name}-{size}"
        drawing = draw(width, ids) if draw else Drawing(0, Markup(""))
        made.append(
            svg.element(
                "svg",
                svg.element("title", title, id=f"{ids}-title"),
                svg.element("desc", description, id=f"{ids}-desc"),
                drawing.content,
                class_=f"drawing drawing-{size}",
                viewBox=f"0 0 {svg.plain(width)} {svg.plain(drawing.height)}",
                role="img",
                aria_labelledby=f"{ids}-title",
                aria_describedby=f"{ids}-desc",
            )
        )
    said = summary if made else description
    return Chart(name, title, description, said, tuple(made), tuple(columns), tuple(tuple(row) for row in rows))


def legend(entries: Sequence[tuple[Markup, str]], width: float) -> Drawing:
    """Samples with their words, line by line. A sample is drawn on a field of 28 by 14."""
    made, x, y = [], 0.0, 0.0
    for sample, words in entries:
        said = svg.shortened(words, width - 38)
        needed = 34 + svg.width_of(said) + 14
        if x and x + needed - 14 > width:
            x, y = 0.0, y + 20
        made.append(
            svg.element("g", sample, svg.text(said, 34, 12), transform=f"translate({svg.plain(x)} {svg.plain(y)})")
        )
        x += needed
    return Drawing(y + 20 if made else 0, svg.together(made))
