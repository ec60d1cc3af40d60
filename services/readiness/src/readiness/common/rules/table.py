"""Tables as files in CSV (RFC 4180): rows as spreadsheets write them, and rows that no spreadsheet runs as formulas.

Read tolerantly: a byte-order mark, commas or semicolons or tabs, blank lines, short lines, capitals in the names of
columns. What `write_table` has made harmless, `read_table` gives back as it was.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared.values.words import composed, is_visible

_DELIMITERS = ",;\t"
# A program divides a file by the delimiter of its own country, whatever quotes say, so a formula may begin after any of
# them, and after blanks and quotes (OWASP, CSV Injection). East Asian programs know the wide signs too.
_START = r"""(?:\A|(?<=[,;|\t\r\n]))"""
_FORMULA = re.compile(_START + r"""([\s"']*+)([=+\-@＝＋－＠])""")
_HARMLESS = re.compile(_START + r"""([\s"']*)'([=+\-@＝＋－＠])""")


class UnreadableTable(Exception):
    """The file as a whole cannot be read: why, and what to do."""


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
class Table:
    """`columns` are in small letters, with underscores for blanks, on `header_line` of the file."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    header_line: int


def read_table(raw: bytes) -> Table:
    """Returns the rows of a CSV file in UTF-8 that are not blank. The receiver bounds the bytes.

    Raises:
        UnreadableTable: another encoding, an empty file, a column named twice, a stray quote, or a row that has more
            cells than there are columns.
    """
    text = _decoded(raw)
    first = next((line for line in text.split("\n") if is_visible(line)), "")
    delimiter = max(_DELIMITERS, key=first.count)
    records = _records(text, delimiter)
    if not records:
        raise UnreadableTable("the file is empty; its first line names the columns")
    header_line, header = records[0]
    columns = tuple("_".join(cell.casefold().replace("_", " ").split()) for cell in header)
    doubled = [name for name, times in Counter(columns).items() if name and times > 1]
    if doubled:
        raise UnreadableTable(f"the column {doubled[0][:80]!r} occurs twice; name each once")
    rows = tuple(Row(line, _named(cells, columns, line)) for line, cells in records[1:])
    return Table(tuple(name for name in columns if name), rows, header_line)


def write_table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Returns a header and a line for each row, with the mark by which programs know UTF-8.

    Before a sign that begins a formula stands an apostrophe, at the beginning of a cell and wherever another program
    may see one begin.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(row.get(name, "")) for name in columns])
    return written.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """Returns the text with an apostrophe before each sign that would begin a formula."""
    return _FORMULA.sub(r"\1'\2", text)


def original(text: str) -> str:
    """Returns the text that `harmless` was given."""
    return _HARMLESS.sub(r"\1\2", text)


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw:
        raise UnreadableTable("the file is not UTF-8 (UTF-16, perhaps); save it as CSV UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableTable(f"the file is not UTF-8 (byte {error.start}); save it as CSV UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _records(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Returns each record in which something can be seen, with the number of its first line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            if any(is_visible(cell) for cell in cells):
                found.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        problem = f"line {line}: a stray quote; double the quotes inside a quoted cell"
        raise UnreadableTable(problem) from None
    return found


def _named(cells: Sequence[str], columns: Sequence[str], line: int) -> dict[str, str]:
    if any(is_visible(cell) for cell in cells[len(columns) :]):
        problem = f"line {line} has {len(cells)} cells, but there are only {len(columns)} columns; quote a cell that "
        raise UnreadableTable(f"{problem}holds a delimiter")
    named = {name: original(composed(cell)) for name, cell in zip(columns, cells, strict=False) if name}
    return {name: text for name, text in named.items() if is_visible(text)}
