"""The ranked list: by score, within a tie by the named criteria, then by a lot that anyone can draw again."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.selection.rules.ranking import RankedList, TieRule, commitment_of, lot_of, rank, validate_tie_rule
from readiness.selection.rules.scores import Scored
from readiness.selection.rules.sensitivity import Cut, chosen
from services.readiness.tests.selection.selection_pieces import CRITERIA, RULE, SEED, app, cuts


def scored(number: int, score: str, need: str = "0", plan: str = "0") -> Scored:
    return Scored(
        app(number), Fraction(score), {"need": Fraction(need), "plan": Fraction(plan), "people": Fraction(0)}, ()
    )


def order(ranked: RankedList) -> list[tuple[int, int, str | None]]:
    return [(place.application.int, place.tie, place.by) for place in ranked.places]


def test_ties_are_within_the_band_of_their_highest_and_never_wider() -> None:
    rule = replace(RULE, band=Decimal("0.02"), criteria=("need",))
    found = rank(
        [scored(1, "0.80", "0.1"), scored(2, "0.79", "0.2"), scored(3, "0.78", "0.3"), scored(4, "0.77", "0.9")],
        rule,
        SEED,
    )
    assert order(found) == [(3, 1, "need"), (2, 1, "need"), (1, 1, None), (4, 2, None)]
    assert [place.place for place in found.places] == [1, 2, 3, 4]


def test_within_a_tie_criteria_decide_in_their_order_and_then_the_lot() -> None:
    alike = [
        scored(1, "0.5", "0.5", "0.1"),
        scored(2, "0.5", "0.5", "0.9"),
        scored(3, "0.5", "0.6", "0"),
        scored(4, "0.5", "0.5", "0.1"),
    ]
    first, second = sorted((1, 4), key=lambda number: lot_of(SEED, app(number)))
    assert order(rank(alike, RULE, SEED)) == [(3, 1, "need"), (2, 1, "plan"), (first, 1, "lot"), (second, 1, None)]


def test_the_lot_is_the_published_arithmetic() -> None:
    assert lot_of(SEED, app(7)) == int(sha256(SEED + b"\0" + app(7).bytes).hexdigest(), 16)


@pytest.mark.parametrize("seed", [b"", SEED[:-1], b"x" * 32])
def test_a_seed_that_was_not_committed_to_ranks_nothing(seed: bytes) -> None:
    with pytest.raises(ValueError, match="not the seed"):
        rank([scored(1, "0.5")], RULE, seed)


def test_an_application_without_a_score_is_named_and_has_no_place() -> None:
    found = rank([Scored(app(9), None, {}, ()), scored(1, "0"), Scored(app(3), None, {}, ())], RULE, SEED)
    assert order(found) == [(1, 1, None)]
    assert found.unranked == (app(3), app(9))
    assert rank([], RULE, SEED) == ((), ())


@given(cuts(), st.integers())
def test_the_list_does_not_depend_on_the_order_of_anything(drawn: tuple[Cut, object], number: int) -> None:
    cut = drawn[0]
    mixed = list(cut.scored)
    Random(number).shuffle(mixed)
    found = rank(cut.scored, cut.rule, cut.seed)
    assert rank(mixed, cut.rule, cut.seed) == found
    assert chosen(replace(cut, scored=tuple(mixed))) == {one.application for one in found.places[: cut.capacity]}


@given(cuts())
def test_a_list_has_everybody_once_and_no_tie_is_wider_than_the_band(drawn: tuple[Cut, object]) -> None:
    cut = drawn[0]
    places = rank(cut.scored, cut.rule, cut.seed).places
    assert sorted(one.application for one in places) == sorted(one.application for one in cut.scored)
    for one, after in pairwise(places):
        assert (after.tie, one.by is None) in ((one.tie, False), (one.tie + 1, True))
    for tie in {one.tie for one in places}:
        own = [one.score for one in places if one.tie == tie]
        below = [one.score for one in places if one.tie > tie]
        assert max(own) - min(own) <= cut.rule.band
        assert all(max(own) - score > cut.rule.band for score in below)


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (replace(RULE, band=Decimal("0.11")), "tie band"),
        (replace(RULE, band=Decimal("-0.01")), "tie band"),
        (replace(RULE, band=Decimal("NaN")), "tie band"),
        (replace(RULE, criteria=("need", "need")), "twice"),
        (replace(RULE, criteria=("luck",)), "no criterion"),
        (TieRule("secret"), "SHA-256"),
        (TieRule(commitment_of(SEED).upper()), "SHA-256"),
    ],
)
def test_a_tie_rule_that_cannot_be_followed_is_refused(rule: TieRule, why: str) -> None:
    assert why in (validate_tie_rule(rule, CRITERIA) or "")
    assert validate_tie_rule(RULE, CRITERIA) is None
