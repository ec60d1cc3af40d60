"""The cells of a row, read as what they should be; each problem is noted with its line and column. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from shared.sheets.reading import LineProblem, Row
from shared.values import written

T = TypeVar("T", bound=str)


@dataclass(frozen=True, slots=True)
class Cells:
    """A cell that cannot be read is noted in `problems`, and something stands in for it, so that the other cells are
    read all the same.
    """

    problems: list[LineProblem]

    def refuse(self, row: Row, column: str | None, problem: str) -> None:
        self.problems.append(LineProblem(row.line, column, problem))

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

    def whole(self, row: Row, column: str) -> int:
        try:
            return written.whole(self.text(row, column) or "0")
        except ValueError as problem:
            self.refuse(row, column, str(problem))
            return 0

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
