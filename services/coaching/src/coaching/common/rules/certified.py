"""Bounds that hang on no solver, and which columns they leave.

A solver of the relaxation gives a price to each row. Whatever the prices are, this holds: what the objective and the
rows, each times its price, come to together is never exceeded (Lagrange). It is worked out here in whole numbers, from
the model alone; prices that are wrong only make the bound weaker. A column that would bring the bound below what is
reached already is in no solution that is as good. (Reduced cost fixing: Dantzig, Fulkerson and Johnson, Solution of a
large-scale traveling-salesman problem, 1954.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from coaching.common.rules.linear import Model, Objective, Row

SCALE = 1 << 24
"""Prices are rounded to parts of this; so all that follows is exact."""


class Bound(NamedTuple):
    """The objective is at most `most`; with a column in it, at most `most` plus what it `adds`, which is below nought
    where it costs. Both times `SCALE`.
    """

    most: int
    adds: list[int]

    @property
    def whole(self) -> int:
        """The whole number that nothing exceeds."""
        return self.most // SCALE

    def may_be_in(self, column: int, least: int) -> bool:
        """Returns whether a solution that reaches so much may have the column in it."""
        return self.most + min(0, self.adds[column]) >= least * SCALE


def bound_by(model: Model, objective: Objective, prices: Sequence[float]) -> Bound:
    """Returns the bound by the prices of the rows. Solvers differ in whether a price that helps is above or below
    nought: the better of both counts.
    """
    return min((_bound(model, objective, prices, sign) for sign in (1, -1)), key=lambda one: one.most)


def _bound(model: Model, objective: Objective, prices: Sequence[float], sign: int) -> Bound:
    adds = [objective.get(column, 0) * SCALE for column in range(len(model.tops))]
    most = 0
    for row, price in zip(model.rows, prices, strict=True):
        whole = sign * round(price * SCALE)
        side = _side(row, whole)
        if side is not None and whole:
            most += whole * side
            for column, value in row.terms:
                adds[column] -= whole * value
    most += sum(one * top for one, top in zip(adds, model.tops, strict=True) if one > 0)
    return Bound(most, adds)


def _side(row: Row, price: int) -> int | None:
    """Returns the side of the row that such a price is of: only that makes it a bound."""
    return row.most if price > 0 else row.least
