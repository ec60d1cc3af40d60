"""A heat map: a table whose cells show their figure, a tile that is filled as far as the figure goes, and a tint."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from dashboards.kit import svg
from dashboards.kit.localisation import Localisation, Number
from dashboards.kit.scales import exact

STEPS = 5

# In points, of a sheet of A4 or Letter held upright: what is left beside the labels of the rows, the edges of a column,
# and a letter of a heading, as wide as any of the fonts that pages ask for has it.
_PAPER, _EDGES, _LETTER = 400.0, 6.5, 4.6
_UNBROKEN = re.compile(r"[^\s-]+-?")


@dataclass(frozen=True)
class HeatRow:
    """A row's figures, one for each column; None where there is none. `words` are what its cells show in place of the
    figures, `told` what they say to those who listen; `total` stands at the end. By `key` scripts find the row again.
    """

    label: str
    values: Sequence[Number | None]
    href: str | None = None
    words: Sequence[str] = ()
    told: Sequence[str] = ()
    total: str = ""
    key: str | None = None


@dataclass(frozen=True)
class HeatCell:
    """`step` is 0 to 4; None of a cell without a figure. `told` is said in place of the words where it is not empty."""

    words: str
    step: int | None
    tile: Markup
    told: str = ""


@dataclass(frozen=True)
class HeatMap:
    """A heat map is its own table: whoever does not see the tints reads the figures in the same place. `groups` stand
    over the columns, each over so many; `total` heads the last column, where there is one.
    """

    name: str
    title: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[HeatRow, tuple[HeatCell, ...]], ...]
    legend: tuple[HeatCell, ...]
    groups: tuple[tuple[str, int], ...]
    total: str

    @property
    def turned(self) -> bool:
        """Whether the columns' headings are turned on paper, where one has a word that its column would break."""
        return not all(self._fits(title, 1) for title in (*self.columns, self.total))

    @property
    def groups_turned(self) -> bool:
        """The same of what stands over the columns."""
        return not all(self._fits(title, count) for title, count in self.groups)

    def _fits(self, title: str, columns: int) -> bool:
        longest = max(map(len, _UNBROKEN.findall(title)), default=0)
        width = _PAPER * columns / max(1, len(self.columns) + bool(self.total))
        return longest * _LETTER <= width - _EDGES


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
    groups: Sequence[tuple[str, int]] = (),
    total: str = "",
) -> HeatMap:
    """Figures from `low` to `high` in five steps; what lies beyond counts as the end. `corner` heads the rows. Raises
    ValueError where the range is empty, or a row has not one figure for each column.
    """
    written, begin, end = say or l10n.number, exact(low), exact(high)
    if begin >= end or any(len(row.values) != len(columns) for row in rows):
        raise ValueError("a heat map has a range, and in each row a figure for each column")
    if any(len(said) not in (0, len(columns)) for row in rows for said in (row.words, row.told)):
        raise ValueError("a row of a heat map has words for each of its cells, or for none")
    step = (end - begin) / STEPS

    def cell(value: Number | None, words: str, told: str) -> HeatCell:
        if value is None:
            return HeatCell("–", None, Markup(""))
        above = min(max(exact(value) - begin, Decimal(0)), end - begin)
        place = min(STEPS - 1, int(above / step))
        return HeatCell(words or written(value), place, tile(place), told)

    def cells(row: HeatRow) -> tuple[HeatCell, ...]:
        silent = [""] * len(columns)
        return tuple(map(cell, row.values, row.words or silent, row.told or silent))

    legend = tuple(
        HeatCell(f"{written(begin + step * place)} – {written(begin + step * (place + 1))}", place, tile(place))
        for place in range(STEPS)
    )
    made = tuple((row, cells(row)) for row in rows)
    return HeatMap(name, title, corner, tuple(columns), made, legend, tuple(groups), total)


def tile(step: int) -> Markup:
    """A frame that is filled from its foot, a quarter for each step; its word stands beside it."""
    filled = 14.0 * step / (STEPS - 1)
    return svg.element(
        "svg",
        svg.element("rect", x=1, y=1, width=14, height=14, class_="tile-frame"),
        svg.element("rect", x=1, y=15 - filled, width=14, height=filled, class_="tile-fill"),
        class_="tile-mark", viewBox="0 0 16 16", width=16, height=16, aria_hidden="true",
    )  # fmt: skip
