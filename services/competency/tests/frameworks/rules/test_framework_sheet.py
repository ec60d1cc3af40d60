"""Frameworks from spreadsheets: codes and parents tell the place, and each bad line is refused by itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.frameworks.rules.case.export import package
from competency.frameworks.rules.case.importing import framework_from
from competency.frameworks.rules.framework import Document, outline
from competency.frameworks.rules.sheet import COLUMNS, framework_from_sheet
from services.competency.tests.frameworks.conftest import Validate
from shared.sheets.reading import UnreadableSheet

WHEN = datetime(2026, 1, 2, tzinfo=UTC)
DOCUMENT = Document(
    identifier=UUID("5b1f0c8e-6a5e-4f0e-9a4e-2a5b7c1d9e10"), last_change=WHEN, creator="district", title="t"
)
ITEM = "22222222-2222-4222-8222-222222222222"


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
