"""A family is told of as many adults as are to be there, and while a meeting goes on of those who are."""

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from coaching.coaches.rules.quorum import Participant, Presence
from coaching.meetings.rules.children import Attendee, count_adults

attendees = st.lists(st.builds(Attendee, st.booleans(), st.booleans(), st.sampled_from(get_args(Presence))), max_size=6)


@given(attendees)
def test_before_a_meeting_those_are_counted_who_take_part_by_the_quorum(people: list[Attendee]) -> None:
    taking_part = [
        Participant("somebody", one.minor, "active", one.presence, one.deputy).takes_part and not one.minor
        for one in people
    ]
    assert count_adults(people, under_way=False) == sum(taking_part)


@given(attendees)
def test_while_it_is_under_way_who_is_merely_expected_is_not_there(people: list[Attendee]) -> None:
    there = [one for one in people if one.presence == "present" and not one.minor]
    assert count_adults(people, under_way=True) == len(there)


def test_students_are_no_adults_and_a_deputy_is_none_before_they_are_there() -> None:
    named = [
        Attendee(minor=True, deputy=False, presence="expected"),
        Attendee(minor=False, deputy=False, presence="expected"),
        Attendee(minor=False, deputy=True, presence="expected"),
        Attendee(minor=False, deputy=False, presence="absent"),
        Attendee(minor=False, deputy=True, presence="present"),
    ]
    assert [count_adults(named, under_way=one) for one in (False, True)] == [2, 1]
