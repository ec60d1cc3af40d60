"""Spreadsheets are read as people's programs write them, line by line."""

from __future__ import annotations

import csv
import io
import re
import time
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.sheets.reading import MAX_LINES_OF_A_ROW, Columns, UnreadableSheet, read_sheet
from shared.values.words import composed, is_visible

AB = Columns(("a", "b"), frozenset({"a"}), others_left=True)


def cells(text: str | bytes) -> list[tuple[int, dict[str, str]]]:
    raw = text if isinstance(text, bytes) else text.encode()
    return [(row.line, dict(row.cells)) for row in read_sheet(raw, AB).rows]


def problems(text: str) -> list[tuple[int, str | None, bool]]:
    return [(one.line, one.column, one.refused) for one in read_sheet(text.encode(), AB).problems]


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,2\n",
        "\ufeffa,b\n1,2",
        "a;b\r\n1;2\r\n",
        "a\tb\r1\t2",
        'A , "B"\n 1 ,"2"\n\n',
        "b,a\n2,1\n",
        "\n\na,b\n1,2".removeprefix("\n\n"),
        "a,b,\n1,2,\n",
    ],
)
def test_what_programs_write_is_read_the_same(text: str) -> None:
    assert cells(text) == [(2, {"a": "1", "b": "2"})]


@pytest.mark.parametrize(
    ("first", "delimiter"),
    [
        ("sep=;", ";"), ("sep=,", ","), ("sep=\t", "\t"), ("sep=\\t", "\t"), ("sep=|", "|"), ("sep=:", ":"),
        ('"sep=;"', ";"), ('"sep=,"', ","), ("sep=;;", ";"), ('"sep=;";', ";"), ("sep=;,", ","), ("sep=", ";"),
        ("\ufeffsep=;", ";"), ("\ufeff\ufeffsep=;", ";"), ("sep=; ", ";"), ("SEP=;", ";"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_that_names_the_delimiter_is_no_header_and_lines_keep_their_numbers(
    first: str, delimiter: str, end: str
) -> None:
    text = end.join([first, f"a{delimiter}b", f"1{delimiter}2", "", f'"x"y{delimiter}'])
    assert cells(text) == [(3, {"a": "1", "b": "2"})]
    assert problems(text) == [(5, None, True)]


def test_the_named_delimiter_is_the_delimiter_though_a_header_has_more_of_another() -> None:
    columns = Columns(("a,b,c", "d"), frozenset({"a,b,c"}), others_left=False)
    assert [dict(row.cells) for row in read_sheet(b"sep=;\na,b,c;d\n1,5;2\n", columns).rows] == [
        {"a,b,c": "1,5", "d": "2"}
    ]


@pytest.mark.parametrize(
    "before", ["\n\n", ";;;\n", ",,\n,,\n", '"";""\n', "\ufeff\ufeff", "sep=;\n\ufeff", "\nsep=;\n\n", "\t\n"]
)
def test_what_programs_leave_before_the_header_is_passed_over(before: str) -> None:
    assert cells(before + "a;b\n1;2\n") == [(before.count("\n") + 2, {"a": "1", "b": "2"})]


def test_a_column_of_that_name_is_a_column() -> None:
    columns = Columns(("sep=x", "b"), frozenset({"b"}), others_left=False)
    assert [dict(row.cells) for row in read_sheet(b"sep=x,b\n1,2\n", columns).rows] == [{"sep=x": "1", "b": "2"}]
    with pytest.raises(UnreadableSheet, match="empty"):
        read_sheet(b"sep=;\n;;\n", AB)


def test_a_cell_may_hold_the_delimiter_quotes_and_line_breaks() -> None:
    assert cells('a,b\n"1, ""one""\nand more",2\n3,4\n') == [
        (2, {"a": '1, "one"\nand more', "b": "2"}),
        (4, {"a": "3", "b": "4"}),
    ]


@pytest.mark.parametrize("stray", ['"1"x,2', '1,"2', '"1,2', '1,2"', '1,"2"" '])
def test_a_stray_quote_spoils_its_own_line_only(stray: str) -> None:
    text = f"a,b\n{stray}\n3,4\n5,6"
    assert problems(text) == [(2, None, True)]
    assert cells(text) == [(3, {"a": "3", "b": "4"}), (4, {"a": "5", "b": "6"})]


def test_a_quote_that_closes_too_far_below_is_a_stray_one() -> None:
    text = 'a,b\n"1,2\n' + "3,4\n" * MAX_LINES_OF_A_ROW + '5,6"\n'
    assert [line for line, _, _ in problems(text)] == [2, MAX_LINES_OF_A_ROW + 3]
    assert len(cells(text)) == MAX_LINES_OF_A_ROW


def test_a_line_with_too_many_cells_is_refused_and_a_short_one_is_not() -> None:
    assert problems("a,b\n1,2,3\n1,2,\n1\n") == [(2, None, True)]
    assert cells("a,b\n1,2,3\n1,2,\n1\n") == [(3, {"a": "1", "b": "2"}), (4, {"a": "1"})]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        ("a,b\n1,2".encode("utf-16"), "UTF-16"),
        (b"a,b\n\0,2", "UTF-16"),
        ("a,b\né,2".encode("latin-1"), "CSV UTF-8"),
        (b"b\n1", "'a' is missing"),
        (b"a,b,A\n1,2,3", "'a' occurs twice"),
        (b'a,"b\n1,2', "stray quote"),
        (b'{"a": 1}', "missing"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(raw: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSheet, match=reason):
        read_sheet(raw, AB)


def test_a_column_nobody_asked_for_is_left_out_and_said_or_refused_as_the_sheet_wants() -> None:
    assert problems("a,colour\n1,red") == [(1, "colour", False)]
    with pytest.raises(UnreadableSheet, match="'colour' is none of ours"):
        read_sheet(b"a,colour\n1,red", Columns(("a", "b"), frozenset({"a"}), others_left=False))


plain = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=8)


@given(st.lists(st.tuples(plain, plain), max_size=5), st.sampled_from(",;\t"), st.booleans())
def test_whatever_a_csv_writer_writes_is_read_back(rows: list[tuple[str, str]], delimiter: str, quoted: bool) -> None:
    out = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, quoting=quoting).writerows([("a", "b"), *rows])
    sheet = read_sheet(out.getvalue().encode(), AB)
    seen = [{name: composed(text) for name, text in zip("ab", row, strict=True) if is_visible(text)} for row in rows]
    assert [dict(row.cells) for row in sheet.rows] == [cells for cells in seen if cells]
    assert sheet.problems == ()


@given(st.binary(max_size=80) | st.text('ab,;"\n\t\r \ufeff', max_size=60).map(lambda text: ("a,b\n" + text).encode()))
def test_any_bytes_are_a_sheet_or_refused_in_one_way(raw: bytes) -> None:
    try:
        sheet = read_sheet(raw, AB)
    except UnreadableSheet:
        return
    lines = [row.line for row in sheet.rows] + [problem.line for problem in sheet.problems]
    assert all(1 <= line <= raw.count(b"\n") + raw.count(b"\r") + 1 for line in lines)


@settings(max_examples=30)
@given(st.integers(1, 6))
def test_ten_thousand_stray_quotes_are_told_apart_in_linear_time(quotes: int) -> None:
    raw = ("a,b\n" + ('"' * quotes + "x,2\n") * 2_000).encode()
    began = time.process_time()
    read_sheet(raw, AB)
    assert time.process_time() - began < 2


def test_columns_may_be_known_by_the_shape_of_their_names_and_are_told_in_their_order() -> None:
    columns = Columns(("a",), frozenset({"a"}), others_left=True, like=re.compile("text_[a-z]+"))
    sheet = read_sheet(b"\nText ES,a,remarks,text_en\nuno,1,x,one\n", columns)
    assert (sheet.columns, sheet.header_line) == (("text_es", "a", "text_en"), 2)
    assert [dict(row.cells) for row in sheet.rows] == [{"text_es": "uno", "a": "1", "text_en": "one"}]
    assert [(one.line, one.column) for one in sheet.problems] == [(2, "remarks")]


def test_a_row_has_as_many_lines_as_the_reader_of_the_sheet_says() -> None:
    long = '"' + "x\n" * MAX_LINES_OF_A_ROW + '"'
    raw = f"a,b\n{long},2\n".encode()
    assert read_sheet(raw, AB).problems
    assert read_sheet(raw, AB, lines_of_a_row=2 * MAX_LINES_OF_A_ROW).problems == ()
