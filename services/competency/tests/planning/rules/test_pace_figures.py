"""The figures of a pace: exact, rounded once with halves up, and said in words."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from competency.district.rules import PaceRules
from competency.planning.rules.pace import HOLIDAYS, Dates, in_words, pace
from competency.planning.rules.plans import Year
from services.competency.tests.evidence.shown_pieces import unhurried
from services.competency.tests.planning.rules.pace_pieces import BY_RATE, RULES, YEAR, day, due, set_on


def test_pace_says_why_in_words() -> None:
    found = pace([*due(8, 7), (day(90), day(40))], YEAR, day(50), RULES, set_on(40, 60))
    assert in_words(found) == (
        "Set by hand until 2026-10-30. 7 of 8 items due by 2026-10-20 are mastered. 1 more is mastered ahead of time."
    )
    undated: list[Dates] = [(None, day(100))] * 10 + [(None, None)] * 30
    assert in_words(pace(undated, YEAR, day(140), RULES)) == (
        "10 of 40 items are mastered: 0.5 a week this year, and 1.5 a week would master all by its end. " + HOLIDAYS
    )
    assert in_words(pace([], YEAR, day(1), RULES)) == "There is nothing to reckon pace by."
    assert "the year is over" in in_words(pace(undated, YEAR, day(300), RULES))


def test_the_shortfall_is_what_is_missing_of_the_plan_or_what_is_beyond_it() -> None:
    due, later = YEAR.first + timedelta(9), YEAR.first + timedelta(99)
    day = YEAR.first + timedelta(10)
    assert pace([(due, None), (due, due), (later, None)], YEAR, day, PaceRules()).shortfall == 1
    assert pace([(due, due), (later, due)], YEAR, day, PaceRules()).shortfall == -1
    half = YEAR.first + timedelta(139)
    assert pace([(None, None)] * 4, YEAR, half, PaceRules()).shortfall == 2
    assert pace([], YEAR, day, PaceRules()).shortfall == 0


def half_up(figure: Fraction) -> Decimal:
    """To two places, halves away from zero."""
    hundredths = (abs(figure) * 200 + 1) // 2
    return (Decimal(hundredths) / 100).copy_sign(Decimal(1 if figure >= 0 else -1))


def test_halves_of_a_figure_go_up_as_in_every_score() -> None:
    week = Year(date(2026, 4, 22), date(2026, 4, 29))
    over = pace([(None, week.first)] * 3, week, week.last + timedelta(days=1), BY_RATE)
    assert over.per_week == Decimal("2.63")  # 3 x 7 / 8 = 2.625
    half = pace([(None, None)] * 5, Year(YEAR.first, YEAR.first + timedelta(days=39)), day(1), BY_RATE)
    assert half.shortfall == Decimal("0.13")  # 5 / 40 = 0.125
    ahead = pace([(None, day(1))] * 5, Year(YEAR.first, YEAR.first + timedelta(days=39)), day(1), BY_RATE)
    assert ahead.shortfall == Decimal("-4.88")  # 0.125 - 5


@given(st.integers(1, 399), st.integers(0, 420), st.integers(1, 40), st.integers(0, 40), st.integers(0, 40))
@unhurried
def test_every_figure_by_rate_is_the_exact_one_rounded_once(
    days: int, passed: int, total: int, mastered: int, earlier: int
) -> None:
    year = Year(YEAR.first, YEAR.first + timedelta(days=days))
    as_of = YEAR.first + timedelta(days=passed)
    mastered = min(mastered, total)
    earlier = min(earlier, mastered)
    before = [(None, YEAR.first - timedelta(days=1))] * earlier
    items = [*before, *[(None, YEAR.first)] * (mastered - earlier), *[(None, None)] * (total - mastered)]
    found = pace(items, year, as_of, BY_RATE)
    elapsed, whole = min(passed + 1, days + 1), days + 1
    assert found.per_week == half_up(Fraction((mastered - earlier) * 7, elapsed))
    assert found.shortfall == half_up(earlier + Fraction((total - earlier) * elapsed, whole) - mastered)
    if elapsed < whole:
        assert found.needed_per_week == half_up(Fraction((total - mastered) * 7, whole - elapsed))


def test_words_write_figures_as_people_do() -> None:
    found = pace([(None, day(1)), (None, None)], YEAR, day(14), BY_RATE)
    assert "0.5 a week this year" in in_words(found)
