"""Tables that sort and filter by the page's address, so that they do so without scripts, and a link leads to what one
sees. What may be filtered by is a choice among known codes: no word that somebody types ever gets into an address.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, TypeVar
from urllib.parse import urlencode

from markupsafe import Markup

Row = TypeVar("Row")
SortKey = str | int | Decimal | date
Direction = Literal["ascending", "descending"]

SORT = "sort"
"""The parameter with the column that rows are sorted by; with a hyphen before it they are the other way round."""


@dataclass(frozen=True)
class Cell:
    """What a cell shows: words, or markup of ours; with `href`, as a link."""

    words: str | Markup
    href: str | None = None


@dataclass(frozen=True)
class Column(Generic[Row]):
    """`by` is what rows are sorted by, where the column can be sorted; rows of which it is None come last."""

    key: str
    title: str
    cell: Callable[[Row], Cell]
    by: Callable[[Row], SortKey | None] | None = None
    numeric: bool = False


@dataclass(frozen=True)
class Filter(Generic[Row]):
    """`choices` are the codes with their words; `of` are the codes that a row has."""

    key: str
    title: str
    choices: Sequence[tuple[str, str]]
    of: Callable[[Row], Sequence[str]]


@dataclass(frozen=True)
class Heading:
    """`href` sorts by the column, or turns round what is sorted by it; None where it cannot be sorted."""

    title: str
    numeric: bool
    href: str | None
    direction: Direction | None


@dataclass(frozen=True)
class FilterField:
    """A filter as the page's form shows it."""

    key: str
    title: str
    choices: Sequence[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class Table:
    """A table as it is shown: `of` rows there are, `rows` pass the filters. `kept` are the parameters that the filters'
    form must carry along, `unfiltered` is the address without filters.
    """

    name: str
    caption: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    of: int
    fields: tuple[FilterField, ...]
    kept: tuple[tuple[str, str], ...]
    path: str
    unfiltered: str

    @property
    def filtered(self) -> bool:
        return any(field.chosen for field in self.fields)


def table(
    name: str,
    caption: str,
    columns: Sequence[Column[Row]],
    rows: Sequence[Row],
    *,
    path: str,
    query: Mapping[str, str],
    filters: Sequence[Filter[Row]] = (),
    keep: Sequence[str] = (),
) -> Table:
    """The table that an address asks for. What it asks for and is not there is left out, so an old link shows what is
    there now. Of the other parameters those in `keep` stay in the links.
    """
    chosen = {one.key: _choice(one, query.get(one.key, "")) for one in filters}
    sorted_by, direction = _sorted_by(columns, query.get(SORT, ""))
    kept = {key: query[key] for key in keep if key in query}
    wanted = {key: code for key, code in chosen.items() if code}
    sort = {SORT: query[SORT]} if sorted_by else {}
    shown = [row for row in rows if all(chosen[f.key] in ("", *f.of(row)) for f in filters)]

    def heading(column: Column[Row]) -> Heading:
        if column.by is None:
            return Heading(column.title, column.numeric, None, None)
        is_sorted = sorted_by is column
        turned = f"-{column.key}" if is_sorted and direction == "ascending" else column.key
        href = _address(path, {**kept, **wanted, SORT: turned}, name)
        return Heading(column.title, column.numeric, href, direction if is_sorted else None)

    return Table(
        name=name,
        caption=caption,
        headings=tuple(heading(column) for column in columns),
        rows=tuple(tuple(column.cell(row) for column in columns) for row in _in_order(shown, sorted_by, direction)),
        of=len(rows),
        fields=tuple(FilterField(one.key, one.title, one.choices, chosen[one.key]) for one in filters),
        kept=tuple({**kept, **sort}.items()),
        path=path,
        unfiltered=_address(path, {**kept, **sort}, name),
    )


def _address(path: str, parameters: Mapping[str, str], name: str) -> str:
    query = urlencode(parameters)
    return f"{path}?{query}#{name}" if query else f"{path}#{name}"


def _choice(one: Filter[Row], asked: str) -> str:
    return asked if asked in {code for code, _ in one.choices} else ""


def _sorted_by(columns: Sequence[Column[Row]], asked: str) -> tuple[Column[Row] | None, Direction]:
    direction: Direction = "descending" if asked.startswith("-") else "ascending"
    key = asked.removeprefix("-")
    return next((one for one in columns if one.key == key and one.by is not None), None), direction


def _in_order(rows: Sequence[Row], column: Column[Row] | None, direction: Direction) -> Sequence[Row]:
    if column is None or column.by is None:
        return rows
    by = column.by
    known = [(_comparable(value), row) for row in rows if (value := by(row)) is not None]
    ordered = sorted(known, key=lambda pair: pair[0], reverse=direction == "descending")
    return [row for _, row in ordered] + [row for row in rows if by(row) is None]


def _comparable(value: SortKey) -> SortKey:
    """Words are sorted without regard to capitals and accents."""
    if not isinstance(value, str):
        return value
    plain = unicodedata.normalize("NFKD", value.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
