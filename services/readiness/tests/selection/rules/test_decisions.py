"""A call, and its decisions: prepared, previewed, released together; the reserve list fills what becomes free."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.selection.rules.calls import Call, CallState, move_call, validate_application, validate_call
from readiness.selection.rules.decisions import (
    Decision,
    Outcome,
    Selection,
    SelectionRefused,
    Standing,
    accept,
    decline,
    note_appeal,
    prepare,
    preview_of,
    release,
    release_problems,
    reserve_list,
    unexplained,
    withdraw,
)
from services.readiness.tests.selection.selection_pieces import app

TODAY = date(2027, 3, 10)
CALL = Call(
    capacity=5, first=date(2027, 3, 1), last=date(2027, 3, 31), reviewers=3, most_applications=12, state=CallState.OPEN
)
APPS = [app(number) for number in range(1, 8)]


def decision(number: int, outcome: Outcome, place: int | None = None, departs: str | None = None) -> Decision:
    return Decision(app(number), outcome, f"Reasons about {number}.", place, departs)


def prepared(*decisions: Decision, capacity: int = 2, unranked: tuple[UUID, ...] = ()) -> Selection:
    selection = Selection(capacity, tuple(key for key in APPS[: len(decisions)] if key not in unranked), unranked)
    for one in decisions:
        selection = prepare(selection, one, selection.revision)
    return selection


def released(selection: Selection) -> Selection:
    return release(selection, preview_of(selection), selection.revision)


FIVE = prepared(
    decision(1, "chosen"),
    decision(2, "chosen"),
    decision(3, "reserve", 1),
    decision(4, "reserve", 2),
    decision(5, "not_chosen"),
)


def refused(kind: str) -> pytest.RaisesExc[SelectionRefused]:
    return pytest.RaisesExc(SelectionRefused, check=lambda error: error.kind == kind)


def test_an_application_to_a_full_or_closed_call_is_refused_with_the_reason() -> None:
    assert validate_application(CALL, 11, TODAY) is None
    assert validate_application(CALL, 11, CALL.last) is None
    assert "12 applications, and has them" in (validate_application(CALL, 12, TODAY) or "")
    assert "closed on 2027-03-31" in (validate_application(CALL, 0, date(2027, 4, 1)) or "")
    assert "opens on 2027-03-01" in (validate_application(CALL, 0, date(2027, 2, 28)) or "")
    assert "opens" in (validate_application(replace(CALL, state=CallState.DRAFT), 0, TODAY) or "")
    for state in (CallState.REVIEWING, CallState.DECIDED, CallState.CANCELLED):
        assert "closed" in (validate_application(replace(CALL, state=state), 0, TODAY) or "")
    assert validate_application(replace(CALL, most_applications=None), 10**6, TODAY) is None


def test_a_call_goes_forward_only() -> None:
    moved = move_call(move_call(CALL, CallState.REVIEWING), CallState.DECIDED)
    for state in CallState:
        with pytest.raises(ValueError, match="read it again"):
            move_call(moved, state)
    with pytest.raises(ValueError, match="draft"):
        move_call(replace(CALL, state=CallState.DRAFT), CallState.DECIDED)


@pytest.mark.parametrize(
    "changes",
    [
        {"capacity": 0},
        {"reviewers": 1},
        {"last": date(2027, 2, 1)},
        {"last": date(2027, 3, 9)},
        {"most_applications": 4},
    ],
)
def test_a_call_that_cannot_choose_is_not_opened(changes: dict[str, int]) -> None:
    assert validate_call(CALL, TODAY) is None
    assert validate_call(replace(CALL, **changes), TODAY)  # type: ignore[arg-type]


def test_decisions_are_released_all_together() -> None:
    assert release_problems(FIVE) == ()
    after = released(FIVE)
    assert after.standings == {
        app(1): Standing.CHOSEN, app(2): Standing.CHOSEN, app(3): Standing.RESERVE, app(4): Standing.RESERVE,
        app(5): Standing.NOT_CHOSEN,
    }  # fmt: skip
    assert reserve_list(after) == (app(3), app(4))
    assert after.decisions == FIVE.decisions


def test_nobody_stands_anyhow_before_the_release() -> None:
    assert (FIVE.standings, reserve_list(FIVE)) == ({}, ())


def test_of_two_decisions_at_once_one_stands() -> None:
    first = prepare(FIVE, decision(5, "reserve", 3), FIVE.revision)
    with refused("changed"):
        prepare(first, decision(5, "not_chosen"), FIVE.revision)
    with refused("changed"):
        release(first, preview_of(FIVE), FIVE.revision)
    with refused("not_now"):
        release(released(FIVE), preview_of(FIVE), FIVE.revision)
    with refused("not_now"):
        prepare(released(FIVE), decision(5, "chosen"), FIVE.revision + 1)


def test_what_was_previewed_is_what_is_released() -> None:
    other = prepare(FIVE, replace(decision(5, "not_chosen"), reasons="Other reasons."), FIVE.revision)
    with refused("changed"):
        release(other, preview_of(FIVE), other.revision)
    assert released(other).decisions[app(5)].reasons == "Other reasons."


def test_a_preview_names_the_decisions_whatever_the_order_they_were_made_in() -> None:
    back = prepared(*[FIVE.decisions[key] for key in APPS[4::-1]])
    assert preview_of(back) == preview_of(FIVE)


@pytest.mark.parametrize(
    ("made", "problem"),
    [
        (
            (decision(1, "chosen"), decision(2, "chosen"), decision(3, "chosen")),
            "3 are chosen, and the call has 2 places",
        ),
        ((decision(1, "chosen"), decision(2, "reserve", 2), decision(3, "not_chosen")), "without a gap"),
        ((decision(1, "chosen"), decision(2, "reserve", 1), decision(3, "reserve", 1)), "without a gap"),
        ((decision(1, "not_chosen"), decision(2, "chosen"), decision(3, "not_chosen")), "say why"),
    ],
)
def test_what_does_not_add_up_is_not_released(made: tuple[Decision, ...], problem: str) -> None:
    selection = prepared(*made)
    assert [one for one in release_problems(selection) if problem in one]
    with refused("incomplete"):
        released(selection)


def test_an_undecided_application_holds_up_the_release() -> None:
    selection = Selection(1, (app(1), app(2)))
    selection = prepare(selection, decision(1, "chosen"), 0)
    assert f"the first of them {app(2)}" in release_problems(selection)[0]


def test_a_departure_from_the_list_says_why_at_either_of_the_two() -> None:
    passed, lifted = decision(1, "not_chosen"), decision(2, "chosen")
    assert unexplained(prepared(passed, lifted)) == (app(2),)
    assert unexplained(prepared(passed, replace(lifted, departs="A school of its kind."))) == ()
    assert unexplained(prepared(replace(passed, departs="No consent of the union."), lifted)) == ()
    assert unexplained(prepared(decision(1, "reserve", 2), decision(2, "reserve", 1))) == (app(2),)
    both = prepared(passed, decision(2, "reserve", 1), decision(3, "reserve", 2))
    assert unexplained(both) == (app(2), app(3))
    without_score = prepared(decision(1, "chosen"), decision(2, "chosen"), unranked=(app(2),))
    assert unexplained(without_score) == (app(2),)


@pytest.mark.parametrize(
    "one",
    [
        Decision(app(1), "chosen", " \u200b"),
        Decision(app(1), "chosen", "x" * 10_001),
        Decision(app(1), "chosen", "Good.", departs=""),
        Decision(app(1), "chosen", "Good.", reserve_place=1),
        Decision(app(1), "reserve", "Good."),
        Decision(app(1), "reserve", "Good.", reserve_place=0),
    ],
)
def test_a_decision_has_reasons_and_a_place_only_on_the_reserve_list(one: Decision) -> None:
    with refused("incomplete"):
        prepare(FIVE, one, FIVE.revision)
    with refused("unknown"):
        prepare(FIVE, decision(7, "chosen"), FIVE.revision)


def test_a_decline_and_a_withdrawal_raise_the_next_of_the_reserve() -> None:
    after = released(FIVE)
    moved = decline(after, app(1))
    assert (moved.standings[app(3)], reserve_list(moved)) == (Standing.CHOSEN, (app(4),))
    again = withdraw(accept(moved, app(3)), app(3))
    assert (again.standings[app(4)], reserve_list(again)) == (Standing.CHOSEN, ())
    last = decline(again, app(2))
    assert last.standings == {**again.standings, app(2): Standing.DECLINED}, "there is nobody left to raise"
    assert last.decisions == FIVE.decisions, "what was decided stays, whatever became of it"


def test_who_leaves_the_reserve_list_raises_nobody_and_the_others_move_up() -> None:
    before = released(FIVE)
    moved = withdraw(before, app(3))
    assert moved.standings == {**before.standings, app(3): Standing.WITHDRAWN}
    assert reserve_list(moved) == (app(4),)


def test_a_withdrawal_before_the_release_drops_what_was_prepared_and_the_preview() -> None:
    moved = withdraw(FIVE, app(2))
    assert (moved.standings, moved.revision) == ({app(2): Standing.WITHDRAWN}, FIVE.revision + 1)
    with refused("changed"):
        release(moved, preview_of(FIVE), moved.revision)
    after = released(moved)
    assert after.standings[app(2)] is Standing.WITHDRAWN
    assert app(2) not in after.decisions
    with refused("unknown"):
        withdraw(moved, app(2))


def test_nothing_is_answered_twice_and_only_by_those_it_was_offered_to() -> None:
    after = released(FIVE)
    for key, act in (
        (app(5), decline),
        (app(5), withdraw),
        (app(1), lambda one, key: decline(decline(one, key), key)),
    ):
        with refused("not_now"):
            act(after, key)
    with refused("not_now"):
        accept(after, app(3))
    with refused("not_now"):
        accept(accept(after, app(1)), app(1))
    with refused("unknown"):
        accept(FIVE, app(1))


def test_an_appeal_is_noted_and_changes_no_decision() -> None:
    after = released(FIVE)
    words = "The plan was not read."
    assert note_appeal(after, app(5), words) == replace(after, revision=after.revision + 1)
    with refused("unknown"):
        note_appeal(FIVE, app(5), words)
    with refused("incomplete"):
        note_appeal(after, app(5), "")


@given(st.lists(st.tuples(st.sampled_from(["accept", "decline", "withdraw"]), st.integers(1, 5)), max_size=20))
def test_whatever_districts_answer_places_are_never_overbooked_nor_left_empty_beside_a_reserve(
    acts: list[tuple[str, int]],
) -> None:
    selection = released(FIVE)
    for act, number in acts:
        try:
            if act == "accept":
                selection = accept(selection, app(number))
            else:
                selection = (decline if act == "decline" else withdraw)(selection, app(number))
        except SelectionRefused:
            continue
        taken = sum(one in (Standing.CHOSEN, Standing.ACCEPTED) for one in selection.standings.values())
        assert taken <= selection.capacity
        assert taken == selection.capacity or not reserve_list(selection)
