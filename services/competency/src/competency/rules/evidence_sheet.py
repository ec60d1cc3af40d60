"""Evidence from a spreadsheet: each row becomes the values that a line of an NDJSON batch has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from competency.rules.sheet import Columns, LineProblem, Row, read_sheet

COLUMNS = Columns(
    known=(
        "learner_id", "learner_source", "learner_sourced_id", "item_id", "score", "observed_at", "source",
        "external_id",
    ),
    required=frozenset({"item_id", "score", "observed_at", "source", "external_id"}),
    others_left=False,
)  # fmt: skip

_AT_THE_END = re.compile(r"/([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})/?$")


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A line and its values, to be validated just as a line of NDJSON is; cells without anything are absent."""

    line: int
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class EvidenceSheet:
    rows: tuple[EvidenceRow, ...]
    problems: tuple[LineProblem, ...]


def evidence_from_sheet(raw: bytes) -> EvidenceSheet:
    """The rows of a CSV file of evidence, and the lines that could not be read.

    A learner is named by learner_id, or by learner_source and learner_sourced_id; an item by its identifier or its
    CASE address. Raises UnreadableSheet, also for a column that is not ours: names of learners do not belong here.
    """
    sheet = read_sheet(raw, COLUMNS)
    return EvidenceSheet(tuple(EvidenceRow(row.line, _values(row)) for row in sheet.rows), sheet.problems)


def _values(row: Row) -> dict[str, object]:
    values: dict[str, object] = dict(row.cells)
    learner = {
        name: values.pop(column)
        for name, column in (("source", "learner_source"), ("sourced_id", "learner_sourced_id"))
        if column in values
    }
    if learner:
        values["learner"] = learner
    if found := _AT_THE_END.search(row.cells.get("item_id", "")):
        values["item_id"] = found[1]
    return values
