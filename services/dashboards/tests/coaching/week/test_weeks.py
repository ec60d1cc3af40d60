"""Which weeks a page shows by the clocks of a zone, and what a meeting waits for."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from coaching.coaches.rules.student_times import Span
from coaching.meetings.rules.states import BEFORE_ITS_START, MOVES, STATES, TOLERANCE, validate_begin
from dashboards.coaching.week.answers import Meeting
from dashboards.coaching.week.usecases import weeks
from dashboards.coaching.week.usecases.weeks import turn_of, weeks_of
from shared.values.calendar import day_of

NOW = datetime(2026, 9, 2, 20, tzinfo=UTC)
"""A Wednesday, two in the afternoon in Denver."""
HOUR = timedelta(hours=1)
ZONES = st.sampled_from(["America/Denver", "America/New_York", "Pacific/Auckland", "UTC"])
AWAY = st.integers(-15 * 24, 15 * 24).map(lambda hours: hours * HOUR)


def meeting(starts: datetime, state: str = "planned", **more: Any) -> Meeting:
    standing: dict[str, Any] = {
        "meeting_id": uuid4(), "engagement_id": uuid4(), "host_id": uuid4(), "partner_id": uuid4(), "gap_id": None,
        "series_id": None, "match_id": None, "condition": None, "question": None,
        "starts_at": starts, "ends_at": starts + HOUR, "mode": "online", "place": None, "agenda": None,
        "recording": "none", "state": state, "risks": [], "because": None, "started_at": None, "ended_at": None,
        "participants": [],
    }  # fmt: skip
    return Meeting.model_validate(standing | more)


@given(AWAY, ZONES)
def test_a_meeting_is_of_one_week_by_its_day_where_the_district_is(away: timedelta, zone: str) -> None:
    one = meeting(NOW + away, "held")
    found = weeks_of([one], NOW, zone)
    today = day_of(NOW, zone)
    apart = (day_of(one.starts_at, zone) - (today - timedelta(days=today.weekday()))).days
    assert (found.this == [one]) == (0 <= apart < 7)
    assert (found.following == [one]) == (7 <= apart < 14)
    assert found.earlier == []


@given(AWAY, st.sampled_from(STATES))
def test_only_that_is_asked_which_coaching_would_take_then(away: timedelta, state: Any) -> None:
    one = meeting(NOW + away, state)
    turn, acts = turn_of(one, NOW), MOVES[state]
    span = Span(one.starts_at, one.ends_at)
    assert (turn == "beginning") == ("begin" in acts and validate_begin(span, NOW) is None)
    assert (turn == "recording") == ("record" in acts and one.ends_at <= NOW <= one.ends_at + TOLERANCE)
    assert (turn == "under_way") == ("end" in acts)


def test_pages_count_with_the_times_that_coaching_counts_with() -> None:
    assert (weeks.BEFORE_ITS_START, weeks.RECORDED_WITHIN) == (BEFORE_ITS_START, TOLERANCE)


def test_what_is_still_to_be_recorded_stays_for_a_week_and_what_is_at_risk_stands_out() -> None:
    late, too_late = meeting(NOW - timedelta(days=5)), meeting(NOW - timedelta(days=8))
    risky = meeting(NOW + timedelta(days=7), risks=["left"])
    found = weeks_of([too_late, late, risky], NOW, "America/Denver")
    assert (found.earlier, found.at_risk) == ([late], [risky])
