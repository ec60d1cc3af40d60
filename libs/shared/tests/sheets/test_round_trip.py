"""Cells that were made harmless for spreadsheets come back as they were, alone and in a file."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.sheets.reading import Columns, read_sheet
from shared.sheets.writing import as_csv, harmless, original
from shared.values.words import composed, is_visible

COLUMNS = Columns(("a", "b"), frozenset(), others_left=False)

nasty = st.one_of(st.text(max_size=30), st.text(st.sampled_from("=+-@＝'\" ,;|\t\r\na"), max_size=12))


@given(nasty)
def test_what_was_made_harmless_is_given_back_as_it_was(text: str) -> None:
    assert original(harmless(text)) == text


@given(nasty)
def test_no_cell_begins_a_formula_whatever_a_program_divides_at(text: str) -> None:
    for delimiter in (",", ";", "\t", "|", "\n", "\r"):
        for part in harmless(text).split(delimiter):
            begun = re.match(r"""([\s"']*)[=+\-@＝＋－＠]""", part)
            assert begun is None or begun[1].endswith("'")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("-5", "'-5"),
        ('  "=HYPERLINK(0)', "  \"'=HYPERLINK(0)"),
        ("fine, =cmd", "fine, '=cmd"),
        ("a\n@b", "a\n'@b"),
        ("a-b = c", "a-b = c"),
        ("'=", "''="),
    ],
)
def test_an_apostrophe_stands_before_what_begins_a_formula(text: str, written: str) -> None:
    assert harmless(text) == written


kept = nasty.map(str.strip).filter(lambda text: "\r" not in text and "\0" not in text)


@given(st.lists(st.fixed_dictionaries({"a": kept, "b": kept}), max_size=5))
def test_rows_come_back_as_they_were_written(rows: list[dict[str, str]]) -> None:
    expected = [{key: composed(text) for key, text in row.items() if is_visible(text)} for row in rows]
    found = read_sheet(as_csv(("a", "b"), rows), COLUMNS, lines_of_a_row=100).rows
    assert [{key: original(text) for key, text in row.cells.items()} for row in found] == [
        row for row in expected if row
    ]


def test_what_is_written_is_plain_csv_for_other_programs() -> None:
    raw = as_csv(("a", "b"), [{"a": 'say "yes"', "b": "1,2"}])
    assert list(csv.reader(io.StringIO(raw.decode("utf-8-sig")))) == [["a", "b"], ['say "yes"', "1,2"]]
