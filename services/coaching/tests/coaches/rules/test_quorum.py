"""No adult is alone with a student, whoever comes, is late, is suspended or is somebody's spouse."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coaching.coaches.rules.quorum import Participant, quorum_problems
from coaching.coaches.rules.student_times import Span, StudentTimes
from coaching.coaches.rules.terms import Window

STARTS = datetime(2026, 11, 3, 22, 30, tzinfo=UTC)
MEETING = Span(STARTS, STARTS + timedelta(minutes=45))
COMPANY = {"no_cleared_adult", "adult_alone_with_student", "adults_related"}


def adult(who: str = "adult", **more: Any) -> Participant:
    return Participant(**{"who": who, "minor": False, "state": "active", **more})


def student(who: str = "student", **more: Any) -> Participant:
    return Participant(**{"who": who, "minor": True, "state": "active", **more})


def codes(*people: Participant, meeting: Span = MEETING) -> list[str]:
    return [one.code for one in quorum_problems(people, meeting)]


@st.composite
def companies(draw: st.DrawFn) -> list[Participant]:
    """Some people, each anything that they can be, some of them related."""
    people = [
        Participant(
            who=str(number),
            minor=draw(st.booleans()),
            state=draw(st.sampled_from(("active", "active", "active", "suspended", "left", "not_yet_member", "guest"))),
            presence=draw(st.sampled_from(("expected", "expected", "present", "absent"))),
            deputy=draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, 6)))
    ]
    pairs = list(combinations(range(len(people)), 2))
    for one, other in draw(st.lists(st.sampled_from(pairs), max_size=8)) if pairs else ():
        people[one] = replace(people[one], related=people[one].related | {str(other)})
    return people


def company_codes(people: list[Participant]) -> set[str]:
    return set(codes(*people)) & COMPANY


def test_two_unrelated_cleared_adults_or_several_students_make_a_quorum() -> None:
    assert codes(adult("a"), adult("b"), student()) == []
    assert codes(adult("a"), student("s"), student("t")) == []
    assert codes(adult("a"), adult("b")) == [], "adults among themselves meet as they like"


def test_an_adult_is_not_alone_with_a_student() -> None:
    assert codes(adult(), student()) == ["adult_alone_with_student"]
    [problem] = quorum_problems([adult("a"), student("s")], MEETING)
    assert problem.who == ("a", "s")
    assert "second cleared adult" in problem.detail


def test_two_who_are_related_are_as_one_whoever_of_them_declared_it() -> None:
    one, other = adult("a", related=frozenset({"b"})), adult("b")
    assert codes(one, other, student()) == codes(other, one, student()) == ["adults_related"]
    assert codes(one, other, adult("c"), student()) == []
    assert codes(one, other, student("s"), student("t")) == [], "several students are company enough"


def test_students_need_a_cleared_adult() -> None:
    assert codes(student("s"), student("t")) == ["no_cleared_adult"]
    assert codes(student()) == ["no_cleared_adult"]


def test_a_deputy_counts_from_when_they_are_present() -> None:
    deputy = adult("b", deputy=True)
    assert codes(adult("a"), deputy, student()) == ["adult_alone_with_student"]
    assert codes(adult("a"), replace(deputy, presence="present"), student()) == []
    assert codes(adult("a", presence="absent"), replace(deputy, presence="present"), student()) == [
        "adult_alone_with_student"
    ]
    assert codes(adult("a"), adult("c"), replace(deputy, state="suspended"), student()) == [], "not there, no matter"


def test_who_is_suspended_or_has_left_counts_as_nobody_and_may_not_come() -> None:
    assert codes(adult("a"), adult("b", state="suspended"), student()) == ["adult_alone_with_student", "suspended"]
    assert codes(adult("a"), student("s"), student("t", state="left")) == ["adult_alone_with_student", "left"]


def test_who_is_no_member_yet_counts_as_nobody_and_is_not_said_to_have_left() -> None:
    [alone, early] = quorum_problems([adult("a"), adult("b", state="not_yet_member"), student()], MEETING)
    assert (alone.code, early.code, early.who) == ("adult_alone_with_student", "not_yet_member", ("b",))
    assert "no member yet" in early.detail
    assert "left" not in early.detail


def test_a_guest_is_a_student_but_never_a_cleared_adult() -> None:
    assert codes(adult("a"), student("s"), student("t", state="guest")) == []
    assert codes(adult("a"), adult("b", state="guest"), student()) == ["adult_alone_with_student"]
    assert codes(adult("b", state="guest"), student("s"), student("t")) == ["no_cleared_adult"]


@given(companies())
def test_wherever_a_student_is_there_is_a_quorum_or_a_problem(people: list[Participant]) -> None:
    """Said once more, from the issue and not from the rule."""
    there = [
        one
        for one in people
        if one.presence != "absent"
        and (one.presence == "present" or not one.deputy)
        and one.state in ("active", "guest")
    ]
    students = [one for one in there if one.minor]
    cleared = [one for one in there if not one.minor and one.state == "active"]
    unrelated = any(
        one.who not in other.related and other.who not in one.related for one, other in combinations(cleared, 2)
    )
    safe = not students or unrelated or (len(cleared) >= 1 and len(students) >= 2)
    assert (company_codes(people) == set()) is safe


@given(companies())
def test_two_more_cleared_adults_who_are_nobodys_relatives_are_always_enough(people: list[Participant]) -> None:
    assert company_codes([*people, adult("new"), adult("newer")]) == set()


@given(companies())
def test_one_more_never_breaks_a_quorum(people: list[Participant]) -> None:
    if not company_codes(people):
        assert company_codes([*people, adult("new")]) == set()


@given(companies())
def test_those_who_count_as_nobody_change_nothing_for_the_others(people: list[Participant]) -> None:
    assert company_codes([one for one in people if one.counts]) == company_codes(people)


@given(companies(), st.randoms(use_true_random=False))
def test_the_order_in_which_people_are_named_does_not_matter(people: list[Participant], lot: Random) -> None:
    shuffled = list(people)
    lot.shuffle(shuffled)
    assert sorted(codes(*shuffled)) == sorted(codes(*people))


@given(companies())
def test_everybody_who_may_not_come_is_named(people: list[Participant]) -> None:
    named = {one.who[0] for one in quorum_problems(people, MEETING) if one.code in ("suspended", "left")}
    assert named == {one.who for one in people if one.takes_part and one.state in ("suspended", "left")}


TIMES = StudentTimes("America/Denver", Window("08:00", "16:00"), 2)


def test_a_students_times_are_judged_of_those_who_come() -> None:
    coach = student("s", times=TIMES)
    company = adult("a"), adult("b")
    late = Span(STARTS + timedelta(minutes=15), STARTS + timedelta(minutes=31))  # 15:45 to 16:01 in Denver
    assert codes(*company, coach, meeting=late) == ["outside_allowed_times"]
    assert codes(*company, replace(coach, presence="absent"), meeting=late) == []


def test_hours_of_the_week_and_meetings_at_the_same_time() -> None:
    early = Span(STARTS - timedelta(hours=5), STARTS - timedelta(hours=4))
    busy = student("s", times=TIMES, other_meetings=(early, early))
    hour = Span(STARTS - timedelta(hours=2), STARTS - timedelta(hours=1))
    assert codes(adult("a"), adult("b"), busy, meeting=hour) == ["weekly_capacity_exceeded"]
    twice = adult("b", other_meetings=(Span(MEETING.last, MEETING.ends_at + timedelta(hours=1)),))
    assert codes(adult("a"), twice) == ["double_booked"]
    after = adult("b", other_meetings=(Span(MEETING.ends_at, MEETING.ends_at + timedelta(hours=1)),))
    assert codes(adult("a"), after) == []
