"""An instrument as a sheet and back, and what is wrong with a sheet by line and column."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from readiness.instruments.rules.instrument import Instrument, Protection, RoleTerms
from readiness.instruments.rules.sheet import instrument_from_sheet
from readiness.instruments.rules.sheet_rows import instrument_to_sheet
from services.readiness.tests.instruments.instrument_pieces import (
    ORIGIN,
    SMALL,
    both,
    few,
    instruments,
    question,
    with_question,
)
from shared.sheets.reading import UnreadableSheet
from shared.sheets.writing import harmless

SHEET = """\
row,key,kind,weight,roles,minimum,gate,dont_know,not_applicable,score,zero_at,one_at,languages,text_en,text_es,help_en,help_es
instrument,,,,,,,,,,,,en; es,Readiness,Preparación,How to answer,Cómo responder
role,leader,,,,3,,,,,,,,,,
role,teacher,,2,,8,,,,,,,,,,
section,curriculum,,1.5,,,,,,,,,,Curriculum,Currículo,
question,c1,level,,leader; teacher,,0.5,lowest,,,,,,How far?,¿Hasta dónde?,Show it,Muéstrelo
anchor,1,,,,,,,,,,,,Not yet,Aún no,
anchor,2,,,,,,,,,,,,Often,A menudo,
question,c2,Choice,0,Leader,,,,,,,,,Which?,¿Cuál?,
option,none,,,,,,,,0,,,,None,Ninguno,
option,most,,,,,,,,1,,,,Most,La mayoría,
section,technology,,,,,,,,,,,,Technology,Tecnología,
question,t1,number,,leader,,,,,,4,1,,How many?,¿Cuántos?,
unit,,,,,,,,,,,,,a device,por equipo,
"""


def read(text: str) -> Instrument:
    found = instrument_from_sheet(text.encode())
    assert found.problems == ()
    assert found.instrument is not None
    return found.instrument


def problems(text: str) -> list[tuple[int, str | None, bool]]:
    return [(one.line, one.column, one.refused) for one in instrument_from_sheet(text.encode()).problems]


def changed(line: int, old: str, new: str) -> str:
    lines = SHEET.splitlines()
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new)
    return "\n".join(lines)


def test_every_row_is_a_part_below_the_one_it_follows() -> None:
    found = read(SHEET)
    assert [section.key for section in found.sections] == ["curriculum", "technology"]
    first, second = found.sections[0].questions
    assert (first.roles, first.gate, first.dont_know) == (("leader", "teacher"), Decimal("0.5"), "lowest")
    assert (second.form.kind, second.roles) == ("choice", ("leader",))
    assert [first.weight, second.weight] == [1, 0]
    assert found.description == {"en": "How to answer", "es": "Cómo responder"}
    assert found.roles == (RoleTerms("leader", 3), RoleTerms("teacher", 8, Decimal(2)))


@few
@given(instruments())
def test_an_instrument_comes_back_from_its_sheet_the_same(instrument: Instrument) -> None:
    found = instrument_from_sheet(instrument_to_sheet(instrument))
    assert [one for one in found.problems if one.refused] == []
    assert found.instrument == instrument


@pytest.mark.parametrize("words", ["=cmd|'/c calc'!A0", "@SUM(A1)", "-1+1", "a;=b", "'=kept"])
def test_words_that_a_spreadsheet_would_run_are_neutralised_and_come_back(words: str) -> None:
    told = with_question(SMALL, replace(question("c1"), text=both(words)))
    raw = instrument_to_sheet(told)
    cells = [cell for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"))) for cell in row]
    assert words not in cells
    assert harmless(words) in cells
    assert instrument_from_sheet(raw).instrument == told


def test_lineage_edits_and_protection_come_back_too() -> None:
    asked = replace(question("c1", roles=("student",)), protection=Protection("religion", both("We ask about belief.")))
    full = replace(
        with_question(SMALL, asked),
        roles=(*SMALL.roles, RoleTerms("student", 10, notice=both("Nobody sees it."))),
        editorial=frozenset({"c2", "t2"}),
        origin=ORIGIN,
    )
    assert instrument_from_sheet(instrument_to_sheet(full)).instrument == full


@pytest.mark.parametrize(
    ("line", "old", "new", "where"),
    [
        (3, "role,leader", "role,janitor", (3, "key")),
        (6, "leader; teacher", "leader; janitor", (6, "roles")),
        (6, "leader; teacher", "", (6, "roles")),
        (6, "level", "scale", (6, "kind")),
        (6, "0.5", "half", (6, "gate")),
        (6, "0.5", "1.5", (6, "gate")),
        (6, "lowest", "zero", (6, "dont_know")),
        (6, "How far?", "", (6, "text_en")),
        (6, "c1", "C 1", (6, "key")),
        (7, "anchor,1", "anchor,one", (7, "key")),
        (7, "anchor,1", "anchor,2", (8, "key")),
        (7, "Not yet", "", (7, "text_en")),
        (7, "anchor,1", "option,1", (7, "row")),
        (7, "anchor,1,,", "anchor,1,,5", (7, "weight")),
        (9, "question,c2", "question,c1", (9, "key")),
        (10, ",0,", ",1.5,", (10, "score")),
        (10, ",0,", ",,", (10, "score")),
        (4, ",2,", ",-2,", (4, "weight")),
        (4, ",8,", ",,", (4, "minimum")),
        (4, ",8,", ",1e3,", (4, "minimum")),
        (13, "4,1", "4,4", (13, "one_at")),
        (14, "a device", "", (14, "text_en")),
        (14, "unit", "units", (14, "row")),
        (5, "section,curriculum,,1.5", "section,technology,,1.5", (12, "key")),
        (2, "en; es", "English; es", (2, "languages")),
        (2, "en; es", "", (2, "languages")),
    ],
)  # fmt: skip
def test_a_problem_has_the_line_and_the_column_and_nothing_is_kept(
    line: int, old: str, new: str, where: tuple[int, str]
) -> None:
    found = instrument_from_sheet(changed(line, old, new).encode())
    assert where in [(one.line, one.column) for one in found.problems if one.refused]
    assert found.instrument is None


def test_a_role_without_minimum_is_told_at_the_instrument() -> None:
    lines = SHEET.splitlines()
    del lines[3]
    assert (2, None, True) in problems("\n".join(lines))


def test_what_is_missing_in_another_language_is_told_and_does_not_stand_in_the_way() -> None:
    text = changed(7, "Aún no", "")
    assert problems(text) == [(7, "text_es", False)]
    assert instrument_from_sheet(text.encode()).instrument is not None


def test_other_columns_are_left_out_and_said_so() -> None:
    lines = [f"{'remarks' if place == 0 else 'x'},{line}" for place, line in enumerate(SHEET.splitlines())]
    assert problems("\n".join(lines)) == [(1, "remarks", False)]
    french = [f"{'text_fr' if place == 0 else 'x'},{line}" for place, line in enumerate(SHEET.splitlines())]
    assert problems("\n".join(french)) == [(1, "text_fr", False)]


def test_rows_stand_below_what_they_belong_to() -> None:
    lines = SHEET.splitlines()
    assert (3, "row", True) in problems("\n".join([*lines[:2], lines[5], *lines[2:]]))
    assert (3, "row", True) in problems("\n".join([*lines[:2], lines[1], *lines[2:]]))
    assert (6, "row", True) in problems("\n".join([*lines[:5], lines[6], *lines[5:]]))


@pytest.mark.parametrize("text", ["", "key,text_en\na,b\n", "row,key\nsection,a\n", "row\n\n"])
def test_a_file_without_an_instrument_cannot_be_read(text: str) -> None:
    with pytest.raises(UnreadableSheet):
        instrument_from_sheet(text.encode())


@pytest.mark.parametrize("broken", ['role,"lead"er,', "role,union" + "," * 30 + "x"])
def test_a_row_that_cannot_be_divided_into_cells_makes_the_file_unreadable_and_is_named(broken: str) -> None:
    lines = SHEET.splitlines()
    with pytest.raises(UnreadableSheet, match="line 4"):
        instrument_from_sheet("\n".join([*lines[:3], broken, *lines[3:]]).encode())


def test_a_draft_has_all_that_could_be_read_and_nothing_that_stands_in_for_what_could_not() -> None:
    found = instrument_from_sheet(changed(6, "leader; teacher", "leader; janitor").encode())
    assert found.left_out == {6, 7, 8}
    assert [[question.key for question in one.questions] for one in found.draft.sections] == [["c2"], ["t1"]]
    unknown = instrument_from_sheet(changed(3, "role,leader", "role,janitor").encode())
    assert unknown.left_out == {3}
    assert unknown.draft.roles == (RoleTerms("teacher", 8, Decimal(2)),)


def test_what_follows_a_row_of_no_kind_is_part_of_nothing_else() -> None:
    found = instrument_from_sheet(changed(12, "section", "chapter").encode())
    assert found.left_out == {12, 13, 14}
    assert [section.key for section in found.draft.sections] == ["curriculum"]


def test_a_draft_keeps_what_only_stands_in_the_way_of_publication() -> None:
    found = instrument_from_sheet(changed(6, "0.5", "1.5").encode())
    assert (found.instrument, found.left_out) == (None, frozenset())
    assert found.draft.sections[0].questions[0].gate == Decimal("1.5")
