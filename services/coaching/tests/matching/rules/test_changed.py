"""A new matching changes as little as possible, and says what it changes."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from coaching.common.solving import solve
from coaching.matching.rules.changed import changed
from coaching.matching.rules.matching import match
from coaching.matching.rules.phases import Phase
from services.coaching.tests.matching.matching_pieces import coach, gap, instance, made_of, meeting, network, pair


def test_a_matching_made_again_for_the_same_instance_moves_nobody() -> None:
    whole = network(30, 18, 3)
    matching = match(whole, solve).matching
    assert matching is not None
    again = match(replace(whole, previous=matching, seed=bytes(32)), solve)
    assert again.matching == matching
    assert changed(matching, matching).moved == frozenset()
    assert [run.phase for run in again.runs] == [Phase.COVERAGE, Phase.KEPT, Phase.POINTS, Phase.LOTTERY]


def test_when_a_coach_leaves_fewer_people_move_than_in_a_matching_from_the_beginning() -> None:
    whole = network(30, 18, 3)
    matching = match(whole, solve).matching
    assert matching is not None
    moved = moved_afresh = 0
    for leaver in sorted({one.coach for one in matching})[:5]:
        people = tuple(replace(one, cleared=one.cleared and one.id != leaver) for one in whole.coaches)
        left = replace(whole, coaches=people, previous=matching)
        again, afresh = match(left, solve), match(replace(left, previous=frozenset()), solve).matching
        assert again.matching is not None
        assert again.proved
        assert afresh is not None
        kept = changed(matching, again.matching)
        assert leaver in kept.moved
        assert len(kept.kept) >= len(changed(matching, afresh).kept)
        moved += len(kept.moved)
        moved_afresh += len(changed(matching, afresh).moved)
    assert moved < moved_afresh


def test_better_points_do_not_end_a_pair_that_stands() -> None:
    whole = instance([coach(1, skill=1), coach(2, skill=4)], [gap(101)])
    assert match(whole, solve).matching == made_of(meeting(2, 101))
    assert match(replace(whole, previous=made_of(meeting(1, 101))), solve).matching == made_of(meeting(1, 101))


def test_a_more_severe_gap_does() -> None:
    whole = replace(instance([coach(1)], [gap(101), gap(102, weight=2)]), previous=made_of(meeting(1, 101)))
    assert match(whole, solve).matching == made_of(meeting(1, 102))


def test_what_a_matching_changes_is_told_pair_by_pair_and_person_by_person() -> None:
    before = made_of(meeting(1, 101), meeting(2, 102), meeting(3, 103))
    after = made_of(meeting(1, 101), meeting(2, 102, 2), meeting(4, 103))
    found = changed(before, after)
    assert found.kept == {pair(1, 101), pair(2, 102)}
    assert found.at_another_time == {pair(2, 102)}
    assert found.ended == {pair(3, 103)}
    assert found.begun == {pair(4, 103)}
    assert found.moved == {UUID(int=2), UUID(int=3)}


def test_a_person_changes_a_pair_and_the_rest_is_made_again_around_it() -> None:
    whole = instance([coach(1), coach(2)], [gap(101), gap(102)])
    matching = match(whole, solve).matching
    assert matching is not None
    other = {one.coach: one for one in matching}[UUID(int=1)].gap.int ^ 101 ^ 102
    again = match(replace(whole, previous=matching, pinned=frozenset({pair(1, other)})), solve).matching
    assert again is not None
    assert pair(1, other) in {one.pair for one in again}
    assert changed(matching, again).moved == {UUID(int=1), UUID(int=2)}
