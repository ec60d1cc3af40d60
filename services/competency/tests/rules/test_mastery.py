from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.rules.mastery import (
    NOTHING_SHOWN,
    Scale,
    Shown,
    as_of,
    determine,
    refuse_observed_at,
    refuse_score,
    rounded,
    tie_key,
)

SCALE = Scale()
DAY = timedelta(days=1)
START = datetime(2026, 9, 1, tzinfo=UTC)


def shown(number: int, score: str, day: int = 0, recorded: int = 0, tie: str | None = None) -> Shown:
    key = tie_key("sender", str(number)) if tie is None else tie
    return Shown(UUID(int=number), Decimal(score), START + day * DAY, START + recorded * DAY, key)


# Few days, few ties and scores that differ only beyond two places, so that every way to tie comes up.
some_pieces = st.lists(
    st.builds(
        shown,
        st.integers(1, 10**6),
        st.decimals(0, 4, places=3).map(str) | st.sampled_from(["2.995", "2.996", "3", "4"]),
        st.integers(0, 2),
        st.integers(0, 3),
        st.sampled_from(["a", "b"]),
    ),
    unique_by=lambda piece: piece.evidence_id,
    max_size=8,
)


@given(some_pieces, st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_changes_a_determination(pieces: list[Shown], chance) -> None:
    arrived = list(pieces)
    chance.shuffle(arrived)
    assert determine(arrived, SCALE) == determine(pieces, SCALE)


@given(some_pieces.filter(bool))
def test_more_evidence_never_lowers_a_score_nor_takes_mastery_away(pieces: list[Shown]) -> None:
    before, after = determine(pieces[:-1], SCALE), determine(pieces, SCALE)
    assert before.score is None or (after.score is not None and after.score >= before.score)
    assert after.mastered or not before.mastered


def test_without_evidence_nothing_is_determined() -> None:
    assert determine([], SCALE) == NOTHING_SHOWN


def test_the_highest_score_decides_and_says_when_it_was_first_shown() -> None:
    pieces = [shown(1, "2", day=0), shown(2, "4", day=5), shown(3, "4", day=3, recorded=9), shown(4, "1", day=9)]
    found = determine(pieces, SCALE)
    assert (found.score, found.mastered, found.pieces) == (Decimal(4), True, 4)
    assert (found.deciding, found.observed_at) == (UUID(int=3), START + 3 * DAY)


def test_a_tie_is_broken_by_what_the_evidence_is_not_by_its_id() -> None:
    by_content = [shown(1, "3", tie="b"), shown(2, "3", tie="a")]
    assert {determine(order, SCALE).deciding for order in permutations(by_content)} == {UUID(int=2)}


def test_scores_count_to_two_places_so_that_what_people_see_decides() -> None:
    earlier, later = shown(1, "2.995", day=1), shown(2, "2.996", day=2)
    found = determine([later, earlier], SCALE)
    assert (str(found.score), found.mastered, found.deciding) == ("3.00", True, earlier.evidence_id)


@pytest.mark.parametrize(("score", "counts_as"), [("4.125", "4.13"), ("2.123", "2.12"), ("2.675", "2.68")])
def test_halves_go_up(score: str, counts_as: str) -> None:
    assert str(rounded(Decimal(score))) == counts_as


def test_a_method_we_do_not_have_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        determine([], SCALE, method="seat_time")


def test_parts_of_a_tie_key_do_not_run_together() -> None:
    assert tie_key("ab", "c") != tie_key("a", "bc")


@pytest.mark.parametrize("points", [("4", "4", "4"), ("0", "4", "5"), ("1", "4", "0"), ("0", "NaN", "3")])
def test_a_scale_out_of_order_is_refused(points: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError):
        Scale(*(Decimal(point) for point in points))


@pytest.mark.parametrize("score", ["-0.01", "4.01", "NaN", "Infinity", "1E+999999"])
def test_a_score_off_the_scale_is_refused(score: str) -> None:
    assert refuse_score(Decimal(score), SCALE)


@pytest.mark.parametrize("score", ["0", "4", "2.667"])
def test_the_ends_of_the_scale_belong_to_it(score: str) -> None:
    assert refuse_score(Decimal(score), SCALE) is None


def test_only_the_tolerated_future_is_taken_as_a_time_of_observation() -> None:
    tolerance = timedelta(minutes=5)
    assert refuse_observed_at(START + tolerance, START, tolerance) is None
    assert refuse_observed_at(START + tolerance + timedelta(seconds=1), START, tolerance)
    assert refuse_observed_at(START.replace(tzinfo=None), START, tolerance)
    # The same moment elsewhere on earth is no future.
    assert refuse_observed_at(START.astimezone(timezone(timedelta(hours=14))), START, tolerance) is None


def test_what_was_shown_by_a_day_and_what_was_known_by_a_day_are_two_questions() -> None:
    late_news = shown(1, "4", day=1, recorded=9)
    news = shown(2, "2", day=5, recorded=5)
    assert as_of([late_news, news], {}, observed=START + 2 * DAY) == [late_news]
    assert as_of([late_news, news], {}, known=START + 5 * DAY) == [news]
    assert as_of([late_news, news], {}, observed=START + DAY, known=START + 9 * DAY) == [late_news]
    assert as_of([late_news, news], {}) == [late_news, news]


def test_a_void_counts_from_the_moment_it_was_declared() -> None:
    piece = shown(1, "4", day=0, recorded=1)
    voids = {piece.evidence_id: START + 3 * DAY}
    assert as_of([piece], voids, known=START + 2 * DAY) == [piece]
    assert as_of([piece], voids, known=START + 3 * DAY) == []
    assert as_of([piece], voids) == []
    assert as_of([piece], voids, observed=START) == []
