"""Sheets of raters: every cell is read as the question wants it, and every mistake is named by line and column."""

from __future__ import annotations

import pytest

from readiness.assessments.rules.given import Given
from readiness.assessments.rules.paper_sheet import MOST_ROWS, PaperSheet, read_paper_sheet
from services.readiness.tests.assessments.asking import INSTRUMENT
from shared.sheets.reading import UnreadableSheet


def read(*lines: str) -> PaperSheet:
    return read_paper_sheet("\n".join(lines).encode(), INSTRUMENT)


def answers(sheet: PaperSheet) -> list[dict[str, Given]]:
    return [{question.key: given for question, given in row.answers} for row in sheet.rows]


def test_a_line_is_a_rater_and_a_cell_an_answer_as_the_question_wants_it() -> None:
    sheet = read(
        "role,language,c1,c2,c3,t1,u2,e1",
        "Leader,es,4,Yes,most,2.5,two words,https://example.org/a",
        "teacher,,1,no,none,3,,",
    )
    assert sheet.problems == ()
    first, second = answers(sheet)
    assert first == {
        "c1": Given("value", 4), "c2": Given("value", True), "c3": Given("value", "most"), "t1": Given("value", "2.5"),
        "u2": Given("value", "two words"),
        "e1": Given("value", {"kind": "link", "reference": "https://example.org/a"}),
    }  # fmt: skip
    assert second["c2"] == Given("value", False)
    assert [(row.line, row.role, row.language) for row in sheet.rows] == [(2, "leader", "es"), (3, "teacher", "en")]


def test_an_empty_cell_is_left_out_and_reasons_without_a_value_are_written_out() -> None:
    [found] = answers(read("role,c1,c2,c3", "teacher,,dont_know,NOT_APPLICABLE"))
    assert found == {"c2": Given("dont_know"), "c3": Given("not_applicable")}


@pytest.mark.parametrize(
    ("header", "line", "column", "problem"),
    [
        ("role,c1", "janitor,3", "role", "no role of ours"), ("role,language,c1", "leader,fr,3", "language", "en, es"),
        ("role,consented,s1", "student,perhaps,yes", "consented", "yes or no"),
        ("role,consented,c1", "leader,yes,3", "consented", "only students"), ("role,c1", "leader,", None, "nothing"),
        ("role,c1", "leader,7", "c1", "levels 1 to 4"), ("role,c1", "leader,three", "c1", "levels"),
        ("role,u1", "teacher,yes", "u1", "not asked"), ("role,s2", "student,yes", "s2", "not asked"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_column_and_the_rater_is_not_entered(
    header: str, line: str, column: str | None, problem: str
) -> None:
    sheet = read(header, line)
    [found] = sheet.problems
    assert (found.line, found.column) == (2, column)
    assert problem in found.problem
    assert sheet.rows == ()


def test_a_student_whose_parent_consents_is_asked_about_protected_topics() -> None:
    sheet = read("role,consented,s2", "student,yes,no")
    assert (sheet.problems, sheet.rows[0].consented) == ((), True)


@pytest.mark.parametrize("lines", [("c1", "3"), ("role,name,c1", "leader,Rosa,3"), ("role", *["leader"] * 2_001)])
def test_a_sheet_without_roles_with_a_column_of_its_own_or_too_long_is_not_read(lines: tuple[str, ...]) -> None:
    with pytest.raises(UnreadableSheet):
        read(*lines)


def test_as_many_raters_as_are_allowed_are_read() -> None:
    assert len(read("role,c1", *["leader,3"] * MOST_ROWS).rows) == MOST_ROWS
