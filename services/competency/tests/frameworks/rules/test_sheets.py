"""Spreadsheets: frameworks and evidence from CSV as people's programs write it."""

from __future__ import annotations

import csv
import io
import time
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from competency.common.sheet import MAX_LINES_OF_A_ROW, Columns, LineProblem, UnreadableSheet, read_sheet
from competency.frameworks.rules.case.export import package
from competency.frameworks.rules.case.importing import framework_from
from competency.frameworks.rules.framework import Document, outline
from competency.frameworks.rules.sheet import COLUMNS, framework_from_sheet
from competency.intake.rules.evidence_sheet import evidence_from_sheet
from competency.intake.schemas.evidence import EvidenceLine
from services.competency.tests.frameworks.conftest import Validate
from shared.values.words import composed, is_visible

WHEN = datetime(2026, 1, 2, tzinfo=UTC)
DOCUMENT = Document(
    identifier=UUID("5b1f0c8e-6a5e-4f0e-9a4e-2a5b7c1d9e10"), last_change=WHEN, creator="district", title="t"
)
AB = Columns(("a", "b"), frozenset({"a"}), others_left=True)
ITEM = "22222222-2222-4222-8222-222222222222"


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


def shape(text: str) -> list[tuple[str | None, str | None]]:
    framework = framework_from_sheet(text.encode(), DOCUMENT).framework
    codes = {item.identifier: item.human_coding_scheme for item in framework.items}
    return [(place.item.human_coding_scheme, codes.get(place.parent)) for place in outline(framework)]  # type: ignore[arg-type]


def test_without_a_parent_column_codes_tell_the_place() -> None:
    text = "code,statement\nM,m\nM.1,m1\nM.1.a,a\nM.2.b,b\nS-1,s\nM10,ten\n"
    assert shape(text) == [
        ("M", None), ("M.1", "M"), ("M.1.a", "M.1"), ("M.2.b", "M"), ("S-1", None), ("M10", None),
    ]  # fmt: skip


def test_a_code_is_one_code_in_whatever_spelling_and_keeps_its_item() -> None:
    composed_, apart = "code,statement\n\u00c9.1,a\n\u00c9.1.a,b\n", "code,statement\nE\u0301.1,a\n\u00c9.1.a,b\n"
    assert shape(apart) == [("\u00c9.1", None), ("\u00c9.1.a", "\u00c9.1")]
    assert shape("code,statement,parent\nE\u0301.1,a,\nb,b,\u00c9.1\n") == [("\u00c9.1", None), ("b", "\u00c9.1")]
    one, other = (framework_from_sheet(text.encode(), DOCUMENT).framework for text in (composed_, apart))
    assert [item.identifier for item in one.items] == [item.identifier for item in other.items]
    twice = framework_from_sheet("code,statement\nE\u0301,a\n\u00c9,b\n".encode(), DOCUMENT)
    assert [(one.line, one.column, one.refused) for one in twice.problems] == [(3, "code", True)]


def test_a_statement_of_which_nothing_can_be_seen_is_missing() -> None:
    found = framework_from_sheet("code,statement\nA,a\nB,\u200b\n".encode(), DOCUMENT)
    assert [(one.line, one.column, one.refused) for one in found.problems] == [(3, "statement", True)]


@pytest.mark.parametrize(("column", "cell"), [
    ("score", "3_0"), ("score", "\u0663"), ("score", "1e3"), ("score", "+3"), ("score", "NaN"),
    ("observed_at", "2026-11-02_10:00:00Z"), ("observed_at", "\u0662026-11-02T10:00:00Z"), ("source", "\u3164"),
    ("external_id", "\u200b"), ("learner_sourced_id", "\u2800"),
])  # fmt: skip
def test_what_only_a_program_would_read_is_no_number_moment_or_word(column: str, cell: str) -> None:
    good = {
        "learner_source": "sis", "learner_sourced_id": "7", "item_id": ITEM, "score": "3",
        "observed_at": "2026-11-02T10:00:00Z", "source": "task", "external_id": "u1",
    }  # fmt: skip

    def line(cells: dict[str, str]) -> EvidenceLine:
        (row,) = evidence_from_sheet(f"{','.join(cells)}\n{','.join(cells.values())}\n".encode()).rows
        return EvidenceLine.model_validate(row.values)

    assert line(good).score == 3
    with pytest.raises(ValidationError):
        line(good | {column: cell})


@pytest.mark.parametrize(
    ("codes", "parents"),
    [
        (["1.", "1.a.", "1.a.i.", "1.b."], [None, "1.", "1.a.", "1."]),
        (["1", "1(a)", "1(a)(ii)", "2(a)"], [None, "1", "1(a)", None]),
        (["1)", "1)a)"], [None, "1)"]),
        (["[1]", "[1][a]"], [None, "[1]"]),
        (["A-1", "A-1-a", "A–1–b"], [None, "A-1", None]),
        (["1.", "1)a", "1"], [None, "1.", None]),
        (["1\\a", "1"], ["1", None]),
        (["1", "1.", "(a)", "-", "10"], [None] * 5),
    ],
)
def test_codes_are_nested_by_their_steps_whatever_stands_between_and_behind(
    codes: list[str], parents: list[str | None]
) -> None:
    text = "code,statement\n" + "".join(f'"{code}",s\n' for code in codes)
    assert dict(shape(text)) == dict(zip(codes, parents, strict=True))


@pytest.mark.parametrize(
    ("codes", "named"),
    [
        (["1", "1a", "1a1", "2"], [(3, "'1'", "at the top"), (4, "'1a'", "at the top")]),
        (["M", "M.1", "M.1a"], [(4, "'M.1'", "under 'M'")]),
        (["M", "m.2", "M10"], [(3, "'M'", "at the top"), (4, "'M'", "at the top")]),
        (["A-1", "A.1.b", "A–1–c"], [(3, "'A-1'", "at the top"), (4, "'A-1'", "at the top")]),
        (["1.0", "1.1", "2.1"], [(3, "'1.0'", "at the top")]),
        (["1.", "1.a.", "1.b.", "S-1", "10", "é", "éa"], []),
    ],
)
def test_a_code_that_only_looks_nested_is_named_and_not_refused(
    codes: list[str], named: list[tuple[int, str, str]]
) -> None:
    text = "code,statement\n" + "".join(f"{code},s\n" for code in codes)
    found = framework_from_sheet(text.encode(), DOCUMENT)
    assert found.read == len(codes)
    assert [(one.line, one.column, one.refused) for one in found.problems] == [(n, "code", False) for n, _, _ in named]
    for problem, (_, above, place) in zip(found.problems, named, strict=True):
        assert f"looks nested under {above}, and came in {place}" in problem.problem
        assert "parent column" in problem.problem
    with_parents = "code,statement,parent\n" + "".join(f"{code},s,\n" for code in codes) + f"x,s,{codes[0]}\n"
    assert framework_from_sheet(with_parents.encode(), DOCUMENT).problems == ()


step = st.sampled_from(["1", "2", "a", "B"])


@given(st.lists(st.lists(step, min_size=1, max_size=4).map(tuple), unique=True, max_size=8), st.sampled_from(
    [("", ".", ""), ("", ".", "."), ("", "-", ""), ("", "(", ")"), ("", ")", ")"), ("[", "][", "]"), ("", " / ", ":")]
))  # fmt: skip
def test_every_convention_of_codes_draws_the_same_tree(
    paths: list[tuple[str, ...]], signs: tuple[str, str, str]
) -> None:
    def code(path: tuple[str, ...]) -> str:
        return (
            signs[0]
            + path[0]
            + "".join(f"{signs[1]}{one}" for one in path[1:])
            + (signs[2] if path[1:] else signs[2].strip(")"))
        )

    known = set(paths)
    above = {p: next((p[:n] for n in range(len(p) - 1, 0, -1) if p[:n] in known), None) for p in paths}
    text = "code,statement\n" + "".join(f'"{code(path)}",s\n' for path in paths)
    if paths:
        assert dict(shape(text)) == {code(p): None if q is None else code(q) for p, q in above.items()}


def test_a_parent_column_tells_the_place_whatever_the_codes_say_and_in_any_order() -> None:
    text = "code,statement,parent\nM.1,one,B\nB,b,\nA,a,B\n"
    assert shape(text) == [("B", None), ("M.1", "B"), ("A", "B")]


def test_a_parent_that_is_missing_or_closes_a_cycle_is_named_and_the_item_put_at_the_top() -> None:
    found = framework_from_sheet(b"code,statement,parent\nA,a,B\nB,b,A\nC,c,Z\nD,d,D\n", DOCUMENT)
    assert [(one.line, one.column, one.refused) for one in found.problems] == [
        (3, "parent", False), (4, "parent", False), (5, "parent", False),
    ]  # fmt: skip
    assert shape("code,statement,parent\nA,a,B\nB,b,A\nC,c,Z\nD,d,D\n") == [
        ("B", None), ("A", "B"), ("C", None), ("D", None),
    ]  # fmt: skip


def test_each_bad_line_is_refused_by_itself_with_its_reason() -> None:
    sheet = f"code,statement,identifier\nA,a,\nB,,\nA,again,\nC,c,{ITEM}\nD,d,{ITEM}\nE,e,7\n" + "F," + "x" * 10_001
    found = framework_from_sheet(sheet.encode(), DOCUMENT)
    assert [(one.line, one.column, one.refused) for one in found.problems] == [
        (3, "statement", True), (4, "code", True), (6, "identifier", True), (7, "identifier", False),
        (8, "statement", True),
    ]  # fmt: skip
    assert "line 2" in found.problems[1].problem
    assert [item.human_coding_scheme for item in found.framework.items] == ["A", "C", "E"]


def test_an_item_keeps_its_identity_when_it_is_worded_better_or_moved_to_another_line() -> None:
    before = framework_from_sheet(b"code,statement\nA,a\nB,b\n", DOCUMENT).framework
    after = framework_from_sheet(b"code,statement\nB,better\nA,a\n", DOCUMENT).framework
    assert {item.human_coding_scheme: item.identifier for item in before.items} == {
        item.human_coding_scheme: item.identifier for item in after.items
    }


def test_every_column_comes_through_and_the_framework_is_valid(official: Validate) -> None:
    header = ",".join(COLUMNS.known)
    sheet = f"{header}\nA,say,,short,Standard,03; 04,Math,x;y,note,en,{ITEM}\n,no code,A,,,,,,,,\n"
    found = framework_from_sheet(sheet.encode(), DOCUMENT)
    exported = package(found.framework, "https://trellis.example/ims/case/v1p1")
    official("getCFPackage", exported)
    listed: Any = exported["CFItems"]
    said = {name: value for name, value in listed[0].items() if name not in ("uri", "lastChangeDateTime")}
    assert said == {
        "identifier": ITEM, "fullStatement": "say", "humanCodingScheme": "A", "abbreviatedStatement": "short",
        "CFItemType": "Standard", "educationLevel": ["03", "04"], "subject": ["Math"], "conceptKeywords": ["x", "y"],
        "notes": "note", "language": "en",
    }  # fmt: skip
    assert found.problems == ()
    assert framework_from(exported).warnings == ()


def test_a_sheet_without_a_single_item_is_refused_with_its_first_problem() -> None:
    with pytest.raises(UnreadableSheet, match="line 2"):
        framework_from_sheet(b"code,statement\nA,\n", DOCUMENT)


def test_markup_and_formulas_in_cells_are_text_to_the_letter() -> None:
    found = framework_from_sheet(b"statement\n=HYPERLINK(1)\n<script>\n", DOCUMENT)
    assert [item.full_statement for item in found.framework.items] == ["=HYPERLINK(1)", "<script>"]


EVIDENCE = "learner_id,learner_source,learner_sourced_id,item_id,score,observed_at,source,external_id\n"


def test_a_row_of_evidence_has_the_values_of_a_line_of_a_batch() -> None:
    sheet = EVIDENCE + f"{ITEM},,,https://x.example/CFItems/{ITEM},3.5,2026-01-02T10:00:00Z,task,e1\n"
    sheet += f",sis,s1,{ITEM},2,2026-01-02T10:00:00+02:00,task,e2\n"
    first, second = evidence_from_sheet(sheet.encode()).rows
    line = EvidenceLine.model_validate(first.values)
    assert (str(line.learner_id), str(line.item_id), str(line.score)) == (ITEM, ITEM, "3.5")
    assert (line.observed_at, line.source, line.external_id) == (WHEN.replace(hour=10), "task", "e1")
    other = EvidenceLine.model_validate(second.values)
    assert other.learner is not None
    assert (other.learner.source, other.learner.sourced_id, other.learner_id) == ("sis", "s1", None)


def test_a_name_of_a_learner_does_not_slip_in_with_the_evidence() -> None:
    with pytest.raises(UnreadableSheet, match="'learner_name' is none of ours"):
        evidence_from_sheet(EVIDENCE.replace("learner_source", "learner name").encode())


def test_a_bad_line_of_evidence_is_reported_and_the_others_are_read() -> None:
    sheet = EVIDENCE + f'"{ITEM}"x,,,{ITEM},1,2026-01-02,task,e1\n,sis,s,{ITEM},1,2026-01-02,task,e2\n'
    found = evidence_from_sheet(sheet.encode())
    assert found.problems == (LineProblem(2, None, "a stray quote; double the quotes inside a quoted cell"),)
    assert [row.line for row in found.rows] == [3]


@settings(max_examples=30)
@given(st.integers(1, 6))
def test_ten_thousand_stray_quotes_are_told_apart_in_linear_time(quotes: int) -> None:
    raw = ("a,b\n" + ('"' * quotes + "x,2\n") * 2_000).encode()
    began = time.process_time()
    read_sheet(raw, AB)
    assert time.process_time() - began < 2
