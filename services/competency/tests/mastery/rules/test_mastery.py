from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from competency.evidence.rules import tie_key, validate_observed_at

START = datetime(2026, 9, 1, tzinfo=UTC)


def test_parts_of_a_tie_key_do_not_run_together() -> None:
    assert tie_key("ab", "c") != tie_key("a", "bc")


def test_only_the_tolerated_future_is_taken_as_a_time_of_observation() -> None:
    tolerance = timedelta(minutes=5)
    assert validate_observed_at(START + tolerance, START, tolerance) is None
    assert validate_observed_at(START + tolerance + timedelta(seconds=1), START, tolerance)
    assert validate_observed_at(START.replace(tzinfo=None), START, tolerance)
    # The same moment elsewhere on earth is no future.
    assert validate_observed_at(START.astimezone(timezone(timedelta(hours=14))), START, tolerance) is None
