from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from competency.mastery.rules.determination import DeterminedAt, counting, determine, judging, next_expiry
from competency.mastery.rules.mastery import Determination
from competency.mastery.rules.policy import KINDS, LEARNERS_OWN, Policy
from services.competency.tests.evidence.shown_pieces import (
    DAY,
    SCALE,
    START,
    Piece,
    in_turn,
    shown,
    some_pieces,
    unhurried,
)

NOW = START + 100 * DAY
POLICY = Policy(scale=SCALE)
ALL_KINDS = frozenset(KINDS)


def reasons(pieces: list[Piece], policy: Policy = POLICY, as_of: DeterminedAt = DeterminedAt(NOW)) -> list[str | None]:  # noqa: B008
    return [against for _, against in judging(policy, as_of)(pieces)]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"recorded_at": START + 11 * DAY}, "recorded_after"),
        ({"recorded_at": START + 10 * DAY}, None),
        ({"superseded_at": START + 10 * DAY}, "superseded"),
        ({"superseded_at": START + 11 * DAY}, None),
        ({"voided_at": START + 10 * DAY}, "voided"),
        ({"voided_at": START + 11 * DAY}, None),
        ({"observed_at": START + 9 * DAY}, "observed_after"),
        ({"observed_at": START + 8 * DAY}, None),
        ({"score": None}, "unscored"),
        ({"kind": "self"}, "kind"),
        ({"kind": "external"}, None),
        ({"observed_at": START - 22 * DAY}, "outside_window"),
        ({"observed_at": START - 22 * DAY + timedelta(microseconds=1)}, None),
    ],
)
def test_a_piece_that_does_not_count_says_why(changes: dict[str, Any], reason: str | None) -> None:
    piece = replace(shown(1, "3", day=1), **changes)
    as_of = DeterminedAt(NOW, observed=START + 8 * DAY, known=START + 10 * DAY)
    policy = replace(POLICY, window_days=30)
    assert reasons([piece], policy, as_of) == [reason]
    assert counting(policy, as_of)([piece]) == ([piece] if reason is None else [])


def test_without_limits_all_that_was_ever_declared_holds() -> None:
    piece = shown(1, "3", day=500, recorded_at=NOW + DAY)
    assert reasons([piece]) == [None]
    assert reasons([replace(piece, voided_at=NOW + DAY)]) == ["voided"]
    assert reasons([replace(piece, superseded_at=NOW + DAY)]) == ["superseded"]


def test_the_first_of_several_reasons_is_given() -> None:
    piece = replace(shown(1, None, day=9), kind="self", voided_at=START, superseded_at=START, recorded_at=START + DAY)
    as_of = DeterminedAt(NOW, observed=START, known=START)
    found = []
    for mended in (
        {},
        {"recorded_at": START},
        {"superseded_at": None},
        {"voided_at": None},
        {"observed_at": START - 50 * DAY},
        {"score": Decimal(3)},
        {"kind": "test"},
    ):
        piece = replace(piece, **mended)
        found += reasons([piece], replace(POLICY, window_days=30), as_of)
    expected = ["recorded_after", "superseded", "voided", "observed_after", "unscored", "kind", "outside_window"]
    assert found == expected


def test_a_window_reaches_back_from_the_time_asked_for_or_else_from_now() -> None:
    policy = replace(POLICY, window_days=30)
    piece = shown(1, "3", day=65)
    assert reasons([piece], policy, DeterminedAt(NOW)) == ["outside_window"]
    assert reasons([piece], policy, DeterminedAt(NOW, observed=START + 90 * DAY)) == [None]
    assert reasons([piece], policy, DeterminedAt(NOW, known=NOW)) == ["outside_window"]


def test_self_and_peer_evidence_counts_only_as_the_policy_says() -> None:
    own, peer, test = shown(1, "4", kind="self"), shown(2, "4", kind="peer"), shown(3, "2", kind="test")
    supports = replace(POLICY, kinds=ALL_KINDS)
    assert reasons([own, peer, test]) == ["kind", "kind", None]
    assert reasons([own, peer, test], supports) == [None, None, None]
    assert reasons([own, peer], supports) == ["unsupported", "unsupported"]
    assert reasons([own, peer], replace(supports, self_and_peer="counts")) == [None, None]
    # What supports must itself count.
    assert reasons([own, replace(test, voided_at=START)], supports) == ["unsupported", "voided"]


@unhurried
@given(some_pieces)
def test_what_counts_does_not_depend_on_the_order_of_arrival(pieces: list[Piece]) -> None:
    for policy in (POLICY, replace(POLICY, kinds=ALL_KINDS, window_days=99)):
        judge = judging(policy, DeterminedAt(NOW))
        assert judge(list(reversed(pieces))) == list(reversed(judge(pieces)))


@unhurried
@given(some_pieces)
def test_learners_own_evidence_never_stands_alone_unless_it_counts_like_any_other(pieces: list[Piece]) -> None:
    counted = counting(replace(POLICY, kinds=ALL_KINDS), DeterminedAt(NOW))(pieces)
    assert not counted or not {piece.kind for piece in counted} <= LEARNERS_OWN


@unhurried
@given(some_pieces)
def test_a_time_machine_shows_what_was_determined_then(pieces: list[Piece]) -> None:
    # Recorded as they were observed, a day each; asked later for a day, and determined on that day: the same.
    policy = replace(POLICY, method="average", kinds=ALL_KINDS, window_days=2)
    history = [replace(piece, recorded_at=piece.observed_at) for piece in pieces]
    weigh, mastery = policy.weigher(), policy.mastery_level
    for day in range(5):
        moment = START + day * DAY
        then = [piece for piece in history if piece.recorded_at <= moment]
        determined_then = determine(counting(policy, DeterminedAt(moment))(then), weigh, mastery)
        assert (
            determine(counting(policy, DeterminedAt(NOW, moment, moment))(history), weigh, mastery) == determined_then
        )


def test_evidence_that_falls_short_of_the_method_is_counted_but_decides_nothing() -> None:
    policy = replace(POLICY, method="n_mastery", parameter=3)
    found = determine(in_turn("3", "4", "1"), policy.weigher(), policy.mastery_level)
    assert found == Determination(score=None, mastered=False, observed_at=None, deciding=None, pieces=3)


def test_a_determination_names_the_piece_that_dates_it() -> None:
    pieces = in_turn("2", "4", "3")
    for method, number in (("highest", 1), ("average", 2)):
        policy = replace(POLICY, method=method)
        found = determine(pieces, policy.weigher(), policy.mastery_level)
        assert (found.deciding, found.observed_at) == (pieces[number].evidence_id, pieces[number].observed_at)


def test_an_item_is_due_when_its_first_piece_leaves_the_window() -> None:
    policy = replace(POLICY, window_days=30)
    pieces = in_turn("2", "4")
    due = next_expiry(pieces, policy)
    assert due is not None
    assert reasons(pieces, policy, DeterminedAt(due - timedelta(microseconds=1))) == [None, None]
    assert reasons(pieces, policy, DeterminedAt(due)) == ["outside_window", None]
    assert next_expiry([], policy) is None
    assert next_expiry(pieces, POLICY) is None
