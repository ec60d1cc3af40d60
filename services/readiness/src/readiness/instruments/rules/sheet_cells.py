"""The cells of an instrument's sheet, read as what they should be; each problem is noted with its line and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeVar

from readiness.instruments.rules.sheet_rows import CELLS, COLUMNS, HELPED, column_part
from readiness.instruments.rules.words import Words
from shared.sheets.reading import LineProblem, Row, Sheet
from shared.values import written

T = TypeVar("T", bound=str)
Said = Literal["text", "help"]


@dataclass(frozen=True, slots=True)
class SheetCells:
    """`columns` has by language the columns of its words. A cell that cannot be read is noted in `problems`, and
    something stands in for it, so that the other cells are read all the same.
    """

    columns: Mapping[str, Mapping[Said, str]]
    problems: list[LineProblem]

    def refuse(self, row: Row, column: str | None, problem: str) -> None:
        self.problems.append(LineProblem(row.line, column, problem))

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

    def text(self, row: Row, column: str) -> str:
        if (text := row.cells.get(column)) is None:
            self.refuse(row, column, "the cell is empty; fill it in")
        return text or ""

    def decimal(self, row: Row, column: str) -> Decimal:
        try:
            return written.decimal(self.text(row, column) or "0")
        except ValueError as problem:
            self.refuse(row, column, str(problem))
            return Decimal(0)

    def weight(self, row: Row) -> Decimal:
        """Returns the weight; 1 where none is written."""
        return self.decimal(row, "weight") if "weight" in row.cells else Decimal(1)

    def whole(self, row: Row, column: str) -> int:
        try:
            return written.whole(self.text(row, column) or "0")
        except ValueError as problem:
            self.refuse(row, column, str(problem))
            return 0

    def flag(self, row: Row, column: str) -> bool:
        return self.one_of(row, column, ("yes", "no"), "no", needed=False) == "yes"

    def one_of(self, row: Row, column: str, allowed: tuple[T, ...], otherwise: T, *, needed: bool = True) -> T:
        """Returns the word of the cell, which is one of these; capitals do not matter. Where the cell is empty and not
        `needed`, it is `otherwise`.
        """
        text = row.cells.get(column, "").casefold()
        found = next((one for one in allowed if one == text), None)
        if found is None and (text or needed):
            self.refuse(row, column, f"{text[:40]!r} is none of {', '.join(allowed)}; write one of them")
        return otherwise if found is None else found

    def several(self, row: Row, column: str, allowed: tuple[T, ...]) -> tuple[T, ...]:
        """Returns the words of the cell, with semicolons between, each one of these."""
        found: list[T] = []
        for part in row.cells.get(column, "").split(";"):
            text = part.strip().casefold()
            if not text:
                continue
            known = next((one for one in allowed if one == text), None)
            if known is None:
                self.refuse(row, column, f"{text[:40]!r} is none of {', '.join(allowed)}; write those")
            else:
                found.append(known)
        return tuple(found)


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
