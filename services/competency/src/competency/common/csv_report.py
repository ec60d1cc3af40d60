"""Reports as spreadsheets: what a spreadsheet program would run as a formula is shown as text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

# A program divides the file by the delimiter of its own country, whatever quotes say, so a cell may begin after any of
# them, and a formula in it after blanks and quotes (OWASP, CSV Injection). East Asian programs know the wide signs too.
_FORMULA = re.compile(r"""(?:\A|(?<=[,;|\t\r\n]))([\s"']*+)([=+\-@＝＋－＠])""")
_CONTROL = re.compile(r"\A'*+(?=[\t\r\n\0])")


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Returns a header and a line for each row, with the mark by which programs know UTF-8.

    Before a sign that begins a formula stands an apostrophe, at the beginning of a cell and wherever another program
    may see one begin. Who reads the report by program takes one apostrophe away there, and has the value back.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_harmless(row.get(name, "")) for name in columns])
    return written.getvalue().encode("utf-8-sig")


def _harmless(value: object) -> object:
    if not isinstance(value, str):
        return value
    return _CONTROL.sub(lambda found: f"{found[0]}'", _FORMULA.sub(r"\1'\2", value))
