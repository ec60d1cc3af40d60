"""A linear model in whole numbers, and what a solver says of it. Knows no solver."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Status = Literal["optimal", "impossible", "limit", "failed"]
"""What a solver claims: the best was found; nothing is allowed; the limit of nodes was reached; anything else."""

Terms = tuple[tuple[int, int], ...]
"""Columns with their coefficients, each column once."""


class Row(NamedTuple):
    """The sum of the terms is at least `least` and at most `most`, where they are given."""

    terms: Terms
    least: int | None
    most: int | None


@dataclass(slots=True)
class Model:
    """Columns are whole numbers from 0 to their `tops`; the objective is made as large as it can be."""

    tops: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def column(self, top: int = 1) -> int:
        """Adds a column and returns its number."""
        self.tops.append(top)
        return len(self.tops) - 1

    def row(self, terms: Iterable[tuple[int, int]], least: int | None = None, most: int | None = None) -> None:
        """Adds a row."""
        self.rows.append(Row(tuple(terms), least, most))


class Answer(NamedTuple):
    """What a solver says: it is a claim, and checked. `values` are None where it found nothing; `bound` is what it says
    that no solution exceeds.
    """

    status: Status
    values: Sequence[float] | None
    bound: float


Objective = Mapping[int, int]
Solve = Callable[[Model, Objective, bool, Sequence[int] | None], Answer]
"""Solves a model for an objective, with presolve or without it, from a known solution where there is one."""
Price = Callable[[Model, Objective], Sequence[float] | None]
"""Says what each row of a model is worth where columns need not be whole; None where nothing is known."""
