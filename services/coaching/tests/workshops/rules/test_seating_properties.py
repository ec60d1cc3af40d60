"""Whatever people rank: seats are leximin, and nobody gains or loses by what should not count."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coaching.workshops.rules.costs import NO_SEAT, PLACE
from coaching.workshops.rules.given import Why
from coaching.workshops.rules.seating import Seating, seat
from coaching.workshops.rules.workshop import Seat, Workshop
from services.coaching.tests.workshops.workshop_pieces import (
    NOWHERE,
    capacity,
    every_seating,
    of,
    places,
    seats,
    small_workshops,
)


def alone(whole: Workshop) -> Workshop:
    """The same, and nobody names a companion."""
    return replace(whole, people=tuple(replace(one, companion=None) for one in whole.people))


def fits(whole: Workshop, seating: Seating) -> bool:
    found = seats(seating)
    within = all(list(found.values()).count(one.id.int) <= one.capacity for one in whole.sessions)
    open_ = all(found[one.id.int] not in {key.int for key in one.closed} for one in whole.people)
    return within and open_ and found.keys() == {one.id.int for one in whole.people}


@settings(max_examples=300)
@given(small_workshops())
def test_seats_are_the_leximin_of_every_seating_that_there_is(whole: Workshop) -> None:
    seating = seat(alone(whole))
    assert fits(whole, seating)
    assert seating.proved
    assert places(whole, seats(seating)) == min(places(whole, chosen) for chosen in every_seating(whole))


@given(small_workshops())
def test_whoever_ranks_nothing_takes_no_seat_from_who_ranks(whole: Workshop) -> None:
    ranking = tuple(one for one in alone(whole).people if one.ranked)
    among_themselves = seats(seat(replace(whole, people=ranking)))
    with_others = seats(seat(alone(whole)))
    assert all(with_others[number] == session for number, session in among_themselves.items())


@given(small_workshops())
def test_nobody_stays_without_a_seat_while_one_is_free_that_they_can_attend(whole: Workshop) -> None:
    seating = seat(whole)
    taken = [one.session for one in seating.given]
    for one in whole.people:
        if of(seating, one.id.int).session is None:
            free = [each for each in whole.sessions if each.id not in one.closed]
            assert all(taken.count(each.id) == each.capacity for each in free)


@settings(max_examples=300)
@given(small_workshops())
def test_a_list_of_one_session_never_wins_that_session(whole: Workshop) -> None:
    first = whole.people[0]
    assume(first.ranked)
    short = replace(whole, people=(replace(first, ranked=first.ranked[:1]), *whole.people[1:]))
    if of(seat(alone(short)), first.id.int).session == first.ranked[0]:
        assert of(seat(alone(whole)), first.id.int).session == first.ranked[0]


@given(small_workshops(), st.integers())
def test_the_order_of_people_and_sessions_changes_nothing(whole: Workshop, number: int) -> None:
    mixed = Random(number)
    people, sessions = list(whole.people), list(whole.sessions)
    mixed.shuffle(people)
    mixed.shuffle(sessions)
    assert seat(replace(whole, people=tuple(people), sessions=tuple(sessions))) == seat(whole)


@settings(max_examples=300)
@given(small_workshops())
def test_companions_cost_nobody_a_place_but_one_of_themselves_and_no_more_than_is_said(whole: Workshop) -> None:
    before, after = seat(alone(whole)), seat(whole)
    assert fits(whole, after)
    for one in whole.people:
        here, there = of(before, one.id.int), of(after, one.id.int)
        if not one.ranked or here.place is None:
            continue
        allowed = whole.companion_places if there.why is Why.COMPANION else 0
        assert there.place is not None
        assert there.place <= here.place + allowed


@settings(max_examples=200)
@given(small_workshops())
def test_a_session_is_denied_for_what_giving_it_would_really_do(whole: Workshop) -> None:
    whole = replace(alone(whole), people=tuple(replace(one, credit=0, companion=None) for one in whole.people))
    seating = seat(whole)
    now = places(whole, seats(seating))
    for one in seating.given:
        for denied in one.denied:
            if capacity(whole, denied.session) < 2:
                continue  # held, it would leave the others' lists, and their places would be other ones
            given_it = replace(whole, held=frozenset({Seat(one.person, denied.session)}))
            then = places(whole, seats(seat(given_it)))
            assert (denied.because.digit in (NO_SEAT, PLACE)) == (then > now)
            if denied.because.digit in (NO_SEAT, PLACE):
                place = denied.because.place or NOWHERE
                assert then.count(place) - now.count(place) == denied.because.more
                assert [each for each in then if each > place] == [each for each in now if each > place]


@given(small_workshops(), st.data())
def test_held_seats_stay(whole: Workshop, data: st.DataObject) -> None:
    open_ = [
        Seat(one.id, each.id)
        for one in whole.people
        for each in whole.sessions
        if each.capacity and each.id not in one.closed
    ]
    assume(open_)
    held = data.draw(st.sampled_from(open_))
    seating = seat(replace(whole, held=frozenset({held})))
    assert of(seating, held.person.int).session == held.session
    assert of(seating, held.person.int).why is Why.HELD
    assert fits(whole, seating)
