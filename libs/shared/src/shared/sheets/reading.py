"""Rows of a spreadsheet saved as CSV: what people's programs write, line by line, each line refused by itself.

Read tolerantly: a byte-order mark, commas or semicolons or tabs, quoted line breaks, short lines, blank lines, capitals
in column names. A first line such as `sep=;` is the programs' own, and names the delimiter: it is no row. A quote that
is never closed spoils its own line, not the rest of the file.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from shared.values.words import composed, is_visible

MAX_LINES_OF_A_ROW = 50
"""A row with more is taken for a quote that somebody forgot to close, unless the reader of the sheet says otherwise."""

_DELIMITERS = ",;\t"
_MARK = "\ufeff"
_EMPTY_ROW = re.compile(r'[\s,;|"\ufeff]*')
# Excel's own line, quoted where a program took it for a cell, and with the cells that such a program filled it up with.
_NAMES_DELIMITER = re.compile(r"""\s*"?sep=(\\t|[^"\w ])?"?[\s,;|]*""", re.IGNORECASE)


Record: TypeAlias = tuple[int, list[str] | None]
"""The line that a record begins on, and its cells; None where it could not be divided into cells."""


class UnreadableSheet(Exception):
    """The file as a whole cannot be read, or has not the columns it must have: why, and what to do."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns a sheet may have, of which it must have `required`. With `others_left` those that nobody asked for
    are left out and said so; without, the sheet is refused: a column of names must not slip in. `like` is for columns
    that are known by the shape of their names, as those of words in any language are.
    """

    known: tuple[str, ...]
    required: frozenset[str]
    others_left: bool
    like: re.Pattern[str] | None = None

    def has(self, name: str) -> bool:
        return name in self.known or (self.like is not None and self.like.fullmatch(name) is not None)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line of the file it starts on, and its cells of which something can be seen, composed and without
    the spaces around them.
    """

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with a line, in which column (None: the whole line), and whether the line was refused for it."""

    line: int
    column: str | None
    problem: str
    refused: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """`columns` are those that are not left out, in their order, and stand on `header_line` of the file."""

    columns: tuple[str, ...]
    header_line: int
    rows: tuple[Row, ...]
    problems: tuple[LineProblem, ...]


def read_sheet(raw: bytes, columns: Columns, *, lines_of_a_row: int = MAX_LINES_OF_A_ROW) -> Sheet:
    """Returns the rows of a CSV file in UTF-8. The receiver bounds the bytes.

    Raises:
        UnreadableSheet: another encoding, an empty file, or columns that are missing, doubled or unwanted.
    """
    lines = _decoded(raw).split("\n")
    start, delimiter = _beginning(lines)
    header = _cells(lines[start].lstrip(_MARK), delimiter)
    if header is None:
        raise UnreadableSheet("the first line has a stray quote; it names the columns")
    many = f"quote a cell that holds a {_name_of(delimiter)}"
    return sheet_of(columns, start + 1, header, _records(lines, start + 1, delimiter, lines_of_a_row), many)


def sheet_of(
    columns: Columns, header_line: int, header: Sequence[str], records: Iterable[Record], too_many: str
) -> Sheet:
    """Returns the rows that records come to under this header; `too_many` says what to do about cells beyond it.

    Raises UnreadableSheet where columns are missing, doubled or unwanted.
    """
    names, problems = _named(header, columns, header_line)
    rows: list[Row] = []
    for line, cells in records:
        if cells is None:
            problems.append(LineProblem(line, None, "a stray quote; double the quotes inside a quoted cell"))
        elif len(cells) > len(names) and any(is_visible(cell) for cell in cells[len(names) :]):
            problem = f"{len(cells)} cells, but only {len(names)} columns; {too_many}"
            problems.append(LineProblem(line, None, problem))
        else:
            named = {name: composed(cell) for name, cell in zip(names, cells, strict=False) if name}
            found = {name: text for name, text in named.items() if is_visible(text)}
            if found:
                rows.append(Row(line, found))
    return Sheet(tuple(name for name in names if name), header_line, tuple(rows), tuple(problems))


def _beginning(lines: Sequence[str]) -> tuple[int, str]:
    """Returns the line of the header, and the delimiter: the named one where the header has it, else the commonest."""
    filled = (n for n, line in enumerate(lines) if not _EMPTY_ROW.fullmatch(line))
    start, named = next(filled, None), None
    if start is not None and (found := _NAMES_DELIMITER.fullmatch(lines[start].lstrip(_MARK))):
        named = "\t" if found[1] == "\\t" else found[1]
        start = next(filled, None)
    if start is None:
        raise UnreadableSheet("the file is empty; its first line names the columns")
    return start, named if named and named in lines[start] else max(_DELIMITERS, key=lines[start].count)


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw:
        raise UnreadableSheet("the file is not UTF-8 (UTF-16, perhaps); save it as CSV UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableSheet(f"the file is not UTF-8 (byte {error.start}); save it as CSV UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _named(header: Sequence[str], columns: Columns, line: int) -> tuple[list[str], list[LineProblem]]:
    """Returns the column that each cell belongs to, an empty name for one that is left out."""
    names = ["_".join(cell.strip().casefold().replace("_", " ").split()) for cell in header]
    expected = f"this sheet has the columns {', '.join(columns.known)}"
    doubled = [name for name, times in Counter(names).items() if name and times > 1]
    if doubled:
        raise UnreadableSheet(f"the column {doubled[0]!r} occurs twice; {expected}")
    if missing := sorted(columns.required.difference(names)):
        raise UnreadableSheet(f"the column {missing[0]!r} is missing; {expected}")
    others = [name for name in names if name and not columns.has(name)]
    if others and not columns.others_left:
        raise UnreadableSheet(f"the column {others[0][:80]!r} is none of ours; {expected}")
    problems = [LineProblem(line, name[:80], "left out: no column of ours", refused=False) for name in others]
    return [name if columns.has(name) else "" for name in names], problems


def _records(lines: Sequence[str], start: int, delimiter: str, lines_of_a_row: int) -> Iterator[Record]:
    """Yields each record with the number of its first line; None where it cannot be read. Blank lines are none."""
    n = start
    while n < len(lines):
        end, text = n + 1, lines[n]
        quotes = text.count('"')
        # An odd number of quotes means that a cell goes on in the next line.
        while quotes % 2 and end < len(lines) and end - n < lines_of_a_row:
            text += "\n" + lines[end]
            quotes += lines[end].count('"')
            end += 1
        cells = None if quotes % 2 else _cells(text, delimiter)
        if cells is None:
            end = n + 1
        if text.strip():
            yield n + 1, cells
        n = end


def _cells(text: str, delimiter: str) -> list[str] | None:
    try:
        records = list(csv.reader([text], delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error:
        return None
    return records[0] if len(records) == 1 else None if records else []


def _name_of(delimiter: str) -> str:
    return {",": "comma", ";": "semicolon", "\t": "tab"}.get(delimiter, delimiter)
