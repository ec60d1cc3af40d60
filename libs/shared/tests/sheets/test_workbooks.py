"""Workbooks are read as CSV files are, come back as they were written, and are believed in nothing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.sheets.reading import Columns, UnreadableSheet
from shared.sheets.workbook_writing import LONGEST_CELL, as_workbook
from shared.sheets.workbooks import LARGEST_PART, is_workbook, read_workbook
from shared.sheets.writing import original
from shared.values.words import composed, is_visible

COLUMNS = Columns(("a", "b"), frozenset({"a"}), others_left=True)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS: Mapping[str, str] = {
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
    '<sheet name="Items" sheetId="7" r:id="rId3"/><sheet name="Notes" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="x"><Relationship Id="rId1" Target="worksheets/other.xml"/>'
    '<Relationship Id="rId3" Target="/xl/worksheets/items.xml"/></Relationships>',
    "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}"><si><t>A</t></si><si><t> b </t></si>'
    "<si><r><t>fol</t></r><r><t>ded</t></r><rPh><t>spoken</t></rPh></si></sst>",
    "xl/worksheets/items.xml": f'<worksheet xmlns="{_MAIN}"><sheetData><row r="2"><c r="A2" t="s"><v>0</v></c>'
    '<c r="B2" t="s"><v>1</v></c></row><row r="5"><c r="B5" t="s"><v>2</v></c></row></sheetData></worksheet>',
}

nasty = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.text(
    st.sampled_from("=+-@'\" ,;\t\n_x0041<&>\x01"), max_size=12
)
kept = nasty.map(composed).filter(lambda text: "\r" not in text)


def workbook(changes: Mapping[str, str | None] | None = None) -> bytes:
    """A workbook of parts, some of them with other XML or (None) left out."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for path, xml in {**PARTS, **(changes or {})}.items():
            if xml is not None:
                package.writestr(path, xml)
    return data.getvalue()


def sheet(rows: str) -> bytes:
    header = '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>'
    xml = f'<worksheet xmlns="{_MAIN}"><sheetData>{header}{rows}</sheetData></worksheet>'
    return workbook({"xl/worksheets/items.xml": xml})


def cells(rows: str) -> list[tuple[int, dict[str, str]]]:
    return [(row.line, dict(row.cells)) for row in read_workbook(sheet(rows), COLUMNS).rows]


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.fixed_dictionaries({"a": kept, "b": kept}), max_size=4))
def test_what_is_written_is_read_back(rows: list[dict[str, str]]) -> None:
    data = as_workbook(("a", "b"), rows)
    assert as_workbook(("a", "b"), rows) == data
    expected = [{key: text for key, text in row.items() if is_visible(text)} for row in rows]
    found = read_workbook(data, COLUMNS)
    assert [{key: original(text) for key, text in row.cells.items()} for row in found.rows] == [
        row for row in expected if row
    ]


def test_no_cell_is_a_formula() -> None:
    data = as_workbook(("a",), [{"a": "=1+1"}, {"a": -5}])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert "'=1+1" in xml
    assert xml.count('t="inlineStr"') == 3


def test_a_text_that_would_be_cut_off_is_not_written() -> None:
    as_workbook(("a",), [{"a": "x" * LONGEST_CELL}])
    with pytest.raises(ValueError, match="at most"):
        as_workbook(("a",), [{"a": "x" * (LONGEST_CELL + 1)}])


def test_the_first_sheet_is_read_by_its_lines_wherever_it_lies() -> None:
    found = read_workbook(workbook(), COLUMNS)
    assert (found.header_line, found.columns) == (2, ("a", "b"))
    assert [(row.line, dict(row.cells)) for row in found.rows] == [(5, {"b": "folded"})]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("<c><v>90</v></c>", "90"),
        ("<c><v>90.0</v></c>", "90"),
        ("<c><v>9E+1</v></c>", "90"),
        ("<c><v>0.1</v></c>", "0.1"),
        ("<c><v>12345678901234567890</v></c>", "12345678901234567890"),
        ('<c t="b"><v>1</v></c>', "yes"),
        ('<c t="str"><f>A1</f><v>shown</v></c>', "shown"),
        ("<c><f>1+1</f><v>2</v></c>", "2"),
        ('<c t="inlineStr"><is><t>one</t></is></c>', "one"),
        ('<c t="inlineStr"><is><r><t>o</t></r><r><t>ne</t></r></is></c>', "one"),
        ('<c t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c t="str"><v>a_x000D__x000A_b</v></c>', "a\nb"),
    ],
)
def test_a_cell_is_what_is_shown_in_it(cell: str, shown: str) -> None:
    assert cells(f"<row>{cell}</row>") == [(2, {"a": shown})]


def test_cells_beyond_the_columns_are_named_with_their_line() -> None:
    found = read_workbook(sheet('<row r="7"><c r="E7"><v>1</v></c></row>'), COLUMNS)
    assert [(problem.line, problem.refused) for problem in found.problems] == [(7, True)]


def locked() -> bytes:
    """A workbook whose directory says of each part that it is locked with a password."""
    return re.sub(rb"(PK\x01\x02.{4})\x00", lambda found: found[1] + b"\x01", workbook(), flags=re.DOTALL)


MANY_TIMES_A_LONG_STRING = workbook(
    {
        "xl/sharedStrings.xml": f"<sst><si><t>a</t></si><si><t> {'x' * 1_000_000} </t></si></sst>",
        "xl/worksheets/items.xml": "<worksheet><row><c t='s'><v>0</v></c></row>"
        + "<row><c t='s'><v>1</v></c></row>" * 1_000
        + "</worksheet>",
    }
)
_BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;">]>'


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"a,b\n1,2\n",
        b"PK\x03\x04",
        workbook()[:-5],
        workbook({"xl/workbook.xml": None}),
        workbook({"xl/workbook.xml": "<workbook/>"}),
        workbook({"xl/_rels/workbook.xml.rels": "<Relationships/>"}),
        workbook({"xl/worksheets/items.xml": None}),
        workbook({"xl/worksheets/items.xml": "<worksheet>"}),
        workbook({"xl/sharedStrings.xml": None}),
        workbook({"xl/sharedStrings.xml": f"{_BOMB}<sst><si><t>a</t></si><si><t>b</t></si><si><t>&c;</t></si></sst>"}),
        workbook({"xl/worksheets/items.xml": f"<worksheet xmlns='{_MAIN}'/>"}),
        workbook({"xl/sharedStrings.xml": " " * (LARGEST_PART + 1)}),
        MANY_TIMES_A_LONG_STRING,
        locked(),
        workbook({f"{number}": "" for number in range(1_001)}),
        sheet('<row r="2"><c r="XFD2"><v>1</v></c></row>'),
        sheet('<row r="2"><c r="!"><v>1</v></c></row>'),
        sheet("<row r='x'/>"),
        workbook({"xl/worksheets/items.xml": "<worksheet><c><v>1</v></c></worksheet>"}),
        sheet('<row><c t="s"><v>99</v></c></row>'),
        sheet("<row><c><v>ninety</v></c></row>"),
    ],
)
def test_what_is_no_sound_workbook_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableSheet) as refused:
        read_workbook(raw, COLUMNS)
    assert ";" in str(refused.value)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.binary(max_size=30), st.integers(0, 10_000), st.integers(0, 30))
def test_whatever_the_bytes_nothing_else_is_raised(noise: bytes, place: int, cut: int) -> None:
    data = workbook()
    place %= len(data) + 1
    with suppress(UnreadableSheet):
        read_workbook(data[:place] + noise + data[place + cut :], COLUMNS)


def test_a_workbook_is_known_by_how_it_begins() -> None:
    assert is_workbook(workbook())
    assert not is_workbook(b"row,title\n")


def test_what_is_locked_or_too_large_is_told_as_such() -> None:
    with pytest.raises(UnreadableSheet, match="password"):
        read_workbook(locked(), COLUMNS)
    with pytest.raises(UnreadableSheet, match="too large"):
        read_workbook(MANY_TIMES_A_LONG_STRING, COLUMNS)
