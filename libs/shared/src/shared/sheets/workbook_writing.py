"""Sheets as workbooks (XLSX): every cell is a text, so that no program calculates with it or makes a day of it.

The signs that begin a formula have an apostrophe before them here too: whoever saves the sheet as CSV is no worse off.
The same sheet gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from shared.sheets.writing import harmless

LONGEST_CELL = 32_767
"""Characters: spreadsheets cut off what is longer."""

_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_NOT_OF_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

_PARTS: Mapping[str, str] = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
    f'<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def as_workbook(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Returns a workbook of a header, which stays in sight, and a line for each row.

    Raises ValueError for a text longer than `LONGEST_CELL`.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for path, xml in {**_PARTS, "xl/worksheets/sheet1.xml": "".join(_sheet(columns, rows))}.items():
            info = zipfile.ZipInfo(path, _NO_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}')
    return written.getvalue()


def _sheet(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    yield f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    yield '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    yield "<sheetData>"
    yield _row(columns)
    for row in rows:
        yield _row([str(row.get(name, "")) for name in columns])
    yield "</sheetData></worksheet>"


def _row(cells: Sequence[str]) -> str:
    return f"<row>{''.join(map(_cell, cells))}</row>"


def _cell(text: str) -> str:
    safe = harmless(text)
    if len(safe) > LONGEST_CELL:
        raise ValueError(f"a cell holds at most {LONGEST_CELL} characters")
    escaped = _NOT_OF_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", safe)
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(escaped)}</t></is></c>' if safe else "<c/>"
