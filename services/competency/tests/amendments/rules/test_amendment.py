"""Amendment of records (34 CFR 99.20 to 99.22): who may ask, the moves, the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.amendments.rules.amendment import (
    Amended,
    Amendment,
    AmendmentRefused,
    AmendmentState,
    Contested,
    ask_hearing,
    clock,
    decide,
    decide_hearing,
    evidence_with_statement,
    items_with_statement,
    place_statement,
    request,
    rights,
    set_hearing,
    still_contested,
    take_up,
    validate_asker,
    withdraw,
)
from competency.amendments.rules.clock import AmendmentRules, Clock, remind_on, reminder
from services.competency.tests.evidence.shown_pieces import unhurried

REQUESTED, IN_REVIEW, ACCEPTED, REFUSED, HEARING, UPHELD, WITHDRAWN = AmendmentState
RECEIVED = date(2026, 9, 1)
LEARNER, PARENT, DECIDER, OFFICER, TEACHER, ONE, TWO, FIXED, READING, WRITING = (UUID(int=n) for n in range(1, 11))
RULES = AmendmentRules()
PIECES = [Contested(READING, ONE), Contested(WRITING, TWO)]
PUT_RIGHT = [Amended(READING, ONE, FIXED), Amended(WRITING, TWO, None)]


def day(number: int) -> date:
    """So many days after the request was received."""
    return RECEIVED + timedelta(days=number)


def asked(**other: Any) -> Amendment:
    values = {
        "ground": "inaccurate",
        "contested": PIECES,
        "wrong": "The score is another learner's.",
        "should_be": "None.",
    } | other
    return request(UUID(int=70), LEARNER, PARENT, "parent", received_on=RECEIVED, **values)


def refused() -> Amendment:
    return decide(asked(), [], "The rubric shows the score given.", DECIDER, day(20))


def hearing() -> Amendment:
    return set_hearing(ask_hearing(refused(), day(30)), day(60), OFFICER, {TEACHER}, RULES, day(40))


def upheld() -> Amendment:
    return decide_hearing(hearing(), [], "Two witnesses.", "The score was given.", day(70))


def test_only_who_has_the_right_may_ask_unless_the_district_lets_minors_too() -> None:
    assert [validate_asker(who, who, RULES) for who in ("parent", "learner")] == [None, None]
    assert "the learner's own now" in str(validate_asker("parent", "learner", RULES))
    assert "until the learner is eighteen" in str(validate_asker("learner", "parent", RULES))
    generous = AmendmentRules(minors_may_ask=True)
    assert validate_asker("learner", "parent", generous) is None
    assert validate_asker("parent", "learner", generous) is not None


def test_a_request_is_accepted_when_all_it_contests_is_amended() -> None:
    accepted = decide(asked(), PUT_RIGHT, None, DECIDER, day(10))
    assert (accepted.state, accepted.decided_by, accepted.decided_on) == (ACCEPTED, DECIDER, day(10))
    assert clock(accepted, RULES, day(99)) is None
    assert still_contested(accepted) == ()


def test_what_is_amended_in_part_is_refused_for_the_rest_with_every_right() -> None:
    part = decide(asked(), PUT_RIGHT[:1], "The second score stands.", DECIDER, day(10))
    assert (part.state, part.amended, still_contested(part)) == (REFUSED, tuple(PUT_RIGHT[:1]), (PIECES[1],))
    held = set_hearing(ask_hearing(part, day(11)), day(30), OFFICER, set(), RULES, day(12))
    with pytest.raises(AmendmentRefused, match="stays amended"):
        decide_hearing(held, PUT_RIGHT[1:], "Heard.", "Right.", day(31))
    assert decide_hearing(held, PUT_RIGHT, "Heard.", "Right.", day(31)).state is ACCEPTED


def test_a_refusal_has_a_hearing_and_a_statement_after_it() -> None:
    found = upheld()
    assert (found.state, found.reasons, found.hearing_summary) == (UPHELD, "The score was given.", "Two witnesses.")
    stated = place_statement(found, "We still disagree.", day(80))
    assert (stated.statement, stated.stated_on, stated.state) == ("We still disagree.", day(80), UPHELD)
    assert place_statement(stated, "Shorter.", day(81)).statement == "Shorter."


def test_a_statement_needs_no_hearing_and_costs_none() -> None:
    stated = place_statement(refused(), "We disagree.", day(21))
    assert ask_hearing(stated, day(22)).statement == "We disagree."


def test_a_statement_goes_along_with_what_it_is_about_until_that_is_amended() -> None:
    stated = place_statement(upheld(), "We disagree.", day(80))
    assert (items_with_statement(stated), evidence_with_statement(stated)) == (
        frozenset({READING, WRITING}),
        frozenset({ONE, TWO}),
    )
    assert (items_with_statement(upheld()), evidence_with_statement(upheld())) == (frozenset(), frozenset())
    in_part = place_statement(decide(asked(), PUT_RIGHT[:1], "The rest stands.", DECIDER, day(1)), "No.", day(2))
    assert (items_with_statement(in_part), evidence_with_statement(in_part)) == (frozenset({WRITING}), frozenset({TWO}))


def test_a_mastery_result_is_put_right_by_a_piece_on_its_item() -> None:
    contested = asked(contested=[Contested(READING)])
    assert decide(contested, PUT_RIGHT[:1], None, DECIDER, day(1)).state is ACCEPTED
    with pytest.raises(AmendmentRefused, match="what the request contests"):
        decide(contested, PUT_RIGHT[1:], None, DECIDER, day(1))
    stated = place_statement(decide(contested, [], "It stands.", DECIDER, day(1)), "No.", day(2))
    assert (items_with_statement(stated), evidence_with_statement(stated)) == (frozenset({READING}), frozenset())


def test_a_request_that_is_taken_up_has_the_same_clock_and_the_same_ends() -> None:
    taken = take_up(asked())
    assert taken.state is IN_REVIEW
    assert clock(taken, RULES, day(3)) == clock(asked(), RULES, day(3))
    assert withdraw(taken).state is WITHDRAWN
    assert decide(taken, PUT_RIGHT, None, DECIDER, day(1)).state is ACCEPTED


def test_a_refusal_tells_of_the_hearing_and_the_statement() -> None:
    told = [rights(one) for one in (asked(), refused(), hearing(), upheld(), withdraw(asked()))]
    assert told == [("withdraw",), ("hearing", "statement"), ("withdraw", "statement"), ("statement",), ()]


def test_a_hearing_is_told_of_ten_days_before_or_as_the_district_says() -> None:
    waiting = ask_hearing(refused(), day(30))
    assert set_hearing(waiting, day(50), OFFICER, set(), RULES, day(40)).hearing_on == day(50)
    assert set_hearing(waiting, day(40), OFFICER, set(), AmendmentRules(notice_days=0), day(40)).officer == OFFICER


def test_withdrawing_a_hearing_leaves_the_refusal_and_its_rights() -> None:
    assert withdraw(asked()).state is WITHDRAWN
    back = withdraw(hearing())
    assert (back.state, back.hearing_on, back.officer) == (REFUSED, None, None)
    assert ask_hearing(back, day(90)).state is HEARING


ACTS: dict[str, Callable[[Amendment], object]] = {
    "take_up": take_up,
    "withdraw": withdraw,
    "decide": lambda one: decide(one, PUT_RIGHT, None, DECIDER, day(90)),
    "ask_hearing": lambda one: ask_hearing(one, day(90)),
    "set_hearing": lambda one: set_hearing(one, day(120), OFFICER, set(), RULES, day(90)),
    "decide_hearing": lambda one: decide_hearing(one, PUT_RIGHT, "Heard.", "Right.", day(130)),
    "place_statement": lambda one: place_statement(one, "No.", day(90)),
}


def test_these_moves_exist_in_each_state_and_no_others() -> None:
    states = [
        asked(),
        take_up(asked()),
        decide(asked(), PUT_RIGHT, None, DECIDER, day(1)),
        refused(),
        hearing(),
        upheld(),
        withdraw(asked()),
    ]
    possible: dict[AmendmentState, set[str]] = {}
    for one in states:
        possible[one.state] = set()
        for name, act in ACTS.items():
            try:
                act(one)
            except AmendmentRefused as refusal:
                assert refusal.kind == "not_now"  # noqa: PT017
            else:
                possible[one.state].add(name)
    assert possible == {
        REQUESTED: {"take_up", "withdraw", "decide"},
        IN_REVIEW: {"withdraw", "decide"},
        ACCEPTED: set(),
        REFUSED: {"ask_hearing", "place_statement"},
        HEARING: {"withdraw", "set_hearing", "decide_hearing", "place_statement"},
        UPHELD: {"place_statement"},
        WITHDRAWN: set(),
    }


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (lambda: asked(contested=[]), "name what is to be amended"),
        (lambda: asked(contested=[PIECES[0]] * 2), "each once"),
        (lambda: asked(wrong=" "), "what is wrong: .*write something"),
        (lambda: asked(should_be=""), "what it should say: .*write something"),
        (lambda: decide(asked(), [], None, DECIDER, day(1)), "the reasons"),
        (lambda: decide(asked(), PUT_RIGHT[:1], " ", DECIDER, day(1)), "the reasons"),
        (lambda: decide(asked(), [Amended(READING, FIXED, None)], "x", DECIDER, day(1)), "what the request contests"),
        (lambda: decide(asked(), [PUT_RIGHT[0], Amended(READING, ONE, None)], "x", DECIDER, day(1)), "once"),
        (lambda: set_hearing(hearing(), day(60), DECIDER, set(), RULES, day(40)), "name somebody else"),
        (lambda: set_hearing(hearing(), day(60), PARENT, set(), RULES, day(40)), "name somebody else"),
        (lambda: set_hearing(hearing(), day(60), TEACHER, {TEACHER}, RULES, day(40)), "name somebody else"),
        (lambda: set_hearing(hearing(), day(49), OFFICER, set(), RULES, day(40)), "choose 2026-10-21 or later"),
        (lambda: set_hearing(hearing(), date.max, OFFICER, set(), RULES, day(40)), "within 365 days"),
        (lambda: decide_hearing(hearing(), [], "s", "r", day(59)), "not been held"),
        (lambda: decide_hearing(ask_hearing(refused(), day(30)), [], "s", "r", day(59)), "not been held"),
        (lambda: decide_hearing(hearing(), PUT_RIGHT, " ", "r", day(60)), "summary of the evidence"),
        (lambda: decide_hearing(hearing(), PUT_RIGHT, "s", " ", day(60)), "the reasons"),
        (lambda: place_statement(refused(), "x" * 10_001, day(50)), "at most 10000"),
    ],
)
def test_what_is_refused_is_told_why(act: Callable[[], object], reason: str) -> None:
    with pytest.raises(AmendmentRefused, match=reason):
        act()


def test_the_clock_of_a_request_runs_45_days_unless_the_district_says_otherwise() -> None:
    assert clock(asked(), RULES, day(0)) == Clock("decision", day(45), 45)
    last, over = clock(asked(), RULES, day(45)), clock(asked(), RULES, day(46))
    assert last is not None
    assert over is not None
    assert (last.days_left, last.overdue, over.days_left, over.overdue) == (0, False, -1, True)
    assert clock(asked(), AmendmentRules(decide_days=10), day(0)) == Clock("decision", day(10), 10)


def test_after_a_refusal_a_clock_runs_only_once_a_hearing_is_asked_for_and_again_once_it_is_held() -> None:
    assert clock(refused(), RULES, day(99)) is None
    assert clock(ask_hearing(refused(), day(30)), RULES, day(40)) == Clock("hearing", day(75), 35)
    assert clock(hearing(), RULES, day(60)) == Clock("hearing", day(75), 15)
    assert clock(hearing(), RULES, day(61)) == Clock("hearing_decision", day(105), 44)
    assert clock(upheld(), RULES, day(99)) is None


@pytest.mark.parametrize(
    "days",
    [{"decide_days": 0}, {"hearing_days": 366}, {"hearing_decision_days": 0}, {"notice_days": 46}, {"notice_days": -1}],
)
def test_days_out_of_range_are_refused(days: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="days"):
        AmendmentRules(**days)


@unhurried
@given(st.integers(1, 365), st.integers(0, 400))
def test_days_left_and_the_last_day_always_agree(allowed: int, passed: int) -> None:
    found = clock(asked(), AmendmentRules(decide_days=allowed, notice_days=0), day(passed))
    assert found is not None
    assert day(passed) + timedelta(days=found.days_left) == found.due_on
    assert found.overdue == (passed > allowed)


def test_the_district_is_reminded_once_at_each_mark_and_once_when_it_is_too_late() -> None:
    said: list[tuple[int, int]] = []
    for left in range(20, -5, -1):
        for _ in range(2):
            mark = reminder(left, said[-1][1] if said else None)
            if mark is not None:
                said.append((left, mark))
    assert said == [(14, 14), (7, 7), (1, 1), (-1, -1)]


def test_of_marks_that_were_passed_together_one_is_said() -> None:
    assert [reminder(0, None), reminder(0, 7), reminder(-9, 14), reminder(-9, -1)] == [1, 1, -1, None]


@given(st.integers(-30, 400), st.none() | st.sampled_from([14, 7, 1, -1]))
def test_there_is_something_to_say_from_the_day_on_that_was_foretold(passed: int, reminded_at: int | None) -> None:
    due_on, today = day(45), day(passed)
    foretold = remind_on(due_on, reminded_at)
    assert (reminder((due_on - today).days, reminded_at) is not None) == (foretold is not None and foretold <= today)
