"""How a meeting moves on: each refusal says what is so and what to do."""

from datetime import UTC, datetime, timedelta

import pytest

from coaching.coaches.rules.student_times import Span
from coaching.meetings.rules.states import (
    MOVES,
    STATES,
    TOLERANCE,
    validate_act,
    validate_begin,
    validate_moved,
    validate_planned,
    validate_record,
    validate_span,
)

NOW = datetime(2026, 10, 6, 21, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLANNED = Span(NOW, NOW + HOUR)
ACTS = sorted({act for acts in MOVES.values() for act in acts})


def test_every_state_is_known_and_nothing_leads_elsewhere() -> None:
    assert set(MOVES) == set(STATES)
    assert {state for acts in MOVES.values() for after in acts.values() for state in after} <= set(STATES)


@pytest.mark.parametrize("state", ["held", "ended_early", "cancelled"])
def test_what_is_over_stays_so(state: str) -> None:
    assert MOVES[state] == {}  # type: ignore[index]
    assert all("plan another" in (validate_act(state, act) or "") for act in ACTS)  # type: ignore[arg-type]


def test_what_has_begun_is_not_cancelled_and_what_has_not_is_not_ended() -> None:
    assert validate_act("under_way", "cancel") is not None
    assert validate_act("under_way", "move") is not None
    assert validate_act("planned", "end") is not None
    assert validate_act("planned", "cancel") is None
    assert validate_act("under_way", "end") is None


def test_the_past_may_be_put_down_for_seven_days() -> None:
    at_the_edge = Span(NOW - TOLERANCE - HOUR, NOW - TOLERANCE)
    assert list(validate_planned(at_the_edge, NOW)) == []
    later = NOW + timedelta(seconds=1)
    assert [one.pointer for one in validate_planned(at_the_edge, later)] == ["/starts_at"]
    assert [one.pointer for one in validate_planned(Span(NOW + 600 * 24 * HOUR, NOW + 601 * 24 * HOUR), NOW)] == [
        "/starts_at"
    ]


def test_a_meeting_is_moved_only_ahead() -> None:
    assert list(validate_moved(PLANNED, NOW)) == []
    assert [one.pointer for one in validate_moved(PLANNED, NOW + timedelta(seconds=1))] == ["/starts_at"]


def test_a_meeting_begins_from_an_hour_before_until_its_end() -> None:
    assert validate_begin(PLANNED, NOW - HOUR) is None
    assert "move it" in (validate_begin(PLANNED, NOW - HOUR - timedelta(seconds=1)) or "")
    assert validate_begin(PLANNED, PLANNED.last) is None
    assert "record it" in (validate_begin(PLANNED, PLANNED.ends_at) or "")


@pytest.mark.parametrize(
    ("starts", "ends", "after", "pointers"),
    [
        (0.0, 1.0, 1.0, []),
        (-0.5, 0.5, 1.0, []),
        (0.0, 1.0, 0.5, ["/ended_at"]),
        (-1.0, 2.0, 2.0, []),
        (-1.1, 1.0, 1.0, ["/started_at"]),
        (0.0, 2.1, 3.0, ["/ended_at"]),
        (1.0, 2.0, 3.0, ["/started_at"]),
        (0.5, 0.5, 1.0, ["/ended_at", "/started_at"]),
        (0.0, 1.0, 1.0 + 7 * 24, []),
        (0.0, 1.0, 1.1 + 7 * 24, ["/ended_at"]),
    ],
)
def test_a_meeting_is_recorded_within_seven_days_of_when_it_was_planned(
    starts: float, ends: float, after: float, pointers: list[str]
) -> None:
    held = Span(NOW + starts * HOUR, NOW + ends * HOUR)
    assert [one.pointer for one in validate_record(PLANNED, held, NOW + after * HOUR)] == pointers


def test_it_ends_after_it_starts_and_within_eight_hours() -> None:
    assert [list(validate_span(Span(NOW, NOW + long * HOUR))) == [] for long in (0, 1, 8, 8.1)] == [
        False, True, True, False,
    ]  # fmt: skip
