"""A matching that one meeting would better is found, without a solver."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings

from coaching.common.solving import solve
from coaching.matching.rules.instance import Instance, Matching
from coaching.matching.rules.matching import match
from coaching.matching.rules.neighbours import overlooked
from services.coaching.tests.matching.matching_pieces import (
    coach,
    gap,
    instance,
    made_of,
    meeting,
    small_instances,
    student,
)

FIRST, SECOND = UUID(int=101), UUID(int=102)


@pytest.mark.parametrize(
    ("whole", "matching", "found"),
    [
        (instance([coach(1), coach(2)], [gap(101), gap(102)]), made_of(meeting(1, 101)), [SECOND]),
        (instance([coach(1), coach(2)], [gap(101), gap(102)]), made_of(meeting(1, 101), meeting(2, 102)), []),
        (instance([coach(1), coach(2, skill=1)], [gap(101)]), made_of(meeting(2, 101)), [FIRST]),
        (instance([coach(1), coach(2, carried=1)], [gap(101)]), made_of(meeting(2, 101)), [FIRST]),
        (instance([coach(1), student(2)], [gap(101)]), made_of(meeting(1, 101)), [FIRST]),
        (instance([coach(1), student(2)], [gap(101), gap(102)]), made_of(meeting(1, 101), meeting(2, 101)), []),
        (
            replace(instance([coach(1), coach(2)], [gap(101)]), previous=made_of(meeting(1, 101))),
            made_of(meeting(2, 101)),
            [FIRST],
        ),
    ],
)
def test_what_one_meeting_would_better_is_overlooked(whole: Instance, matching: Matching, found: list[UUID]) -> None:
    assert overlooked(whole, matching) == found


@settings(max_examples=40)
@given(small_instances())
def test_the_best_matching_overlooks_nothing(whole: Instance) -> None:
    matching = match(whole, solve).matching
    assert matching is None or overlooked(whole, matching) == []
