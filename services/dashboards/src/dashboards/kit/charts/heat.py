"""A heat map: a table whose cells show their figure, a tile that is filled as far as the figure goes, and a tint."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from dashboards.kit import svg
from dashboards.kit.localisation import Localisation, Number
from dashboards.kit.scales import exact

STEPS = 5


@dataclass(frozen=True)
class HeatRow:
    """A row's figures, one for each column; None where there is none."""

    label: str
    values: Sequence[Number | None]
    href: str | None = None


@dataclass(frozen=True)
class HeatCell:
    """`step` is 0 to 4; None of a cell without a figure."""

    words: str
    step: int | None
    tile: Markup


@dataclass(frozen=True)
class HeatMap:
    """A heat map is its own table: whoever does not see the tints reads the figures in the same place."""

    name: str
    title: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[HeatRow, tuple[HeatCell, ...]], ...]
    legend: tuple[HeatCell, ...]


def heat_map(
    l10n: Localisation,
    name: str,
    title: str,
    corner: str,
    columns: Sequence[str],
    rows: Sequence[HeatRow],
    *,
    low: Number = 0,
    high: Number = 1,
    say: Callable[[Number], str] | None = None,
) -> HeatMap:
    """Figures from `low` to `high` in five steps; what lies beyond counts as the end. `corner` heads the rows. Raises
    ValueError where the range is empty, or a row has not one figure for each column.
    """
    written, begin, end = say or l10n.number, exact(low), exact(high)
    if begin >= end or any(len(row.values) != len(columns) for row in rows):
        raise ValueError("a heat map has a range, and in each row a figure for each column")
    step = (end - begin) / STEPS

    def cell(value: Number | None) -> HeatCell:
        if value is None:
            return HeatCell("–", None, Markup(""))
        above = min(max(exact(value) - begin, Decimal(0)), end - begin)
        place = min(STEPS - 1, int(above / step))
        return HeatCell(written(value), place, tile(place))

    legend = tuple(
        HeatCell(f"{written(begin + step * place)} – {written(begin + step * (place + 1))}", place, tile(place))
        for place in range(STEPS)
    )
    made = tuple((row, tuple(cell(value) for value in row.values)) for row in rows)
    return HeatMap(name, title, corner, tuple(columns), made, legend)


def tile(step: int) -> Markup:
    """A frame that is filled from its foot, a quarter for each step; its word stands beside it."""
    filled = 14.0 * step / (STEPS - 1)
    return svg.element(
        "svg",
        svg.element("rect", x=1, y=1, width=14, height=14, class_="tile-frame"),
        svg.element("rect", x=1, y=15 - filled, width=14, height=filled, class_="tile-fill"),
        class_="tile-mark", viewBox="0 0 16 16", width=16, height=16, aria_hidden="true",
    )  # fmt: skip
