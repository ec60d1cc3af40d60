"""A new plan changes as little as possible, and says what it changes."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from coaching.common.solving import solve
from coaching.matching.rules.matching import match
from coaching.matching.rules.phases import Phase
from coaching.matching.rules.replan import changed
from services.coaching.tests.matching.matching_pieces import coach, gap, meeting, network, pair, planned, problem


def test_a_plan_made_again_for_the_same_problem_moves_nobody() -> None:
    whole = network(30, 18, 3)
    plan = match(whole, solve).plan
    assert plan is not None
    again = match(replace(whole, previous=plan, seed=bytes(32)), solve)
    assert again.plan == plan
    assert changed(plan, plan).moved == frozenset()
    assert [run.phase for run in again.runs] == [Phase.COVERAGE, Phase.KEPT, Phase.POINTS, Phase.LOTTERY]


def test_when_a_coach_leaves_fewer_people_move_than_in_a_plan_from_the_beginning() -> None:
    whole = network(30, 18, 3)
    plan = match(whole, solve).plan
    assert plan is not None
    moved = moved_afresh = 0
    for leaver in sorted({one.coach for one in plan})[:5]:
        people = tuple(replace(one, cleared=one.cleared and one.id != leaver) for one in whole.coaches)
        left = replace(whole, coaches=people, previous=plan)
        again, afresh = match(left, solve), match(replace(left, previous=frozenset()), solve).plan
        assert again.plan is not None
        assert again.proved
        assert afresh is not None
        kept = changed(plan, again.plan)
        assert leaver in kept.moved
        assert len(kept.kept) >= len(changed(plan, afresh).kept)
        moved += len(kept.moved)
        moved_afresh += len(changed(plan, afresh).moved)
    assert moved < moved_afresh


def test_better_points_do_not_end_a_pair_that_stands() -> None:
    whole = problem([coach(1, skill=1), coach(2, skill=4)], [gap(101)])
    assert match(whole, solve).plan == planned(meeting(2, 101))
    assert match(replace(whole, previous=planned(meeting(1, 101))), solve).plan == planned(meeting(1, 101))


def test_a_more_severe_gap_does() -> None:
    whole = replace(problem([coach(1)], [gap(101), gap(102, weight=2)]), previous=planned(meeting(1, 101)))
    assert match(whole, solve).plan == planned(meeting(1, 102))


def test_what_a_plan_changes_is_told_pair_by_pair_and_person_by_person() -> None:
    before = planned(meeting(1, 101), meeting(2, 102), meeting(3, 103))
    after = planned(meeting(1, 101), meeting(2, 102, 2), meeting(4, 103))
    found = changed(before, after)
    assert found.kept == {pair(1, 101), pair(2, 102)}
    assert found.at_another_time == {pair(2, 102)}
    assert found.ended == {pair(3, 103)}
    assert found.begun == {pair(4, 103)}
    assert found.moved == {UUID(int=2), UUID(int=3)}


def test_a_person_changes_a_pair_and_the_rest_is_made_again_around_it() -> None:
    whole = problem([coach(1), coach(2)], [gap(101), gap(102)])
    plan = match(whole, solve).plan
    assert plan is not None
    other = {one.coach: one for one in plan}[UUID(int=1)].gap.int ^ 101 ^ 102
    again = match(replace(whole, previous=plan, pinned=frozenset({pair(1, other)})), solve).plan
    assert again is not None
    assert pair(1, other) in {one.pair for one in again}
    assert changed(plan, again).moved == {UUID(int=1), UUID(int=2)}
