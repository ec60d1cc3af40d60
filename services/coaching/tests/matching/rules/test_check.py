"""The checker finds every rule that a matching breaks, and what it comes to, without a solver."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from coaching.matching.rules.check import broken_rules, worth
from coaching.matching.rules.hard import Rule
from coaching.matching.rules.instance import Coach, Gap, Instance, Matching, Policy
from coaching.matching.rules.phases import Phase
from services.coaching.tests.matching.matching_pieces import (
    PARTNER,
    coach,
    gap,
    instance,
    made_of,
    meeting,
    pair,
    student,
)

TWO_ADULTS = Policy(staff_beside_student=2)
BOTH = frozenset({1, 2})


@pytest.mark.parametrize(
    ("rule", "whole", "matching"),
    [
        (Rule.CLEARANCE, instance([coach(1, cleared=False)], [gap(101)]), made_of(meeting(1, 101))),
        (Rule.SKILL, instance([coach(1, skill=0)], [gap(101)]), made_of(meeting(1, 101))),
        (Rule.LANGUAGE, instance([coach(1)], [gap(101, languages=frozenset({"es"}))]), made_of(meeting(1, 101))),
        (Rule.AVAILABILITY, instance([coach(1)], [gap(101, slots=BOTH)]), made_of(meeting(1, 101, 2))),
        (Rule.AVAILABILITY, instance([coach(1, slots=BOTH)], [gap(101)]), made_of(meeting(1, 101, 2))),
        (
            Rule.FORBIDDEN,
            replace(instance([coach(1)], [gap(101)]), forbidden=frozenset({pair(1, 101)})),
            made_of(meeting(1, 101)),
        ),
        (
            Rule.CAPACITY,
            instance([coach(1, slots=BOTH)], [gap(101), gap(102, slots=BOTH)]),
            made_of(meeting(1, 101), meeting(1, 102, 2)),
        ),
        (
            Rule.DOUBLE_BOOKING,
            instance([coach(1, capacity=2)], [gap(101), gap(102)]),
            made_of(meeting(1, 101), meeting(1, 102)),
        ),
        (Rule.PAIRING, instance([student(1)], [gap(101)]), made_of(meeting(1, 101))),
        (
            Rule.PAIRING,
            instance([student(1), coach(2)], [gap(101)], TWO_ADULTS),
            made_of(meeting(1, 101), meeting(2, 101)),
        ),
        (
            Rule.PAIRING,
            replace(
                instance([student(1), coach(2), coach(3)], [gap(101)], TWO_ADULTS),
                related=frozenset({frozenset({UUID(int=2), UUID(int=3)})}),
            ),
            made_of(meeting(1, 101), meeting(2, 101), meeting(3, 101)),
        ),
        (Rule.TEAM, instance([coach(1), coach(2)], [gap(101)]), made_of(meeting(1, 101), meeting(2, 101))),
        (
            Rule.TEAM,
            instance([student(1), student(2), coach(3)], [gap(101)]),
            made_of(meeting(1, 101), meeting(2, 101), meeting(3, 101)),
        ),
        (
            Rule.ONE_MEETING,
            instance([student(1, BOTH), coach(2)], [gap(101, slots=BOTH)]),
            made_of(meeting(1, 101, 2), meeting(2, 101)),
        ),
        (Rule.PIN, replace(instance([coach(1)], [gap(101)]), pinned=frozenset({pair(1, 101)})), made_of()),
    ],
)
def test_a_matching_that_breaks_one_rule_is_found_to_break_that_one(
    rule: Rule, whole: Instance, matching: Matching
) -> None:
    assert {broken.rule for broken in broken_rules(whole, matching)} == {rule}


def test_a_matching_that_keeps_all_rules_is_found_to_break_none() -> None:
    two = instance([student(1), coach(2), coach(3)], [gap(101)], TWO_ADULTS)
    assert broken_rules(two, made_of(meeting(1, 101), meeting(2, 101), meeting(3, 101))) == []
    assert broken_rules(two, made_of()) == []


def test_what_a_matching_comes_to_is_the_published_arithmetic() -> None:
    first = Coach(
        UUID(int=1),
        coach(1).kind,
        {"pacing": 4},
        frozenset({"en"}),
        BOTH,
        2,
        True,
        1,
        3,
        {PARTNER: 2},
        frozenset({PARTNER}),
    )
    wanted = Gap(UUID(int=101), PARTNER, "pacing", 3, frozenset({"en"}), 4, frozenset({1}), 1)
    other = gap(102, weight=2, slots=frozenset({2}), level=2)
    whole = replace(
        instance([first, student(2), coach(3, capacity=3)], [wanted, other]), previous=made_of(meeting(1, 102))
    )
    matching = made_of(meeting(1, 101), meeting(2, 101), meeting(1, 102, 2))
    # Loads over capacities of 2, 1 and 3 are whole by 6.
    pairs = (10 * 3 + 15 - 2 * (2 + 2)) + (10 * 3 + 20 - 2 * 1) + (10 * 2 + 15 - 2 * (3 + 2))
    whole = replace(whole, gaps=(wanted, other))
    uneven = (3**2 - 1**2) * 6 // 2 + (1**2 - 0) * 6
    assert worth(whole, matching, Phase.COVERAGE) == 6
    assert worth(whole, matching, Phase.KEPT) == 2
    assert worth(whole, matching, Phase.POINTS) == 6 * pairs - 10 * uneven
