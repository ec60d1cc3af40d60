"""Sheets as files in CSV: what a spreadsheet program would run as a formula is shown as text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

# A program divides the file by the delimiter of its own country, whatever quotes say, so a cell may begin after any of
# them, and a formula in it after blanks and quotes (OWASP, CSV Injection). East Asian programs know the wide signs too.
_START = r"""(?:\A|(?<=[,;|\t\r\n]))"""
_FORMULA = re.compile(_START + r"""([\s"']*+)([=+\-@＝＋－＠])""")
_HARMLESS_FORMULA = re.compile(_START + r"""([\s"']*)'([=+\-@＝＋－＠])""")
_CONTROL = re.compile(r"\A'*+(?=[\t\r\n\0])")
_HARMLESS_CONTROL = re.compile(r"\A('*)'(?=[\t\r\n\0])")


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Returns a header and a line for each row, with the mark by which programs know UTF-8.

    Before a sign that begins a formula stands an apostrophe, at the beginning of a cell and wherever another program
    may see one begin. Who reads the file by program takes one apostrophe away there, and has the value back.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        cells = (row.get(name, "") for name in columns)
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
    return written.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """Returns the text with an apostrophe before each sign that would begin a formula."""
    return _CONTROL.sub(lambda found: f"{found[0]}'", _FORMULA.sub(r"\1'\2", text))


def original(text: str) -> str:
    """Returns the text that `harmless` was given."""
    return _HARMLESS_FORMULA.sub(r"\1\2", _HARMLESS_CONTROL.sub(r"\1", text))
