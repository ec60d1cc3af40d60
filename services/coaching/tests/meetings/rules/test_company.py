"""Who is merely expected is not there; what ends a meeting is told apart from what is found when it is planned."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.coaches.rules.quorum import Participant, Presence
from coaching.coaches.rules.standing import State
from coaching.coaches.rules.student_times import Span
from coaching.meetings.rules.company import (
    codes_of,
    planned_problems,
    present_problems,
    validate_present,
    validate_said_by,
    validate_speaks_for,
)

NOW = datetime(2026, 10, 6, 21, 30, tzinfo=UTC)
MEETING = Span(NOW, NOW + timedelta(hours=1))


def adult(who: str, presence: Presence = "expected", *, deputy: bool = False, related: str = "") -> Participant:
    return Participant(who, False, "active", presence, deputy, frozenset({related} - {""}))


def student(who: str, presence: Presence = "expected") -> Participant:
    return Participant(who, True, "active", presence)


def planned(*people: Participant) -> list[str]:
    return codes_of(planned_problems(people, MEETING))


def present(*people: Participant) -> list[str]:
    return codes_of(present_problems(people, MEETING))


def test_who_is_expected_counts_in_a_plan_and_not_in_a_meeting() -> None:
    people = (student("s", "present"), adult("a", "present"), adult("b"))
    assert planned(*people) == []
    assert present(*people) == ["adult_alone_with_student"]


def test_a_deputy_counts_once_present() -> None:
    people = student("s", "present"), adult("a", "present"), adult("b", "absent")
    assert present(*people, adult("d", deputy=True)) == ["adult_alone_with_student"]
    assert present(*people, adult("d", "present", deputy=True)) == []


def test_a_deputy_who_is_the_other_adults_spouse_mends_nothing() -> None:
    people = student("s", "present"), adult("a", "present", related="d"), adult("b", "absent")
    assert present(*people, adult("d", "present", deputy=True)) == ["adults_related"]


def test_whoever_is_in_another_meeting_too_was_found_when_it_was_planned_and_ends_nothing() -> None:
    busy = Participant("a", False, "active", "present", other_meetings=(MEETING,))
    assert planned(busy, adult("b")) == ["double_booked"]
    assert present(busy, adult("b", "present")) == []


def test_whoever_is_suspended_may_not_be_there() -> None:
    assert present(Participant("a", False, "suspended", "present"), adult("b", "present")) == ["suspended"]
    assert present(Participant("a", False, "suspended"), adult("b", "present")) == []


def test_nobody_at_all_breaks_no_rule() -> None:
    assert present(student("s"), adult("a")) == []


def test_a_student_is_there_by_the_word_of_a_cleared_adult_who_is_there() -> None:
    guest = Participant("g", False, "guest", "present")
    people = (student("s", "present"), adult("a", "present"), adult("b", "present"), adult("away"), guest)
    assert [one for one in "sabg" if validate_said_by(people, one) is None] == ["a", "b"]
    assert validate_said_by(people, "away") is not None
    assert validate_said_by((adult("a", "present"), guest, student("s")), "g") is None, "no student is there"


def test_a_student_does_not_say_that_an_adult_has_come() -> None:
    people = (student("s"), student("t"), adult("a"), adult("b"))
    assert validate_speaks_for(people, "s", "a") is not None
    assert [validate_speaks_for(people, "s", one) for one in ("s", "t")] == [None, None]
    assert [validate_speaks_for(people, "a", one) for one in ("a", "b", "s")] == [None, None, None]


@given(
    st.lists(
        st.tuples(
            st.booleans(),
            st.sampled_from(["active", "guest", "suspended"]),
            st.sampled_from(["present", "expected", "absent"]),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_no_meeting_with_a_student_is_begun_by_one_or_by_whom_nothing_is_attested_of(
    found: list[tuple[bool, State, Presence]],
) -> None:
    people = [Participant(str(at), *one) for at, one in enumerate(found)]
    begun = [
        one for one in people if validate_said_by(people, one.who) is None and not present_problems(people, MEETING)
    ]
    if any(one.minor and one.presence == "present" for one in people):
        assert all(not one.minor and one.state == "active" and one.presence == "present" for one in begun)


one, other, stranger = uuid4(), uuid4(), uuid4()


@pytest.mark.parametrize(
    ("present", "places"),
    [([one, other], []), ([one], ["/present"]), ([one, one], ["/present/1", "/present"]),
     ([one, other, one], ["/present/2"]), ([one, stranger], ["/present/1"]), ([], ["/present"])],
)  # fmt: skip
def test_two_different_people_make_a_meeting_and_nobody_is_named_twice(present: list[UUID], places: list[str]) -> None:
    assert [problem.pointer for problem in validate_present(present, {one, other})] == places
