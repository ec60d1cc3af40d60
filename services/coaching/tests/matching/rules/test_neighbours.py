"""A plan that one meeting would better is found, without a solver."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings

from coaching.common.solving import solve
from coaching.matching.rules.matching import match
from coaching.matching.rules.neighbours import overlooked
from coaching.matching.rules.problem import Plan, Problem
from services.coaching.tests.matching.matching_pieces import (
    coach,
    gap,
    meeting,
    planned,
    problem,
    small_problems,
    student,
)

FIRST, SECOND = UUID(int=101), UUID(int=102)


@pytest.mark.parametrize(
    ("whole", "plan", "found"),
    [
        (problem([coach(1), coach(2)], [gap(101), gap(102)]), planned(meeting(1, 101)), [SECOND]),
        (problem([coach(1), coach(2)], [gap(101), gap(102)]), planned(meeting(1, 101), meeting(2, 102)), []),
        (problem([coach(1), coach(2, skill=1)], [gap(101)]), planned(meeting(2, 101)), [FIRST]),
        (problem([coach(1), coach(2, carried=1)], [gap(101)]), planned(meeting(2, 101)), [FIRST]),
        (problem([coach(1), student(2)], [gap(101)]), planned(meeting(1, 101)), [FIRST]),
        (problem([coach(1), student(2)], [gap(101), gap(102)]), planned(meeting(1, 101), meeting(2, 101)), []),
        (
            replace(problem([coach(1), coach(2)], [gap(101)]), previous=planned(meeting(1, 101))),
            planned(meeting(2, 101)),
            [FIRST],
        ),
    ],
)
def test_what_one_meeting_would_better_is_overlooked(whole: Problem, plan: Plan, found: list[UUID]) -> None:
    assert overlooked(whole, plan) == found


@settings(max_examples=40, deadline=None)
@given(small_problems())
def test_the_best_plan_overlooks_nothing(whole: Problem) -> None:
    plan = match(whole, solve).plan
    assert plan is None or overlooked(whole, plan) == []
