"""Comparable are those who began alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from resources.outcomes.rules.strata import Start, Stratum, start_of, strata
from services.resources.tests.outcomes.rules.cohorts import rows, some


@pytest.mark.parametrize(
    ("before", "start"),
    [(None, Start.NOTHING), (0, Start.FAR), (1, Start.FAR), (2, Start.NEAR), (3, None), (4, None)],
)
def test_a_start_is_seen_from_the_level_of_mastery(before: int | None, start: Start | None) -> None:
    assert start_of(before, 3) is start


def test_a_stratum_has_one_grade_band_and_one_start() -> None:
    eighth = [replace(one, grade_band="9-12") for one in some(2, "lesson", name="older ")]
    learners = [*some(2, "lesson"), *some(3), *some(1, before=0), *some(4, before=3), *eighth]
    found = strata(rows(learners, {}, ["lesson"]))
    assert {stratum: (len(sides.used), len(sides.beside)) for stratum, sides in found.items()} == {
        Stratum("6-8", Start.NEAR): (2, 3),
        Stratum("6-8", Start.FAR): (0, 1),
        Stratum("9-12", Start.NEAR): (2, 0),
    }
