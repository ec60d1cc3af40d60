"""Seats for ranked choice: who sits where, and what each person is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random
from uuid import UUID

import pytest

from coaching.workshops.rules.costs import CREDIT, LOTTERY, NO_SEAT, PLACE
from coaching.workshops.rules.given import Why
from coaching.workshops.rules.seating import seat
from coaching.workshops.rules.workshop import Seat, Workshop, validate_workshop
from services.coaching.tests.workshops.workshop_pieces import of, person, places, seats, session, workshop

ONE, TWO = UUID(int=1), UUID(int=2)


def test_the_worst_off_comes_first_and_then_the_next() -> None:
    """101 could have the first of their list if 102 took the last of theirs: both get their second instead."""
    whole = workshop(
        [session(1), session(2), session(3)],
        [person(101, 1, 2, 3), person(102, 1, 2, 3), person(103, 2, 3, 1)],
    )
    found = seat(whole)
    assert places(whole, seats(found)) == [2, 2, 1]
    assert found.proved


def test_somebody_who_fits_nowhere_is_told_so_and_costs_the_others_nothing() -> None:
    people = [person(101, 1, 2), person(102, 1, 2)]
    impossible = person(103, 1, 2, closed=(1, 2))
    sessions = [session(1), session(2)]
    found = seat(workshop(sessions, [*people, impossible]))
    assert (of(found, 103).session, of(found, 103).why) == (None, Why.NOTHING_OPEN)
    assert {one.person: one.session for one in found.given if one.session} == {
        one.person: one.session for one in seat(workshop(sessions, people)).given
    }


def test_of_twenty_alike_the_lottery_chooses_and_each_is_told_by_what() -> None:
    sessions = [session(1, 5), session(2, 5), session(3, 10)]
    people = [person(number, 1, 2, 3) for number in range(101, 121)]
    found = seat(workshop(sessions, people))
    assert places(workshop(sessions, people), seats(found)) == [3] * 10 + [2] * 5 + [1] * 5
    assert {denied.because.digit for one in found.given for denied in one.denied} == {LOTTERY}
    other = seat(workshop(sessions, people, bytes(32)))
    assert {one.person for one in found.given if one.place == 1} != {
        one.person for one in other.given if one.place == 1
    }


def test_five_lists_of_one_session_give_way_to_those_who_would_lose_more() -> None:
    """All that is not listed is second for them; who listed three would fall to the third place or the fourth."""
    sessions = [session(1), session(2), session(3, 5)]
    short = [person(number, 1) for number in range(101, 106)]
    found = seat(workshop(sessions, [*short, person(106, 1, 2, 3)]))
    assert places(workshop(sessions, [*short, person(106, 1, 2, 3)]), seats(found)) == [2, 2, 2, 2, 2, 1]
    longer = [person(106, 1, 2, 3), person(107, 1, 2, 3), person(108, 1, 2, 3)]
    whole = workshop([session(1), session(2), session(3, 7)], [*short, *longer])
    worst = [of(seat(whole), number).place for number in (106, 107, 108)]
    assert sorted(place or 0 for place in worst) == [1, 2, 3]
    assert {of(seat(whole), number).why for number in range(101, 106)} == {Why.UNLISTED}


def test_who_ranks_nothing_gets_what_is_left() -> None:
    whole = workshop([session(1), session(2)], [person(101), person(102, 1)])
    found = seat(whole)
    assert seats(found) == {101: 2, 102: 1}
    assert of(found, 101).why is Why.RANKED_NOTHING
    assert of(found, 102).why is Why.LISTED


def test_as_many_as_can_be_get_what_is_left() -> None:
    found = seat(workshop([session(1), session(2)], [person(101, closed=(2,)), person(102)]))
    assert seats(found) == {101: 1, 102: 2}


def test_who_finds_all_full_is_told_so() -> None:
    whole = workshop([session(1)], [person(101, 1), person(102, 1, credit=1), person(103)])
    found = seat(whole)
    assert (of(found, 101).why, of(found, 103).why) == (Why.FULL, Why.FULL)
    assert of(found, 101).denied[0].because.digit == CREDIT
    assert of(found, 101).lost == 1


def test_a_seat_that_would_leave_somebody_without_one_is_denied_for_that() -> None:
    whole = workshop([session(1), session(2)], [person(101, 1, 2), person(102, 1, closed=(2,))])
    found = seat(whole)
    assert seats(found) == {101: 2, 102: 1}
    assert of(found, 101).denied == ((ONE, (NO_SEAT, None, 1)),)


def test_a_seat_that_would_put_somebody_further_down_is_denied_for_that() -> None:
    whole = workshop([session(1), session(2), session(3)], [person(101, 1, 2), person(102, 1, 3, 2), person(103, 3, 1)])
    found = seat(whole)
    assert places(whole, seats(found)) == [2, 1, 1]
    assert seats(found) == {101: 2, 102: 1, 103: 3}
    assert of(found, 101).denied[0].because == (PLACE, 3, 1)


def test_who_lost_places_in_a_slot_goes_before_in_the_next() -> None:
    sessions = [session(1), session(2), session(3, slot=1), session(4, slot=1)]
    people = [person(101, 1, 2, 3, 4), person(102, 1, 2, 3, 4)]
    for number in range(20):
        found = seat(workshop(sessions, people, bytes([number]) * 32))
        assert {
            one.person.int: sum(each.place or 0 for each in found.given if each.person == one.person)
            for one in found.given
        } == {
            101: 3,
            102: 3,
        }


def test_credit_of_the_workshop_before_goes_before_the_lottery() -> None:
    for number in range(10):
        whole = workshop(
            [session(1), session(2)], [person(101, 1, 2, credit=2), person(102, 1, 2)], bytes([number]) * 32
        )
        found = seat(whole)
        assert seats(found) == {101: 1, 102: 2}
        assert of(found, 102).denied[0].because.digit == CREDIT


def test_companions_who_name_each_other_sit_together_where_there_is_room() -> None:
    sessions = [session(1, 2), session(2, 2)]
    both = [person(101, 1, companion=102), person(102, 2, 1, companion=101)]
    found = seat(workshop(sessions, both))
    assert of(found, 101).session == of(found, 102).session
    assert Why.COMPANION in {of(found, 101).why, of(found, 102).why}
    one_sided = [person(101, 1, companion=102), person(102, 2, 1)]
    assert seats(seat(workshop(sessions, one_sided))) == {101: 1, 102: 2}


def test_companions_move_nobody_out_of_a_better_place() -> None:
    sessions = [session(1, 1), session(2, 2)]
    people = [person(101, 1, closed=(2,), companion=102), person(102, 2, 1, companion=101), person(103, 2)]
    assert seats(seat(workshop(sessions, people))) == {101: 1, 102: 2, 103: 2}


def test_companions_lose_no_more_places_than_is_said() -> None:
    sessions = [session(1, 2), session(2, 2), session(3, 2), session(4, 2)]
    people = [person(101, 1, 3, 4, 2, companion=102), person(102, 2, 3, 4, 1, companion=101)]
    assert seats(seat(workshop(sessions, people))) == {101: 1, 102: 2}
    far = replace(workshop(sessions, people), companion_places=3)
    assert len(set(seats(seat(far)).values())) == 1


def test_companions_sit_together_by_moving_who_does_not_mind() -> None:
    sessions = [session(1, 2), session(2, 1), session(3, 2)]
    people = [
        person(101, 1, companion=102),
        person(102, 2, 1, companion=101),
        person(103, 3, closed=(2,)),
        person(104, 3),
    ]
    assert seats(seat(workshop(sessions, people)))[102] == 1
    crowded = [*people[:2], person(103, 2, closed=(3,)), person(104, 3)]
    assert places(workshop(sessions, crowded), seats(seat(workshop(sessions, crowded))))[0] <= 2


def test_who_ranks_nothing_sits_beside_a_companion_if_there_is_room() -> None:
    for number in range(8):
        sessions = [session(1, 2), session(2, 2), session(3, 3)]
        people = [
            person(101, 2, companion=102),
            person(102, companion=101),
            person(103, companion=104),
            person(104, companion=103),
        ]
        found = seats(seat(workshop(sessions, people, bytes([number]) * 32)))
        assert found[101] == found[102]
        assert found[103] == found[104]


def test_a_list_of_what_is_no_longer_held_counts_as_a_wish_for_any_seat() -> None:
    whole = workshop([session(1, 0), session(2)], [person(101, 1), person(102)])
    found = seat(whole)
    assert seats(found) == {101: 2, 102: None}
    assert of(found, 101).place == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (workshop([session(1), session(1)], []), "named twice"),
        (workshop([session(1, -1)], []), "fewer seats than 0"),
        (workshop([session(1)], [person(101, 1, 1)]), "rank each once"),
        (workshop([session(1)], [person(101, 7)]), "not of this workshop"),
        (workshop([session(1)], [person(101, credit=-1)]), "credits begin at 0"),
        (replace(workshop([session(1)], []), held=frozenset({Seat(ONE, ONE)})), "somebody unknown"),
        (
            replace(
                workshop([session(1), session(2)], [person(101)]),
                held=frozenset({Seat(UUID(int=101), ONE), Seat(UUID(int=101), TWO)}),
            ),
            "two seats at the same time",
        ),
        (
            replace(workshop([session(1, 0)], [person(101)]), held=frozenset({Seat(UUID(int=101), ONE)})),
            "a larger room",
        ),
    ],
)
def test_a_workshop_that_is_wrong_is_refused_with_what_to_do(wrong: Workshop, said: str) -> None:
    assert any(said in line for line in validate_workshop(wrong))
    with pytest.raises(ValueError, match=said):
        seat(wrong)


def test_a_workshop_of_nobody_or_of_nothing_is_seated() -> None:
    assert seat(workshop([session(1)], [])).given == ()
    assert seat(workshop([], [person(101)])).given == ()


def test_a_large_workshop_is_seated_and_proved_and_favours_nobody_by_number() -> None:
    random = Random(7)
    sessions = [session(number, 13) for number in range(1, 41)]
    people = [person(number, *random.sample(range(1, 16), 5)) for number in range(101, 601)]
    found = seat(workshop(sessions, people))
    assert found.proved
    counted = Counter(one.place for one in found.given)
    assert counted.total() == 500
    early = sum(one.place or 9 for one in found.given if one.person.int <= 350)
    late = sum(one.place or 9 for one in found.given if one.person.int > 350)
    assert abs(early - late) < 150
