"""Stars: one rating of each person, shown of enough people, in an order that luck does not make."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.outcomes.rules.ratings import Rating, Summary, rank, shown, standing, summary, validate_stars

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)
STAR = st.integers(1, 5)
PEOPLE = st.sampled_from([f"person {n}" for n in range(16)])
RATINGS = st.builds(
    Rating, PEOPLE, STAR | st.none(), st.integers(0, 5).map(lambda n: NOON + timedelta(seconds=n))
)  # fmt: skip


def all_of(*stars: int) -> dict[str, int]:
    return {f"person {place}": number for place, number in enumerate(stars)}


@pytest.mark.parametrize("stars", [1, 5])
def test_one_to_five_stars_are_given(stars: int) -> None:
    assert list(validate_stars(stars)) == []


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_other_numbers_of_stars_are_refused_with_where_and_what_to_do(stars: int) -> None:
    (problem,) = validate_stars(stars)
    assert problem.pointer == "/stars"
    assert "1 to 5" in problem.detail


def test_the_last_rating_of_a_person_stands_and_can_be_taken_away() -> None:
    later = NOON + timedelta(days=1)
    ratings = [
        Rating("ana", 5, NOON), Rating("ana", 2, later), Rating("ben", 4, NOON), Rating("ben", None, later),
        Rating("eva", None, NOON), Rating("eva", 3, later),
    ]  # fmt: skip
    assert standing(ratings) == {"ana": 2, "eva": 3}


@given(st.lists(RATINGS, max_size=20), st.randoms(use_true_random=False))
@settings(max_examples=50, derandomize=True)
def test_what_stands_hangs_on_no_order_of_arrival_and_counts_each_person_once(
    ratings: list[Rating], random: Random
) -> None:
    assert standing(random.sample(ratings, len(ratings)) + ratings) == standing(ratings)
    last = {one.person: max(two.rated_at for two in ratings if two.person == one.person) for one in ratings}
    for person, stars in standing(ratings).items():
        assert any(one == Rating(person, stars, last[person]) for one in ratings)


@given(st.lists(st.dictionaries(PEOPLE, STAR, max_size=16), max_size=8), st.integers(5, 10))
@settings(max_examples=50, derandomize=True)
def test_what_is_shown_is_of_enough_people_and_changes_by_enough_or_by_none(
    stands: list[dict[str, int]], minimum: int
) -> None:
    before: dict[str, int] = {}
    for stand in stands:
        now = shown(stand, before, minimum)
        changed = sum(now.get(person) != before.get(person) for person in {*now, *before})
        assert not now or len(now) >= minimum
        assert changed == 0 or changed >= minimum
        before = now


def test_the_rating_of_a_tenth_person_shows_all_ten_and_that_of_the_eleventh_waits() -> None:
    ten, eleven, twenty = all_of(*[4] * 10), all_of(*[4] * 10, 1), all_of(*[4] * 10, *[1] * 10)
    assert shown(all_of(*[4] * 9), {}, 10) == {}
    assert shown(ten, {}, 10) == ten
    assert shown(eleven, ten, 10) == ten
    assert shown(twenty, ten, 10) == twenty


def test_a_mean_has_one_place_and_says_of_how_many_people() -> None:
    assert summary(all_of(4, 4, 4, 5)) == Summary(4, Decimal("4.3"))  # 4.25
    assert summary({}) is None


def test_many_good_ratings_come_before_one_perfect_one_and_that_before_none() -> None:
    fifty, one, none, bad = all_of(*[5, 4] * 25), all_of(5), all_of(), all_of(*[1] * 50)
    assert rank(fifty) > rank(one) > rank(none) > rank(bad)


@given(st.lists(STAR, min_size=1, max_size=60), st.data())
@settings(max_examples=80, derandomize=True)
def test_more_stars_of_anybody_never_rank_an_item_lower(stars: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(stars) - 1))
    more = [*stars[:place], data.draw(st.integers(stars[place], 5)), *stars[place + 1 :]]
    assert rank(all_of(*more)) >= rank(all_of(*stars))


@given(st.lists(STAR, max_size=60))
@settings(max_examples=60, derandomize=True)
def test_five_stars_more_rank_an_item_higher_and_nothing_leaves_the_scale(stars: list[int]) -> None:
    assert 1 < rank(all_of(*stars)) < rank(all_of(*stars, 5)) < 5
