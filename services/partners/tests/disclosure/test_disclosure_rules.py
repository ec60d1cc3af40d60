"""What leaves for a partner: no internal id, no small group, no choosable window."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.disclosure.rules.disclosure import (
    Aggregate,
    Bound,
    MasteryChange,
    Period,
    Share,
    SisIdentity,
    Suppressed,
    SuppressionReason,
    aggregate,
    identified,
    minimum_group,
    pseudonymous,
    share,
    window_of,
)

LEARNER, ITEM, PSEUDONYM = UUID(int=1), UUID(int=2), UUID(int=3)
CHANGE = MasteryChange(
    LEARNER, ITEM, Decimal(3), True, datetime(2026, 11, 2, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
)
WINDOW = window_of(datetime(2026, 11, 4, tzinfo=UTC))
TIMES = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
PERIODS = st.sampled_from(Period)


def test_a_pseudonymous_disclosure_has_no_id_of_ours_and_no_time_of_day() -> None:
    told = pseudonymous(CHANGE, PSEUDONYM, "UTC")
    assert LEARNER not in asdict(told).values()
    assert (told.subject, told.item_id, told.score, told.mastered) == (PSEUDONYM, ITEM, Decimal(3), True)
    assert told.observed_on == date(2026, 11, 3)
    assert pseudonymous(CHANGE, PSEUDONYM, "America/Los_Angeles").observed_on == date(2026, 11, 2)
    assert told.identifiers == ()
    assert told.redisclosure is False


def test_a_change_that_no_evidence_bears_any_more_has_no_day() -> None:
    told = pseudonymous(MasteryChange(LEARNER, ITEM, None, False, None), PSEUDONYM, "UTC")
    assert (told.score, told.observed_on) == (None, None)


def test_an_identified_disclosure_keeps_the_pseudonym_and_adds_the_sis_identity() -> None:
    told = identified(CHANGE, PSEUDONYM, "UTC", [SisIdentity("sis", "4711")])
    assert (told.subject, told.identifiers) == (PSEUDONYM, (SisIdentity("sis", "4711"),))
    assert LEARNER not in asdict(told).values()
    assert told.redisclosure is False


def test_a_week_runs_from_monday_midnight_utc() -> None:
    window = window_of(datetime(2026, 11, 1, 20, tzinfo=timezone(timedelta(hours=-8))))
    assert window.start == datetime(2026, 11, 2, tzinfo=UTC)
    assert window.end == datetime(2026, 11, 9, tzinfo=UTC)
    assert not window.is_closed(window.end - timedelta(microseconds=1))
    assert window.is_closed(window.end)


def test_a_month_runs_from_its_first_day() -> None:
    window = window_of(datetime(2026, 12, 31, tzinfo=UTC), Period.MONTH)
    assert (window.start, window.end) == (datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


@given(TIMES, PERIODS)
def test_windows_tile_time(moment: datetime, period: Period) -> None:
    window = window_of(moment, period)
    assert window.start <= moment < window.end
    assert window_of(window.start, period) == window
    assert window_of(window.end, period).start == window.end


def test_a_time_without_zone_lies_in_no_window() -> None:
    with pytest.raises(ValueError, match="zone"):
        window_of(datetime(2026, 1, 1))  # noqa: DTZ001


def test_a_district_may_raise_the_smallest_group_and_never_lower_it() -> None:
    assert [minimum_group(asked) for asked in (None, 3, 10, 25)] == [10, 10, 10, 25]
    assert isinstance(aggregate(WINDOW, ITEM, 9, 5, minimum=1), Suppressed)
    assert isinstance(aggregate(WINDOW, ITEM, 24, 5, minimum=25), Suppressed)
    assert isinstance(aggregate(WINDOW, ITEM, 25, 5, minimum=25), Aggregate)


@given(st.integers(0, 9), st.integers(0, 9))
def test_a_small_group_is_suppressed_alike_whatever_it_holds(counted: int, mastered: int) -> None:
    told = aggregate(WINDOW, ITEM, counted, min(mastered, counted))
    assert told == Suppressed(WINDOW, ITEM, SuppressionReason.SMALL_GROUP)


@pytest.mark.parametrize(("counted", "is_told"), [(40, True), (41, False), (38, False), (43, True), (37, True)])
def test_groups_that_differ_by_a_learner_or_two_are_not_both_told(counted: int, is_told: bool) -> None:
    told = aggregate(WINDOW, ITEM, counted, 20, last_published=40)
    assert isinstance(told, Aggregate) is is_told


@pytest.mark.parametrize(
    ("mastered", "counted", "told"),
    [
        (0, 10, Share(20, Bound.AT_MOST)),
        (2, 10, Share(20, Bound.AT_MOST)),
        (3, 10, Share(30)),
        (7, 10, Share(70)),
        (8, 10, Share(80, Bound.AT_LEAST)),
        (10, 10, Share(80, Bound.AT_LEAST)),
        (1, 3, Share(67, Bound.AT_MOST)),
        (5, 40, Share(13)),
        (2, 40, Share(5, Bound.AT_MOST)),
        (50, 1000, Share(5, Bound.AT_MOST)),
        (51, 1000, Share(5, Bound.AT_MOST)),
        (60, 1000, Share(6)),
        (950, 1000, Share(95, Bound.AT_LEAST)),
    ],
)
def test_shares_are_whole_percents_with_coded_extremes(mastered: int, counted: int, told: Share) -> None:
    assert share(mastered, counted) == told


@given(st.integers(10, 5000))
def test_an_extreme_never_gives_away_nobody_or_everybody(counted: int) -> None:
    assert share(0, counted) == share(1, counted) == share(2, counted)
    assert share(counted, counted) == share(counted - 1, counted) == share(counted - 2, counted)


@given(st.integers(10, 500), st.data())
def test_a_share_is_true(counted: int, data: st.DataObject) -> None:
    mastered = data.draw(st.integers(0, counted))
    told, real = share(mastered, counted), 100 * mastered / counted
    if told.bound is Bound.EXACT:
        assert abs(told.percent - real) <= 0.5
    elif told.bound is Bound.AT_MOST:
        assert real < told.percent + 0.5
    else:
        assert real > told.percent - 0.51


@pytest.mark.parametrize(("counted", "mastered"), [(10, 11), (10, -1), (-1, -1)])
def test_impossible_counts_are_refused(counted: int, mastered: int) -> None:
    with pytest.raises(ValueError, match="mastered"):
        aggregate(WINDOW, ITEM, counted, mastered)
