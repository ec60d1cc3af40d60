"""Meetings that no matching can have which is as good as is sought are left out of the model, so that it is small.

That they can be left out is worked out in whole numbers from the model (`common.rules.certified`): no solver is
believed in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from coaching.common.rules.certified import Bound, bound_by
from coaching.common.rules.linear import Price
from coaching.matching.rules.model import MatchingModel, build
from coaching.matching.rules.phases import Phase, keep, objective

FEWEST = 2_000
"""A model with fewer meetings is solved at once as it is."""
NEAR = (2_000, 250)
"""How far below its bound a phase is sought first: by a two thousandth of the bound, then by more."""


class Narrow:
    """A model that becomes smaller from phase to phase, as what a phase reached leaves fewer meetings."""

    def __init__(self, built: MatchingModel, price: Price | None) -> None:
        self.built = built
        self._price = price
        self._kept: list[tuple[Phase, int]] = []
        self._bound: Bound | None = None

    def turn_to(self, phase: Phase) -> None:
        """Works out the bound of the phase that comes next."""
        self._bound = None
        if self._price is not None and len(self.built.meets) > FEWEST:
            wanted = objective(self.built, phase)
            prices = self._price(self.built.model, wanted)
            self._bound = None if prices is None else bound_by(self.built.model, wanted, prices)

    def tries(self) -> Iterator[tuple[int | None, MatchingModel]]:
        """Yields smaller models, and what a matching has to reach for nothing better to be outside each; and the whole
        one, outside of which there is nothing.
        """
        if self._bound is None:
            return
        for share in NEAR:
            least = self._bound.whole - max(1, abs(self._bound.whole) // share)
            smaller = self.reaching(least)
            if len(smaller.meets) * 2 < len(self.built.meets):
                yield least, smaller
        yield None, self.built

    def keep(self, phase: Phase, value: int) -> None:
        """Holds what the phase reached, and leaves out what no matching can have that reaches it."""
        if self._bound is not None:
            self.built = self.reaching(value)
        self._kept.append((phase, value))
        keep(self.built, phase, objective(self.built, phase), value)

    def reaching(self, least: int) -> MatchingModel:
        """Returns the model of those meetings that a matching can have which reaches so much in this phase."""
        bound = self._bound
        meets = self.built.meets.items()
        possible = [one for one, column in meets if bound is None or bound.may_be_in(column, least)]
        smaller = build(self.built.instance, possible)
        for phase, value in self._kept:
            keep(smaller, phase, objective(smaller, phase), value)
        return smaller
