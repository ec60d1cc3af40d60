"""The cells of an instrument's sheet, read as what they should be; each problem is noted with its line and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from readiness.instruments.rules.sheet_rows import CELLS, COLUMNS, HELPED, column_part
from readiness.instruments.rules.words import Words
from shared.sheets.cells import Cells
from shared.sheets.reading import LineProblem, Row, Sheet

Said = Literal["text", "help"]


@dataclass(frozen=True, slots=True)
class SheetCells(Cells):
    """`columns` has by language the columns of its words."""

    columns: Mapping[str, Mapping[Said, str]]

    def only(self, row: Row, kind: str) -> None:
        """Notes the cells that this kind of row does not have."""
        allowed = {"row", *CELLS[kind]} | {columns["text"] for columns in self.columns.values() if "text" in columns}
        helps = {columns["help"] for columns in self.columns.values() if "help" in columns}
        if kind in HELPED:
            allowed |= helps
        for column in row.cells:
            # Of columns that are none of ours it is said once, at the header.
            if column not in allowed and (column in COLUMNS or column in helps):
                self.refuse(row, column, f"a row of the kind {kind} has no {column}; empty the cell")

    def words(self, row: Row, said: Said) -> Words:
        found: dict[str, str] = {}
        for language, columns in self.columns.items():
            if (text := row.cells.get(columns.get(said, ""))) is not None:
                found[language] = text
        return found

    def weight(self, row: Row) -> Decimal:
        """Returns the weight; 1 where none is written."""
        return self.decimal(row, "weight") if "weight" in row.cells else Decimal(1)

    def flag(self, row: Row, column: str) -> bool:
        return self.one_of(row, column, ("yes", "no"), "no", needed=False) == "yes"


def words_columns(sheet: Sheet, languages: tuple[str, ...], problems: list[LineProblem]) -> dict[str, dict[Said, str]]:
    """Returns by language the columns of its words, and notes those of languages that are left out."""
    found: dict[str, dict[Said, str]] = {language: {} for language in languages}
    by_part = {column_part(language): language for language in languages}
    for column in sheet.columns:
        name, _, part = column.partition("_")
        if column in COLUMNS:
            continue
        if name == "text" and part in by_part:
            found[by_part[part]]["text"] = column
        elif name == "help" and part in by_part:
            found[by_part[part]]["help"] = column
        else:
            problem = "left out: the instrument does not name the language"
            problems.append(LineProblem(sheet.header_line, column[:80], problem, refused=False))
    return found
