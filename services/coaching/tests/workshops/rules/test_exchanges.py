"""Published seats change hands, and rooms turn out smaller."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from coaching.workshops.rules.exchanges import Move, after_cut, exchanged, validate_exchange
from coaching.workshops.rules.given import Why
from coaching.workshops.rules.seating import seat
from coaching.workshops.rules.workshop import Seat
from services.coaching.tests.workshops.workshop_pieces import of, person, seats, session, workshop

WHOLE = workshop(
    [session(1), session(2), session(3), session(4, slot=1), session(5, 2)],
    [person(101, 1), person(102, 2), person(103, 3, closed=(5,))],
)
SEATS = frozenset(Seat(UUID(int=100 + number), UUID(int=number)) for number in (1, 2, 3))


def move(number: int, leaves: int, takes: int) -> Move:
    return Move(UUID(int=number), UUID(int=leaves), UUID(int=takes))


THREE_WAY = [move(101, 1, 2), move(102, 2, 3), move(103, 3, 1)]


def test_three_people_exchange_their_seats_in_a_ring() -> None:
    assert validate_exchange(WHOLE, SEATS, THREE_WAY) is None
    after = {seat.person.int: seat.session.int for seat in exchanged(SEATS, THREE_WAY)}
    assert after == {101: 2, 102: 3, 103: 1}


def test_where_one_of_the_ring_has_withdrawn_nobody_moves() -> None:
    left = SEATS - {Seat(UUID(int=102), UUID(int=2))}
    said = validate_exchange(WHOLE, left, THREE_WAY)
    assert said is not None
    assert "agree on the exchange anew" in said


@pytest.mark.parametrize(
    ("moves", "said"),
    [
        ([move(101, 1, 2)], "more people than seats"),
        ([move(101, 1, 4)], "not at the time"),
        ([move(101, 1, 9)], "not at the time"),
        ([move(103, 3, 5)], "cannot attend"),
        ([move(101, 1, 5), move(101, 1, 2)], "moves twice"),
    ],
)
def test_an_exchange_that_cannot_be_says_why(moves: list[Move], said: str) -> None:
    assert said in (validate_exchange(WHOLE, SEATS, moves) or "")


def test_somebody_may_move_to_a_seat_that_is_free() -> None:
    assert validate_exchange(WHOLE, SEATS, [move(101, 1, 5)]) is None


def test_when_a_room_turns_out_smaller_those_leave_who_lose_least() -> None:
    sessions = [session(1, 3), session(2, 1), session(3, 5)]
    people = [person(101, 1, 3), person(102, 1, 2, 3), person(103, 1, 2, 3), person(104, 2), person(105)]
    published = seat(workshop(sessions, people))
    assert seats(published) == {101: 1, 102: 1, 103: 1, 104: 2, 105: 3}
    kept = frozenset(Seat(one.person, one.session) for one in published.given if one.session is not None)
    smaller = workshop([session(1, 2), *sessions[1:]], people)
    again = seat(after_cut(smaller, kept))
    assert seats(again) == {101: 3, 102: 1, 103: 1, 104: 2, 105: 3}
    assert {of(again, 104).why, of(again, 105).why} == {Why.HELD}


def test_who_loses_a_published_seat_goes_before_who_never_had_one() -> None:
    people = [person(101, 1, credit=2), person(102, 1), person(103, 1)]
    had = frozenset({Seat(UUID(int=102), UUID(int=1)), Seat(UUID(int=103), UUID(int=1))})
    again = seat(after_cut(workshop([session(1)], people), had))
    assert of(again, 101).session is None


def test_where_all_still_fit_nothing_changes() -> None:
    again = after_cut(WHOLE, SEATS)
    assert again == replace(WHOLE, held=SEATS)
    assert {(one.person, one.session) for one in seat(again).given if one.slot == 0} == SEATS
