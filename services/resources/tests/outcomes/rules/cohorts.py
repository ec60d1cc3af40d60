"""Learners of one item and term, made for tests: who used what and began where, apart from what they showed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from resources.outcomes.rules.strata import Row

MASTERY = 3
DAY = date(2026, 10, 5)
RESOURCES = ("lesson", "video", "quiz")


@dataclass(frozen=True, slots=True)
class Learner:
    """`before` is the level before, `uses` the resources that they used."""

    learner: str
    uses: frozenset[str]
    before: int | None = 2
    class_id: str = "a class"
    grade_band: str = "6-8"


After = Mapping[str, int | None]
"""The highest level that each learner showed after."""


def some(number: int, *uses: str, before: int | None = 2, name: str = "") -> list[Learner]:
    """Returns so many learners who used these resources."""
    begun = f"{name}{'+'.join(uses) or 'none'} from {before}"
    return [Learner(f"{begun} {n}", frozenset(uses), before, f"class of {begun}") for n in range(number)]


def rows(learners: Sequence[Learner], after: After, resources: Sequence[str] = RESOURCES) -> list[Row]:
    """Returns each learner's row in the report of each resource."""
    return [
        Row(
            resource_id=resource,
            edition="2026",
            learner=one.learner,
            used_on=DAY if resource in one.uses else None,
            before=one.before,
            after=after.get(one.learner),
            mastery=MASTERY,
            grade_band=one.grade_band,
            class_id=one.class_id,
        )
        for one in learners
        for resource in resources
    ]


def first_reached(learners: Sequence[Learner], reached: int) -> dict[str, int | None]:
    """Returns that the first so many reached mastery and the others showed the level below."""
    return {one.learner: MASTERY if place < reached else MASTERY - 1 for place, one in enumerate(learners)}
