"""Evidence from a spreadsheet: each row has the values of a line of a batch, or is refused by itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from competency.intake.rules.evidence_sheet import evidence_from_sheet
from competency.intake.schemas.evidence import EvidenceLine
from shared.sheets.reading import LineProblem, UnreadableSheet

WHEN = datetime(2026, 1, 2, tzinfo=UTC)
ITEM = "22222222-2222-4222-8222-222222222222"


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
