"""Reports as spreadsheets: whatever program opens one, with whatever delimiter, meets no formula."""

from __future__ import annotations

import csv
import io
import re
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.sheets.writing import as_csv

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
DELIMITERS = ",;\t|"


def report(*values: str) -> str:
    return as_csv(("line", "a", "b"), [{"line": 2, "a": value, "b": "x"} for value in values]).decode("utf-8-sig")


def read_back(text: str) -> list[str]:
    return [row["a"] for row in csv.DictReader(io.StringIO(text, newline=""))]


def cells(text: str, delimiter: str, quoting: Literal[0, 3]) -> list[str]:
    """As a program sees them that divides by this, and minds quotes or does not."""
    lines = io.StringIO(text, newline="") if quoting == csv.QUOTE_MINIMAL else re.split("[\r\n]+", text)
    return [cell for row in csv.reader(lines, delimiter=delimiter, quoting=quoting) for cell in row]


def bare(value: str) -> str:
    """The value without the apostrophes that were put into it, as the report's own words tell a program to."""
    value = re.sub(r"\A('*)'(?=[\t\r\n\0])", r"\1", value)
    return re.sub(rf"""(\A|(?<=[,;|\t\r\n]))([\s"']*)'([{re.escape(SIGNS)}])""", r"\2\3", value)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("x;=HYPERLINK(1)", "x;'=HYPERLINK(1)"),
        ("x,+1", "x,'+1"),
        ("x|@SUM(1)", "x|'@SUM(1)"),
        ("x\t-1", "x\t'-1"),
        ("x\n=1", "x\n'=1"),
        ('x; "=1', "x; \"'=1"),
        (" =1", " '=1"),
        ('"=1', "\"'=1"),
        ("\uff1d1", "'\uff1d1"),
        ("\ttab", "'\ttab"),
        ("'=1", "''=1"),
        ("=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"),
        ("a=1; b-2@c", "a=1; b-2@c"),
        ("2026-11-01", "2026-11-01"),
        ("it's", "it's"),
    ],
)
def test_before_a_sign_that_may_begin_a_formula_stands_an_apostrophe(value: str, shown: str) -> None:
    assert read_back(report(value)) == [shown]
    assert bare(shown) == value


nasty = st.text(st.sampled_from(list(SIGNS + DELIMITERS + "\r\n \"'x1(")), max_size=12) | st.text(max_size=8)


@given(st.lists(nasty, max_size=3), st.sampled_from(DELIMITERS), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_NONE]))
def test_no_cell_is_a_formula_by_whatever_delimiter(values: list[str], delimiter: str, quoting: Literal[0, 3]) -> None:
    text = report(*(value.replace("\0", "") for value in values))
    for cell in cells(text, delimiter, quoting):
        assert not cell.strip().lstrip('" \t').startswith(tuple(SIGNS)), (cell, text)


@given(st.lists(nasty, max_size=3))
def test_a_program_has_the_values_back(values: list[str]) -> None:
    assert [bare(value) for value in read_back(report(*values))] == values


def test_numbers_stay_numbers() -> None:
    assert as_csv(("line", "score"), [{"line": 2, "score": -1}]).decode("utf-8-sig") == "line,score\r\n2,-1\r\n"
