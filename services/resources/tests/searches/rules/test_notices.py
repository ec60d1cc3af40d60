"""What saved searches tell of."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.searches.rules.notices import Found, Told, at_saving, new_items, notice
from shared.values.calendar import day_of

DENVER = "America/Denver"
NIGHT = datetime(2026, 11, 2, 6, 30, tzinfo=UTC)
"""In Denver half past eleven in the evening of November 1."""


def item(n: int) -> UUID:
    return UUID(int=n)


def found(*numbers: int, retired: bool = False) -> list[Found]:
    return [Found(item(n), retired) for n in numbers]


FRACTIONS, READING = item(101), item(102)


def test_new_is_what_is_found_was_not_told_and_is_not_retired() -> None:
    items = [*found(3, 1), *found(4, retired=True), *found(2, 3)]
    assert new_items(items, {item(1)}) == (item(3), item(2))


def test_what_a_search_found_when_it_was_saved_is_no_news() -> None:
    told = at_saving(found(1, 2), Told())
    assert notice({FRACTIONS: found(1, 2)}, told, NIGHT, DENVER) is None
    due = notice({FRACTIONS: found(1, 2, 3)}, told, NIGHT, DENVER)
    assert due is not None
    assert due.items == {FRACTIONS: (item(3),)}


def test_saving_a_second_search_does_not_bring_a_second_notice_on_one_day() -> None:
    told = at_saving(found(5), Told(frozenset({item(1)}), NIGHT))
    assert told == Told(frozenset({item(1), item(5)}), NIGHT)


def test_an_item_that_two_searches_find_is_told_by_the_first() -> None:
    due = notice({FRACTIONS: found(1, 2), READING: found(2, 3)}, Told(), NIGHT, DENVER)
    assert due is not None
    assert due.items == {FRACTIONS: (item(1), item(2)), READING: (item(3),)}
    assert due.told == Told(frozenset({item(1), item(2), item(3)}), NIGHT)


@pytest.mark.parametrize(
    ("zone", "later", "is_due"),
    [
        (DENVER, timedelta(minutes=29), False),
        (DENVER, timedelta(minutes=30), True),  # midnight in Denver
        ("UTC", timedelta(minutes=30), False),
        ("UTC", timedelta(hours=17, minutes=30), True),
    ],
)
def test_the_next_notice_waits_for_the_next_day_of_the_district(zone: str, later: timedelta, is_due: bool) -> None:
    due = notice({FRACTIONS: found(1)}, Told(frozenset(), NIGHT), NIGHT + later, zone)
    assert (due is not None) == is_due


STATES = st.lists(
    st.tuples(
        st.integers(1, 30),
        st.dictionaries(
            st.sampled_from([FRACTIONS, READING]),
            st.lists(st.builds(Found, st.integers(1, 8).map(item), st.booleans()), max_size=6),
        ),
    ),
    max_size=12,
)


@given(STATES, st.sampled_from([DENVER, "UTC", "Pacific/Auckland", "Africa/Cairo"]))
@settings(max_examples=50, derandomize=True)
def test_each_item_is_told_once_and_each_day_has_one_notice(
    states: list[tuple[int, dict[UUID, list[Found]]]], zone: str
) -> None:
    now, told = NIGHT, Told()
    items: Counter[UUID] = Counter()
    days: Counter[object] = Counter()
    for hours, searches in states:
        now += timedelta(hours=hours)
        offered = {one.resource_id for some in searches.values() for one in some if not one.retired}
        due = notice(searches, told, now, zone)
        if due is None:
            assert days[day_of(now, zone)] or offered <= items.keys()
            continue
        days[day_of(now, zone)] += 1
        told = due.told
        items.update(one for some in due.items.values() for one in some)
        assert all(due.items.values())
        assert offered <= items.keys()
        assert {one for some in due.items.values() for one in some} <= offered
        assert told == Told(frozenset(items), now)
    assert all(times == 1 for times in (*items.values(), *days.values()))
