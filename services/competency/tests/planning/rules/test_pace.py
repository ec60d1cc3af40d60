"""Pace: by dates, by rate, by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from time import process_time
from typing import Any, Literal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.district.rules import PaceRules
from competency.planning.rules.pace import Dates, Pace, SetByHand, by_hand, changes_on, pace, validate_setting
from services.competency.tests.evidence.shown_pieces import unhurried
from services.competency.tests.planning.rules.pace_pieces import (
    BY_RATE,
    ONLY_BY_HAND,
    RULES,
    YEAR,
    day,
    due,
    set_on,
    some_days,
    some_items,
)


@pytest.mark.parametrize(
    ("mastered", "early", "status"),
    [
        (8, 0, "behind"),
        (8, 5, "behind"),
        (9, 0, "on"),
        (9, 5, "on"),  # something due is missing: not ahead, whatever else is mastered
        (10, 0, "on"),
        (10, 1, "ahead"),
    ],
)
def test_by_dates_pace_is_the_share_of_what_is_due_that_is_mastered(mastered: int, early: int, status: str) -> None:
    items = [*due(10, mastered), *((day(200), day(40) if n < early else None) for n in range(10))]
    found = pace(items, YEAR, day(50), RULES)
    assert (found.status, found.reckoned_by) == (status, "dates")
    assert (found.total, found.due, found.due_mastered, found.early) == (20, 10, mastered, early)
    assert found.achieved == mastered + early


def test_the_margins_are_the_districts() -> None:
    items = [*due(10, 10), (day(200), day(40)), (day(200), None)]
    assert pace(items, YEAR, day(50), PaceRules(ahead_from=111)).status == "on"
    assert pace(due(10, 9), YEAR, day(50), PaceRules(behind_below=91)).status == "behind"


def test_an_item_is_due_on_its_day_and_mastered_from_the_day_it_was() -> None:
    items = [(day(50), day(60))]
    statuses = {number: pace(items, YEAR, day(number), RULES).status for number in (49, 50, 59, 60)}
    assert statuses == {49: "on", 50: "behind", 59: "behind", 60: "on"}


def test_an_item_mastered_ahead_of_its_day_is_ahead_until_the_day_comes() -> None:
    items = [(day(50), day(10))]
    assert [pace(items, YEAR, day(number), RULES).status for number in (9, 10, 49, 50)] == [
        "on",
        "ahead",
        "ahead",
        "on",
    ]


@pytest.mark.parametrize(("mastered", "status"), [(17, "behind"), (18, "on"), (21, "on"), (22, "ahead")])
def test_the_ends_of_a_margin_belong_to_the_better_side(mastered: int, status: str) -> None:
    items: list[Dates] = [(None, day(100))] * mastered + [(None, None)] * 20  # half the year is left: 18 is 90 percent
    assert pace(items, YEAR, day(140), BY_RATE).status == status


@pytest.mark.parametrize(
    ("mastered", "status"),
    # 140 of 280 days; 40 items. 18 so far is 0.9 a week against 1.1 needed for the other 22, 82 percent.
    [(18, "behind"), (19, "on"), (20, "on"), (21, "ahead"), (40, "ahead")],
)
def test_by_rate_pace_is_what_was_mastered_a_week_against_what_is_needed(mastered: int, status: str) -> None:
    items: list[Dates] = [(None, day(100) if n < mastered else None) for n in range(40)]
    found = pace(items, YEAR, day(140), BY_RATE)
    assert (found.status, found.reckoned_by) == (status, "rate")
    assert (found.per_week, found.needed_per_week) == (Decimal(mastered) / 20, Decimal(40 - mastered) / 20)


def test_what_was_mastered_before_the_year_is_not_to_be_done_again_and_is_no_part_of_the_rate() -> None:
    items: list[Dates] = [(None, date(2026, 5, 1))] * 20 + [(None, day(100))] * 10 + [(None, None)] * 10
    found = pace(items, YEAR, day(140), BY_RATE)
    assert (found.status, found.achieved) == ("on", 30)
    assert (found.per_week, found.needed_per_week) == (Decimal("0.5"), Decimal("0.5"))


@pytest.mark.parametrize(
    ("number", "mastered", "status"),
    [(0, 0, None), (1, 0, "on"), (14, 0, "on"), (15, 0, "behind"), (14, 30, "on"), (1, 40, "ahead"),
     (280, 39, "behind"), (280, 40, "on"), (400, 39, "behind"), (400, 40, "on")],
)  # fmt: skip
def test_by_rate_at_the_edges_of_the_year(number: int, mastered: int, status: str | None) -> None:
    items: list[Dates] = [(None, day(1) if n < mastered else None) for n in range(40)]
    assert pace(items, YEAR, day(number), BY_RATE).status == status


def test_a_plan_without_dates_is_reckoned_by_rate_and_one_without_items_not_at_all() -> None:
    assert pace([(None, None)], YEAR, day(50), RULES).reckoned_by == "rate"
    assert pace([], YEAR, day(50), RULES).status is None
    assert pace(due(2, 0), YEAR, day(60), ONLY_BY_HAND).status is None


def test_what_is_set_by_hand_wins_until_its_day_and_what_is_reckoned_is_told_beside_it() -> None:
    settings = [set_on(60, 80)]
    found = {}
    for number in (59, 60, 80, 81):
        found[number] = pace(due(10, 0), YEAR, day(number), RULES, by_hand(settings, day(number)))
    assert [one.status for one in found.values()] == ["behind", "on", "on", "behind"]
    assert found[80].reckoned == "behind"
    assert found[80].hand == settings[0]
    assert found[81].hand is None


def test_the_newest_setting_decides_alone_and_can_be_taken_back() -> None:
    long, short, back = set_on(10, 200, "ahead"), set_on(20, 30, "behind"), set_on(25, 60, None)
    assert [by_hand([long, short], day(n)) for n in (9, 10, 20, 31)] == [None, long, short, None]
    assert by_hand([long, short, back], day(26)) is None
    same_day = set_on(20, 40, "ahead")
    assert by_hand([short, same_day], day(20)) == same_day


def test_a_setting_ends_after_it_begins_and_within_the_year() -> None:
    assert validate_setting(set_on(10, 10), YEAR) is None
    assert validate_setting(set_on(10, 280), YEAR) is None
    assert "2026-09-10 or later" in str(validate_setting(set_on(10, 9), YEAR))
    assert "2027-06-07 or earlier" in str(validate_setting(set_on(10, 281), YEAR))


@pytest.mark.parametrize(
    "given_rules",
    [{"behind_below": 0}, {"behind_below": 101}, {"ahead_from": 99}, {"ahead_from": 1001}, {"grace_days": -1},
     {"grace_days": 91}],
)  # fmt: skip
def test_margins_out_of_range_are_refused(given_rules: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\d+ to \d+"):
        PaceRules(**given_rules)


RANKS: dict[str | None, int] = {"behind": 0, "on": 1, "ahead": 2}


@unhurried
@given(some_items, some_days, st.sampled_from([RULES, BY_RATE]), st.data())
def test_mastering_one_more_item_is_never_worse(
    items: list[Dates], as_of: date, rules: PaceRules, data: st.DataObject
) -> None:
    before = pace(items, YEAR, as_of, rules)
    missing = [n for n, (_, mastered) in enumerate(items) if mastered is None or mastered > as_of]
    if missing:
        chosen = data.draw(st.sampled_from(missing))
        more = [*items[:chosen], (items[chosen][0], as_of), *items[chosen + 1 :]]
        after = pace(more, YEAR, as_of, rules)
        assert (before.status is None) == (after.status is None)
        assert before.status is None or RANKS[after.status] >= RANKS[before.status]


@unhurried
@given(some_items, st.integers(15, 279).map(day))
def test_with_no_margin_pace_by_rate_is_the_place_above_or_below_the_straight_line(
    items: list[Dates], as_of: date
) -> None:
    found = pace(items, YEAR, as_of, PaceRules(by="rate", behind_below=100, ahead_from=100))
    before = sum(mastered is not None and mastered < YEAR.first for _, mastered in items)
    elapsed = (as_of - YEAR.first).days + 1
    above = (found.achieved - before) * 280 >= (found.total - before) * elapsed
    assert found.status == (None if not items else "ahead" if above else "behind")


def test_the_pace_of_4200_learners_with_100_items_each_takes_well_under_a_second() -> None:
    items: list[Dates] = [(day(1 + n * 2), day(n * 3) if n % 3 else None) for n in range(100)]
    start = process_time()
    found: list[Pace] = [pace(items, YEAR, day(150), RULES) for _ in range(4200)]
    assert process_time() - start < 0.8
    assert {one.status for one in found} == {"behind"}


@unhurried
@given(
    st.lists(
        st.tuples(
            st.none() | st.dates(YEAR.first - timedelta(9), YEAR.last),
            st.none() | st.dates(YEAR.first - timedelta(9), YEAR.first + timedelta(40)),
        ),
        max_size=6,
    ),
    st.integers(-10, 300),
    st.sampled_from(["dates", "rate", "hand"]),
    st.none() | st.integers(0, 60),
)
def test_a_pace_stays_as_it_is_until_the_day_that_is_told(
    items: list[Dates], day: int, by: Literal["dates", "rate", "hand"], until: int | None
) -> None:
    today = YEAR.first + timedelta(41 + day if day >= 0 else 41)
    rules = PaceRules(by=by)
    settings = [] if until is None else [SetByHand("behind", UUID(int=1), today, today + timedelta(until))]

    def on(when: date) -> tuple[Any, ...]:
        found = pace(items, YEAR, when, rules, by_hand(settings, when))
        return (found.status, found.reckoned, found.shortfall, found.due, found.due_mastered, found.early, found.hand)

    told = changes_on(items, YEAR, pace(items, YEAR, today, rules, by_hand(settings, today)))
    assert told is None or told > today
    last = YEAR.last + timedelta(30) if told is None else told - timedelta(1)
    assert {on(today + timedelta(n)) for n in range((last - today).days + 1)} <= {on(today)}
