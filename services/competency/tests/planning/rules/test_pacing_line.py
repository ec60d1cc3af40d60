"""The pacing line: what is planned and what is mastered by the end of each week."""

from __future__ import annotations

from datetime import date
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from competency.planning.rules.pace import Dates, Line, pace, pacing_line, week_ends
from competency.planning.rules.plans import Year
from services.competency.tests.evidence.shown_pieces import unhurried
from services.competency.tests.planning.rules.pace_pieces import RULES, YEAR, day, some_days, some_items

TEN_WEEKS = Year(date(2026, 9, 1), date(2026, 11, 9))


def test_the_line_counts_what_is_planned_and_mastered_by_the_end_of_each_week() -> None:
    items: list[Dates] = [
        (day(7), date(2026, 5, 1)),  # mastered before the year
        (day(8), day(8)),
        (day(8), day(30)),  # after the day asked for
        (day(70), day(15)),
        (day(20), None),
        (None, day(2)),
    ]
    assert pacing_line(items, TEN_WEEKS, day(16), "dates") == Line(
        day(1), planned=(1, 3, 4, 4, 4, 4, 4, 4, 4, 5), achieved=(1, 2, 3), left_out=1
    )
    assert pacing_line(items, TEN_WEEKS, day(0), "dates").achieved == ()
    assert pacing_line(items, TEN_WEEKS, day(400), "dates").achieved == (1, 2, 3, 3, 4, 4, 4, 4, 4, 4)


def test_the_line_by_rate_is_straight_from_what_was_mastered_before_to_everything() -> None:
    items: list[Dates] = [(None, date(2026, 5, 1))] * 2 + [(day(9), day(20))] + [(None, None)] * 7
    line = pacing_line(items, TEN_WEEKS, day(21), "rate")
    assert line == Line(day(1), planned=(2, 3, 4, 5, 6, 6, 7, 8, 9, 10), achieved=(2, 2, 3), left_out=0)


def test_the_last_week_may_be_short() -> None:
    year = Year(day(1), day(9))
    line = pacing_line([(day(9), None)], year, day(9), "dates")
    assert (line.planned, line.achieved) == ((0, 1), (0, 0))
    assert week_ends(line, year) == (day(7), day(9))


@unhurried
@given(some_items, some_days, st.sampled_from(["dates", "rate"]))
def test_the_line_agrees_with_the_pace_of_every_week_and_never_falls(
    items: list[Dates], as_of: date, by: Literal["dates", "rate"]
) -> None:
    line = pacing_line(items, YEAR, as_of, by)
    assert len(line.planned) == 40
    assert list(line.planned) == sorted(line.planned)
    assert list(line.achieved) == sorted(line.achieved)
    for planned, end in zip(line.planned, week_ends(line, YEAR), strict=True):
        if by == "dates":
            assert planned == pace(items, YEAR, end, RULES).due
    for achieved, end in zip(line.achieved, week_ends(line, YEAR), strict=False):
        counted = [dates for dates in items if by == "rate" or dates[0] is not None]
        assert achieved == pace(counted, YEAR, min(end, as_of), RULES).achieved
    assert line.planned[-1] == len(items) - line.left_out
