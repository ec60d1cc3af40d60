"""The waiting list is a rule: the worse off first, then credit, then the lottery; and what somebody can do next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from coaching.workshops.rules.given import Given, Why
from coaching.workshops.rules.results import figures, moved, next_step
from coaching.workshops.rules.waiting import STANDS, Waiting, in_line, offer_until
from services.coaching.tests.workshops.workshop_pieces import SEED

S = UUID(int=1)
people = st.lists(
    st.builds(
        Waiting,
        participant_id=st.uuids(),
        session_id=st.just(S),
        place=st.one_of(st.none(), st.integers(1, 4)),
        credit=st.integers(0, 3),
    ),
    unique_by=lambda one: one.participant_id,
    max_size=8,
)


@given(people, st.randoms())
def test_the_line_is_the_same_however_it_came_about_and_nobody_better_off_is_before_anybody_worse_off(
    waiting: list[Waiting], shuffle: object
) -> None:
    line = in_line(waiting, SEED)
    shuffled = list(waiting)
    shuffle.shuffle(shuffled)  # type: ignore[attr-defined]
    assert in_line(shuffled, SEED) == line
    assert {*line} == {*waiting}
    for before, after in pairwise(line):
        worse = (before.place is None, before.place or 0, before.credit)
        assert worse >= (after.place is None, after.place or 0, after.credit)


def test_of_equals_the_lottery_decides_and_not_the_same_for_every_session() -> None:
    pair = [Waiting(UUID(int=number), S, 2, 0) for number in (101, 102)]
    firsts = {in_line([one._replace(session_id=UUID(int=room)) for one in pair], SEED)[0].participant_id
              for room in range(1, 20)}  # fmt: skip
    assert len(firsts) == 2


def test_an_offer_stands_two_days_and_never_into_the_workshop() -> None:
    now = datetime(2027, 6, 1, tzinfo=UTC)
    assert offer_until(now, now + timedelta(days=30)) == now + STANDS
    assert offer_until(now, now + timedelta(hours=3)) == now + timedelta(hours=3)


def test_everybody_without_what_they_wished_has_a_next_step() -> None:
    assert next_step(None, Why.FULL, offered=False, waits=False, wished_more=[]) == "join_waiting_list"
    assert next_step(None, Why.NOTHING_OPEN, offered=False, waits=False, wished_more=[]) == "ask_host"
    assert next_step(S, Why.LISTED, offered=False, waits=False, wished_more=[S]) == "join_waiting_list"
    assert next_step(S, Why.LISTED, offered=False, waits=True, wished_more=[S]) == "wait"
    assert next_step(S, Why.LISTED, offered=True, waits=True, wished_more=[S]) == "decide_offer"
    assert next_step(S, Why.LISTED, offered=False, waits=False, wished_more=[]) == "none"


def test_figures_count_places_and_who_could_come_but_has_no_seat() -> None:
    given_ = [
        Given(UUID(int=101), 1, S, 1, 0, Why.LISTED),
        Given(UUID(int=102), 1, S, 3, 2, Why.LISTED),
        Given(UUID(int=103), 1, None, None, 3, Why.FULL),
        Given(UUID(int=104), 1, None, None, 0, Why.NOTHING_OPEN),
        Given(UUID(int=105), 1, S, None, 0, Why.RANKED_NOTHING),
    ]
    found = figures(given_)
    assert (found.people, found.seated, found.first_choices, found.profile) == (5, 4, 1, [1, 0, 1])


def test_whoever_had_no_place_in_the_seating_before_has_not_moved() -> None:
    given_ = [Given(UUID(int=number), 1, S, 1, 0, Why.LISTED) for number in (101, 102, 103)]
    before = {(UUID(int=101), 1): S, (UUID(int=102), 1): None}
    assert [(one.person.int, one.before, one.after) for one in moved(before, given_)] == [(102, None, S)]
