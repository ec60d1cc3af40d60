"""Who is comparable: learners who began alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Start(StrEnum):
    """Where a learner stood before, seen from the level that counts as mastery: nothing was shown, two levels or more
    below, the level below. Three are coarse enough for small schools and keep those apart who differ most.
    """

    NOTHING = "nothing"
    FAR = "far"
    NEAR = "near"


class Stratum(NamedTuple):
    grade_band: str
    start: Start


@dataclass(frozen=True, slots=True)
class Row:
    """A learner who could be in the report of a resource, aligned to an item in an edition of its framework.

    `learner` is opaque. `used_on` is the first day in the term on which they used the resource; None: they did not.
    `before` and `after` are places of levels in the edition's scale, or None where nothing was shown (see `uses`), and
    `mastery` is the place from which on the policy says mastered. A learner has one class: that in which they learn
    the item.
    """

    resource_id: str
    edition: str
    learner: str
    used_on: date | None
    before: int | None
    after: int | None
    mastery: int
    grade_band: str
    class_id: str

    @property
    def showed(self) -> bool:
        """Whether anything was shown after."""
        return self.after is not None

    @property
    def reached(self) -> bool:
        """Whether mastery was shown after; who showed nothing has not reached it."""
        return self.after is not None and self.after >= self.mastery


@dataclass(frozen=True, slots=True)
class Sides:
    """The learners of a stratum: those who used the resource, and those to see them beside, each by their id."""

    used: Mapping[str, Row]
    beside: Mapping[str, Row]

    def smaller(self) -> int:
        """Returns how many are on the side that has fewer."""
        return min(len(self.used), len(self.beside))


def start_of(before: int | None, mastery: int) -> Start | None:
    """Returns where a learner begins; None for one who had mastered it already, and can reach it no more."""
    if before is None:
        return Start.NOTHING
    if before >= mastery:
        return None
    return Start.NEAR if before == mastery - 1 else Start.FAR


def strata(rows: Iterable[Row]) -> dict[Stratum, Sides]:
    """Returns the learners of one report by where they begin, in the order of the strata. Within a stratum all have the
    same grade band and start; those who had mastered the item are in none.

    Raises ValueError where a learner is in twice.
    """
    found: defaultdict[Stratum, tuple[dict[str, Row], dict[str, Row]]] = defaultdict(lambda: ({}, {}))
    seen: set[str] = set()
    for row in rows:
        if row.learner in seen:
            raise ValueError("a learner is in one report twice")
        seen.add(row.learner)
        start = start_of(row.before, row.mastery)
        if start is not None:
            found[Stratum(row.grade_band, start)][row.used_on is None][row.learner] = row
    return {stratum: Sides(*found[stratum]) for stratum in sorted(found)}
