"""Tables as CSV: read tolerantly, and written so that no spreadsheet runs a cell as a formula."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.common.rules.table import UnreadableTable, harmless, original, read_table, write_table
from shared.values.words import composed, is_visible

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


def test_rows_are_read_whatever_the_delimiter_and_mark_and_blank_lines() -> None:
    for delimiter in ",;\t":
        raw = f'\ufeff\n Key {delimiter}Text EN\n\n"a"{delimiter}" two\nlines "\n{delimiter}\nb\n'.encode()
        table = read_table(raw)
        assert table.columns == ("key", "text_en")
        assert [(row.line, dict(row.cells)) for row in table.rows] == [
            (4, {"key": "a", "text_en": "two\nlines"}),
            (7, {"key": "b"}),
        ]
        assert table.header_line == 2


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "empty"),
        (b" \n,,\n", "empty"),
        (b"\xff\xfea", "UTF-16"),
        (b"a,\xe9", "byte 2"),
        (b"a,A\n", "twice"),
        (b'a,b\n"x,y\n', "line 2"),
        (b'a,b\n"x"y,z\n', "line 2"),
        (b"a,b\n1,2,3\n", "line 2"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(raw: bytes, why: str) -> None:
    with pytest.raises(UnreadableTable, match=why):
        read_table(raw)


kept = nasty.map(str.strip).filter(lambda text: "\r" not in text and "\0" not in text)


@given(st.lists(st.fixed_dictionaries({"a": kept, "b": kept}), max_size=5))
def test_rows_come_back_as_they_were_written(rows: list[dict[str, str]]) -> None:
    expected = [{key: composed(text) for key, text in row.items() if is_visible(text)} for row in rows]
    found = read_table(write_table(("a", "b"), rows)).rows
    assert [dict(row.cells) for row in found] == [row for row in expected if row]


def test_what_is_written_is_plain_csv_for_other_programs() -> None:
    raw = write_table(("a", "b"), [{"a": 'say "yes"', "b": "1,2"}])
    assert list(csv.reader(io.StringIO(raw.decode("utf-8-sig")))) == [["a", "b"], ['say "yes"', "1,2"]]
