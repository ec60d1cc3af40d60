"""Stars: shown of enough people, and changed by enough at once."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from resources.remarks.rules.ratings import Summary, shown, summary

STAR = st.integers(1, 5)
PEOPLE = st.sampled_from([f"person {n}" for n in range(16)])


def all_of(*stars: int) -> dict[str, int]:
    return {f"person {place}": number for place, number in enumerate(stars)}


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
