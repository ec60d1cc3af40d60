"""In which state a request was then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from hypothesis import example, given
from hypothesis import strategies as st

from competency.amendments.rules.amendment import (
    Amended,
    Amendment,
    AmendmentRefused,
    Contested,
    ask_hearing,
    decide,
    decide_hearing,
    place_statement,
    request,
    set_hearing,
    take_up,
    withdraw,
)
from competency.amendments.rules.clock import AmendmentRules
from competency.amendments.rules.history import state_then
from services.competency.tests.evidence.shown_pieces import unhurried

ON = date(2026, 9, 1)
LEARNER, PARENT, LEADER, OFFICER, ITEM, PIECE = (UUID(int=n) for n in range(1, 7))
ALL = [Amended(ITEM, PIECE, None)]
RULES = AmendmentRules(notice_days=0)
ACTS: dict[str, Callable[[Amendment, list[Amended]], Amendment]] = {
    "take_up": lambda one, _: take_up(one),
    "withdraw": lambda one, _: withdraw(one),
    "decide": lambda one, amended: decide(one, amended, "Reasons.", LEADER, ON),
    "ask_hearing": lambda one, _: ask_hearing(one, ON),
    "set_hearing": lambda one, _: set_hearing(one, ON, OFFICER, (), RULES, ON),
    "decide_hearing": lambda one, amended: decide_hearing(one, amended, "Heard.", "Reasons.", ON + timedelta(days=1)),
    "place_statement": lambda one, _: place_statement(one, "We saw it otherwise.", ON),
}


@unhurried
@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from([[], ALL])), max_size=30))
@example([("decide", []), ("ask_hearing", []), ("set_hearing", []), ("decide_hearing", ALL)])
def test_a_request_was_in_the_state_that_what_was_done_by_then_had_brought_it_to(
    wanted: list[tuple[str, list[Amended]]],
) -> None:
    contested = [Contested(ITEM, PIECE)]
    one = request(UUID(int=9), LEARNER, PARENT, "parent", "inaccurate", contested, "Wrong.", "Right.", ON)
    acts, states = ["ask"], [one.state]
    for act, amended in wanted:
        try:
            one = ACTS[act](one, amended)
        except AmendmentRefused:
            continue
        acts.append(act)
        states.append(one.state)
    assert [state_then(one, acts[:n]) for n in range(len(acts) + 1)] == [None, *states]
