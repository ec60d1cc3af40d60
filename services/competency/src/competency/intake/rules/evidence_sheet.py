"""Evidence from a spreadsheet: each row becomes the values that a line of an NDJSON batch has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shared.sheets.reading import Columns, LineProblem, Row, read_sheet

COLUMNS = Columns(
    known=(
        "learner_id", "learner_source", "learner_sourced_id", "item_id", "score", "scale_minimum", "scale_maximum",
        "observed_at", "source", "kind", "observer", "external_id",
    ),
    required=frozenset({"item_id", "score", "observed_at", "source", "external_id"}),
    others_left=False,
)  # fmt: skip

_PARTS = {
    "learner": {"source": "learner_source", "sourced_id": "learner_sourced_id"},
    "scale": {"minimum": "scale_minimum", "maximum": "scale_maximum"},
}
_POINTS = ("score", "scale_minimum", "scale_maximum")
# Two places at most: 1,000 may mean a thousand.
_DECIMAL_COMMA = re.compile(r"(-?[0-9]+),([0-9]{1,2})")
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
    CASE address; points may have a comma for their point, as half of the world's spreadsheets write it.
    Raises UnreadableSheet, also for a column that is not ours: names of learners do not belong here.
    """
    sheet = read_sheet(raw, COLUMNS)
    return EvidenceSheet(tuple(EvidenceRow(row.line, _values(row)) for row in sheet.rows), sheet.problems)


def _values(row: Row) -> dict[str, object]:
    cells = dict(row.cells)
    for name in _POINTS:
        if found := _DECIMAL_COMMA.fullmatch(cells.get(name, "")):
            cells[name] = f"{found[1]}.{found[2]}"
    if found := _AT_THE_END.search(cells.get("item_id", "")):
        cells["item_id"] = found[1]
    values: dict[str, object] = dict(cells)
    for name, columns in _PARTS.items():
        if part := {field: values.pop(column) for field, column in columns.items() if column in values}:
            values[name] = part
    return values
