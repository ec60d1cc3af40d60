"""Progress is signed, whichever way a value is to go; pace is a straight line with a band."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.goals.rules.indicators import Baseline, Terms
from coaching.goals.rules.progress import (
    BAND,
    Way,
    expected_progress,
    expected_value,
    is_reached,
    pace,
    progress,
    progress_of,
    way_of,
)

START = date(2026, 9, 1)
COUNT = Terms("up", "count", Decimal(0), None, Baseline(Decimal(0), START), Decimal(50), START + timedelta(days=100))
AMOUNTS = st.decimals(min_value=-1000, max_value=1000, places=2)


def way(baseline: int | Decimal, target: int | Decimal, days: int = 100) -> Way:
    return Way(Decimal(baseline), START, Decimal(target), START + timedelta(days=days))


@st.composite
def ways(draw: st.DrawFn) -> Way:
    baseline = draw(AMOUNTS)
    target = draw(AMOUNTS.filter(lambda one: one != baseline))
    return way(baseline, target, draw(st.integers(1, 2000)))


@pytest.mark.parametrize(
    ("baseline", "target", "value", "expected"),
    [(20, 80, 20, 0), (20, 80, 80, 100), (20, 80, 50, 50), (20, 80, 5, -25), (20, 80, 95, 125),
     (40, 10, 40, 0), (40, 10, 10, 100), (40, 10, 25, 50), (40, 10, 55, -50), (40, 10, 4, 120),
     (0, -50, -25, 50), (-20, 20, 0, 50), (0, 300, 1, "0.3")],
)  # fmt: skip
def test_progress_is_0_at_the_baseline_100_at_the_target_and_negative_the_other_way(
    baseline: int, target: int, value: int, expected: int | str
) -> None:
    assert progress(way(baseline, target), Decimal(value)) == Decimal(expected)


@given(ways(), AMOUNTS, AMOUNTS)
def test_nearer_to_the_target_is_never_less_progress(on_it: Way, one: Decimal, other: Decimal) -> None:
    up = on_it.target > on_it.baseline
    lesser, greater = sorted((one, other), reverse=not up)
    assert progress(on_it, lesser) <= progress(on_it, greater)


@given(ways(), AMOUNTS)
def test_the_sign_says_on_which_side_of_the_baseline_a_value_is(on_it: Way, value: Decimal) -> None:
    found, up = progress(on_it, value), on_it.target > on_it.baseline
    if found > 0:
        assert (value > on_it.baseline) is up
    elif found < 0:
        assert (value < on_it.baseline) is up
    assert progress(on_it, on_it.baseline) == 0
    assert not progress(on_it, on_it.baseline).is_signed(), "nought has no sign"


@given(ways(), AMOUNTS)
def test_a_falling_indicator_is_a_rising_one_seen_in_a_mirror(on_it: Way, value: Decimal) -> None:
    mirrored = Way(-on_it.baseline, on_it.baseline_on, -on_it.target, on_it.due_on)
    for day in (-5, 0, 30, 5000):
        on = START + timedelta(days=day)
        assert pace(mirrored, -value, on) == pace(on_it, value, on)
        assert expected_value(mirrored, on) == -expected_value(on_it, on)
    assert progress(mirrored, -value) == progress(on_it, value)
    assert is_reached(mirrored, -value) is is_reached(on_it, value)


@given(ways(), st.integers(-100, 3000))
def test_whoever_is_on_the_line_is_on_pace(on_it: Way, day: int) -> None:
    on = START + timedelta(days=day)
    whole = (on_it.due_on - on_it.baseline_on).days
    due = on_it.baseline + (on_it.target - on_it.baseline) * min(max(day, 0), whole) / whole
    assert pace(on_it, due, on) == "on_pace"
    assert 0 <= expected_progress(on_it, on) <= 100


@given(ways(), AMOUNTS, st.integers(-100, 3000))
def test_pace_is_told_by_the_band_and_who_has_arrived_is_not_behind(on_it: Way, value: Decimal, day: int) -> None:
    on = START + timedelta(days=day)
    over = progress(on_it, value) - expected_progress(on_it, on)
    found = pace(on_it, value, on)
    assert (found == "ahead") is (over > BAND)
    assert (found == "behind") is (over < -BAND and progress(on_it, value) < 100)
    if is_reached(on_it, value):
        assert found != "behind"


def test_the_line_stays_where_it_is_before_the_first_and_after_the_last_day() -> None:
    on_it = way(0, 50)
    days = [START + timedelta(days=day) for day in (-10, 0, 50, 100, 400)]
    assert [expected_value(on_it, day) for day in days] == [0, 0, 25, 50, 50]


def test_of_too_few_people_only_what_was_due_is_said() -> None:
    terms = COUNT
    shown = progress_of(terms, Decimal(30), START + timedelta(days=50), shown=True)
    hidden = progress_of(terms, Decimal(30), START + timedelta(days=50), shown=False)
    assert [shown.value, shown.progress, shown.expected] == [30, 60, 50]
    assert shown.pace == "ahead"
    assert hidden == shown._replace(value=None, suppressed=True, progress=None, pace=None)


def test_a_draft_that_lacks_something_has_no_way_yet() -> None:
    terms = COUNT
    assert way_of(terms) is not None
    for lacking in ({"baseline": None}, {"target": None}, {"due_on": None}, {"target": Decimal(0)}, {"due_on": START}):
        assert way_of(terms._replace(**lacking)) is None
