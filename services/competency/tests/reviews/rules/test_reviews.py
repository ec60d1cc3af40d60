"""Requests for a review: who may do what when, who is reminded, what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.district.rules import ReviewRules
from competency.reviews.rules.queue import Ages, Reminder, abandoned, ages, is_late, reminder_at, reminders_due
from competency.reviews.rules.reviews import (
    MOVES,
    OPEN,
    Actor,
    Move,
    Review,
    ReviewRefused,
    ReviewState,
    allowed,
    ask,
    move,
)
from services.competency.tests.evidence.shown_pieces import DAY, START, unhurried

ASKED, TAKEN, RETURNED, DECIDED, WITHDRAWN = ReviewState
LEARNER, OTHER, ITEM, ITO, RUIZ, STRANGER, HEAD = (UUID(int=n) for n in range(1, 8))
EDUCATORS = frozenset({ITO, RUIZ})
learner, other_learner = Actor(LEARNER, "learner"), Actor(OTHER, "learner")
ito, ruiz, stranger = Actor(ITO, "educator"), Actor(RUIZ, "educator"), Actor(STRANGER, "educator")
head = Actor(HEAD, "leader")
RULES = ReviewRules(again=7)


@dataclass(frozen=True)
class Piece:
    evidence_id: UUID
    learner_id: UUID = LEARNER
    item_id: UUID = ITEM


PIECE = Piece(UUID(int=90))


def at(day: float) -> datetime:
    return START + day * DAY


def asked(number: int = 50, day: float = 0, learner_id: UUID = LEARNER) -> Review:
    return ask(UUID(int=number), learner_id, ITEM, "I can do it now", at(day), [])


def act(review: Review, what: Move, actor: Actor, day: float = 1, **more: Any) -> Review:
    required: dict[str, dict[str, Any]] = {"return": {"words": "Show me one more."}, "decide": {"evidence": [PIECE]}}
    return move(review, what, actor, EDUCATORS, at(day), **{**required.get(what, {}), **more})


def test_a_learner_asks_an_educator_takes_and_decides_with_evidence() -> None:
    taken = act(asked(), "take", ito, day=1)
    assert (taken.state, taken.taken_by, taken.since) == (TAKEN, ITO, at(1))
    decided = act(taken, "decide", ito, day=2, words="Well argued.")
    assert (decided.state, decided.evidence, decided.answer) == (DECIDED, (PIECE.evidence_id,), "Well argued.")
    assert ages(decided, at(99)) == Ages(asked=2, here=0)


def test_a_returned_request_says_why_and_can_be_asked_again() -> None:
    returned = act(act(asked(), "take", ito), "return", ito, day=2)
    assert (returned.state, returned.answer) == (RETURNED, "Show me one more.")
    again = act(returned, "ask_again", learner, day=5)
    assert (again.state, again.asked_at, again.taken_by, again.words) == (ASKED, at(5), None, "I can do it now")
    assert act(returned, "ask_again", learner, words="Here is one more.").words == "Here is one more."


def test_what_is_given_back_keeps_its_place_and_a_colleague_can_take_it() -> None:
    back = act(act(asked(), "take", ito), "give_back", ito, day=4)
    assert (back.state, back.taken_by, back.asked_at, back.since) == (ASKED, None, at(0), at(4))
    assert act(back, "take", ruiz).taken_by == RUIZ


PEOPLE = {"learner": learner, "taker": ito, "colleague": ruiz, "stranger": stranger, "leader": head}


def test_each_may_do_this_in_each_state_and_nothing_else() -> None:
    states = {
        ASKED: asked(),
        TAKEN: act(asked(), "take", ito),
        RETURNED: act(act(asked(), "take", ito), "return", ito),
        DECIDED: act(act(asked(), "take", ito), "decide", ito),
        WITHDRAWN: act(asked(), "withdraw", learner),
    }
    may = {(s, who): allowed(states[s], PEOPLE[who], EDUCATORS) for s, who in product(states, PEOPLE)}
    assert {key: moves for key, moves in may.items() if moves} == {
        (ASKED, "learner"): ("withdraw",),
        (ASKED, "taker"): ("take",),
        (ASKED, "colleague"): ("take",),
        (TAKEN, "learner"): ("withdraw",),
        (TAKEN, "taker"): ("give_back", "return", "decide"),
        (TAKEN, "leader"): ("give_back",),
        (RETURNED, "learner"): ("ask_again", "withdraw"),
    }
    for (state, who), what in product(may, MOVES):
        if what in may[state, who]:
            assert act(states[state], what, PEOPLE[who]).state is MOVES[what].ends
        else:
            with pytest.raises(ReviewRefused) as refused:
                act(states[state], what, PEOPLE[who])
            assert refused.value.kind in ("not_yours", "not_now")


def test_whoever_no_longer_teaches_the_learner_can_only_let_go() -> None:
    taken = act(asked(), "take", ito)
    assert allowed(taken, ito, frozenset({RUIZ})) == ("give_back",)
    with pytest.raises(ReviewRefused, match="you are none now"):
        move(taken, "decide", ito, frozenset({RUIZ}), at(1), evidence=[PIECE])


@pytest.mark.parametrize(
    ("what", "actor", "more", "kind", "reason"),
    [
        ("decide", ito, {"evidence": []}, "incomplete", "rests on evidence"),
        ("decide", ito, {"evidence": [PIECE, PIECE]}, "incomplete", "each piece of evidence once"),
        ("decide", ito, {"evidence": [Piece(UUID(int=1), OTHER)]}, "incomplete", "another learner or item"),
        ("decide", ito, {"evidence": [Piece(UUID(int=1), LEARNER, OTHER)]}, "incomplete", "another learner or item"),
        ("return", ito, {"words": None}, "incomplete", "what is still to be shown"),
        ("return", ito, {"words": "  "}, "incomplete", "write something"),
        ("return", ito, {"evidence": [PIECE]}, "incomplete", "only a decision names evidence"),
        ("decide", ruiz, {}, "not_yours", "colleague has taken"),
        ("take", ruiz, {}, "not_now", "the educator 0.*4 has taken"),
        ("withdraw", other_learner, {}, "not_yours", "the learner who asked"),
        ("withdraw", Actor(LEARNER, "educator"), {}, "not_yours", "the learner who asked"),
        ("take", head, {}, "not_yours", "for an educator"),
    ],
)
def test_a_move_that_is_refused_says_why(
    what: Move, actor: Actor, more: dict[str, Any], kind: str, reason: str
) -> None:
    with pytest.raises(ReviewRefused, match=reason) as refused:
        act(act(asked(), "take", ito), what, actor, **more)
    assert refused.value.kind == kind


def test_an_item_has_one_open_request_of_a_learner() -> None:
    open_one = asked()
    with pytest.raises(ReviewRefused, match="under way already"):
        ask(UUID(int=51), LEARNER, ITEM, None, at(1), [open_one])
    closed = act(open_one, "withdraw", learner)
    assert ask(UUID(int=51), LEARNER, ITEM, None, at(1), [closed]).state is ASKED
    assert ask(UUID(int=51), LEARNER, OTHER, None, at(1), [open_one]).item_id == OTHER
    with pytest.raises(ReviewRefused, match="write something"):
        ask(UUID(int=51), LEARNER, OTHER, "", at(1), [])


def test_reminders_go_to_those_whose_turn_it_is() -> None:
    waiting, taken = asked(51), act(asked(52), "take", ito, day=1)
    returned = act(act(asked(53), "take", ito), "return", ito, day=1)
    both = {LEARNER: [RUIZ, ITO]}
    assert [reminder_at(one, RULES) for one in (waiting, taken, returned)] == [at(3), at(8), at(15)]
    assert reminders_due([returned, taken, waiting], both, RULES, at(2.9)) == []
    assert reminders_due([returned, taken, waiting], both, RULES, at(15)) == [
        Reminder(waiting.review_id, at(3), (ITO, RUIZ), leaders=True),
        Reminder(taken.review_id, at(8), (ITO,), leaders=True),
        Reminder(returned.review_id, at(15), (LEARNER,), leaders=False),
    ]
    assert [reminders_due([waiting], both, RULES, at(day))[0].leaders for day in (13.9, 14)] == [False, True]
    closed = [act(asked(), "withdraw", learner), act(taken, "decide", ito)]
    assert reminders_due(closed, both, RULES, at(999)) == []


def test_where_nobody_teaches_the_learner_the_leaders_are_told() -> None:
    assert reminders_due([asked()], {}, RULES, at(3)) == [Reminder(asked().review_id, at(3), (), leaders=True)]


def test_educators_are_reminded_again_and_a_learner_once() -> None:
    assert reminder_at(replace(asked(), reminded_at=at(3)), RULES) == at(10)
    assert reminder_at(replace(asked(), reminded_at=at(10)), RULES) == at(17)
    returned = act(act(asked(), "take", ito), "return", ito, day=1)
    assert reminder_at(replace(returned, reminded_at=at(0.5)), RULES) == at(15)
    assert reminder_at(replace(returned, reminded_at=at(15)), RULES) is None


def test_giving_back_does_not_start_the_days_anew() -> None:
    back = act(act(asked(), "take", ito), "give_back", ito, day=6)
    assert reminder_at(back, RULES) == at(3)


def test_having_been_reminded_does_not_make_a_request_any_less_late() -> None:
    assert is_late(replace(asked(), reminded_at=at(3)), RULES, at(4))
    assert not is_late(asked(), RULES, at(2.9))


def test_what_somebody_holds_who_teaches_the_learner_no_longer_is_given_back_with_its_place() -> None:
    held, kept = act(asked(51), "take", ito), act(asked(52), "take", ruiz)
    (back,) = abandoned([held, kept, asked(53)], {LEARNER: {RUIZ}}, at(9))
    assert (back.review_id, back.state, back.taken_by, back.asked_at, back.since) == (
        held.review_id, ASKED, None, at(0), at(9),
    )  # fmt: skip


@pytest.mark.parametrize("field", ["asked", "taken", "returned", "again", "leaders"])
def test_reminders_come_after_a_day_or_more(field: str) -> None:
    with pytest.raises(ValueError, match="one day or more"):
        ReviewRules(**{field: 0})


steps = st.lists(
    st.tuples(st.sampled_from(sorted(MOVES)), st.sampled_from(list(PEOPLE.values())), st.integers(0, 5)), max_size=12
)


@unhurried
@given(steps)
def test_however_it_moves_a_request_has_a_taker_only_while_taken_or_after_and_its_times_are_in_order(
    steps: list[tuple[Move, Actor, int]],
) -> None:
    review, now = asked(), at(0)
    for what, actor, days in steps:
        now += timedelta(days=days)
        before = review
        if what in allowed(review, actor, EDUCATORS):
            review = move(review, what, actor, EDUCATORS, now, words="w", evidence=[PIECE] if what == "decide" else [])
            assert review.since == now
        assert review.asked_at <= review.since <= now
        assert review.taken_by in ({None} if review.state is ASKED else {None, ITO, RUIZ})
        assert (review.taken_by is not None) or review.state not in (TAKEN, RETURNED, DECIDED)
        assert (review.state is DECIDED) == bool(review.evidence)
        assert before.state in OPEN or review == before
