"""Response rates with their denominators, bands that name nobody, windows and reminders by the district's day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.assessments.rules.participation import (
    LEAST_COUNTS,
    Invited,
    band_of,
    board,
    overall,
    participation,
)
from readiness.assessments.rules.reminders import ReminderRules, Waiting, due_reminders, plan_reminders
from readiness.assessments.rules.window import Window, state_at, validate_window

ZONE = "America/Los_Angeles"
WINDOW = Window(date(2027, 3, 1), date(2027, 3, 26))


def some(role: str, invited: int, submitted: int, population: int | None = None) -> Invited:
    return Invited(role, population or invited, invited, submitted, "everyone")  # type: ignore[arg-type]


def test_every_rate_has_its_denominator() -> None:
    (teachers,) = participation([some("teacher", 40, 30, 60)])
    assert teachers.response == (30, 40, Decimal("0.75"))
    assert teachers.coverage == (30, 60, Decimal("0.5"))
    assert participation([some("union", 0, 0)])[0].response == (0, 0, None)
    assert overall([some("teacher", 40, 30), some("family", 60, 20)]) == (50, 100, Decimal("0.5"))
    assert overall([]) == (0, 0, None)


@pytest.mark.parametrize("counts", [(10, 5, 6), (5, 10, 3), (5, 5, -1)])
def test_a_count_is_never_more_than_what_it_is_of(counts: tuple[int, int, int]) -> None:
    population, invited, submitted = counts
    with pytest.raises(ValueError, match="at most"):
        Invited("teacher", population, invited, submitted, "everyone")


@pytest.mark.parametrize(
    ("submitted", "invited", "band"),
    [
        (0, 9, None), (9, 9, None), (0, 0, None),
        (0, 10, "under_half"), (4, 10, "under_half"), (5, 10, "half_or_more"), (10, 10, "half_or_more"),
        (9, 19, "under_half"), (10, 19, "half_or_more"),
        (4, 20, "first_quarter"), (5, 20, "second_quarter"), (10, 20, "third_quarter"), (15, 20, "last_quarter"),
        (20, 20, "last_quarter"), (299, 1200, "first_quarter"), (300, 1200, "second_quarter"),
    ],
)  # fmt: skip
def test_bands_are_quarters_halves_where_those_are_narrow_and_none_where_a_role_is_small(
    submitted: int, invited: int, band: str | None
) -> None:
    assert band_of(submitted, invited) == band


@given(st.integers(0, 200))
def test_every_band_belongs_to_enough_counts_and_none_to_nobody_or_everybody_alone(invited: int) -> None:
    shown = [band_of(submitted, invited) for submitted in range(invited + 1)]
    assert (None in shown) is (invited < 2 * LEAST_COUNTS)
    if None not in shown:
        assert all(shown.count(band) >= LEAST_COUNTS for band in shown)
        assert len(set(shown)) == (4 if invited >= 4 * LEAST_COUNTS else 2)


def test_a_board_has_no_band_of_all_roles_and_none_of_a_small_role_whatever_it_does() -> None:
    quiet = board([some("teacher", 40, 30), some("union", 4, 0), some("family", 12, 6)])
    busy = board([some("family", 12, 6), some("teacher", 40, 30), some("union", 4, 4)])
    assert quiet == busy == {"teacher": "last_quarter", "family": "half_or_more", "union": None}


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2027, 3, 1, 7, 59, 59, tzinfo=UTC), "not_open"),  # 23:59:59 of the day before, in Los Angeles
        (datetime(2027, 3, 1, 8, tzinfo=UTC), "open"),
        (
            datetime(2027, 3, 27, 6, 59, 59, 999_999, tzinfo=UTC),
            "open",
        ),  # an hour earlier than at the start: clocks went forward
        (datetime(2027, 3, 27, 7, tzinfo=UTC), "closed"),
    ],
)
def test_a_window_is_of_the_districts_days(moment: datetime, state: str) -> None:
    assert state_at(WINDOW, moment, ZONE) == state


def test_a_window_closed_early_stays_closed_and_a_moment_has_a_zone() -> None:
    closed = Window(WINDOW.first, WINDOW.last, datetime(2027, 3, 10, 12, tzinfo=UTC))
    assert state_at(closed, datetime(2027, 3, 10, 11, tzinfo=UTC), ZONE) == "open"
    assert state_at(closed, datetime(2027, 3, 10, 12, tzinfo=UTC), ZONE) == "closed"
    assert state_at(closed, datetime(2027, 3, 20, tzinfo=UTC), ZONE) == "closed"
    with pytest.raises(ValueError, match="zone"):
        state_at(WINDOW, datetime(2027, 3, 10), ZONE)  # noqa: DTZ001


def test_a_window_ends_after_it_begins_and_not_before_today() -> None:
    today = date(2027, 3, 1)
    assert validate_window(WINDOW, today) is None
    assert validate_window(Window(today, today), today) is None
    assert "before the first" in (validate_window(Window(today, today - timedelta(days=1)), today) or "")
    assert "is over" in (validate_window(WINDOW, date(2027, 3, 27)) or "")
    assert "longer" in (validate_window(Window(today, today + timedelta(days=200)), today) or "")


def test_reminders_are_planned_for_the_morning_of_the_districts_day() -> None:
    planned = plan_reminders(WINDOW, ReminderRules(marks=(2, 14, 0)), ZONE)
    assert [one.mark for one in planned] == [14, 2, 0]
    # The 12th is before clocks go forward (17:00 UTC), the 24th and the 26th after (16:00).
    assert [one.due_at for one in planned] == [
        datetime(2027, 3, 12, 17, tzinfo=UTC), datetime(2027, 3, 24, 16, tzinfo=UTC),
        datetime(2027, 3, 26, 16, tzinfo=UTC)
    ]  # fmt: skip
    assert plan_reminders(Window(date(2027, 3, 1), date(2027, 3, 5)), ReminderRules(marks=(7, 4, 2)), ZONE) == (
        (2, datetime(2027, 3, 3, 17, tzinfo=UTC)),
    )


def test_who_has_submitted_or_was_just_written_to_or_has_no_mail_is_not_reminded() -> None:
    today = date(2027, 3, 19)
    ids = [UUID(int=number) for number in range(6)]
    waiting = [
        Waiting(ids[5], False, False, date(2027, 3, 1)),
        Waiting(ids[0], False, False, date(2027, 3, 17)),
        Waiting(ids[1], False, False, date(2027, 3, 18)),
        Waiting(ids[2], True, False, date(2027, 3, 1)),
        Waiting(ids[3], False, True, date(2027, 3, 1)),
        Waiting(ids[4], False, False, None),
    ]
    rules = ReminderRules()
    assert due_reminders(waiting, WINDOW, rules, today) == (ids[0], ids[5])
    written = [one._replace(written_on=today) if one.invitation_id in (ids[0], ids[5]) else one for one in waiting]
    assert due_reminders(written, WINDOW, rules, today) == ()  # the job ran again
    assert due_reminders(waiting, WINDOW, rules, date(2027, 3, 27)) == ()
    closed = Window(WINDOW.first, WINDOW.last, datetime(2027, 3, 18, tzinfo=UTC))
    assert due_reminders(waiting, closed, rules, today) == ()


@pytest.mark.parametrize(
    "rules", [{"marks": (2, 2)}, {"marks": (-1,)}, {"marks": (61,)}, {"marks": (1, 2, 3, 4, 5, 6)}, {"days_apart": 0}]
)
def test_reminder_rules_have_limits(rules: dict[str, tuple[int, ...]]) -> None:
    with pytest.raises(ValueError):
        ReminderRules(**rules)  # type: ignore[arg-type]
