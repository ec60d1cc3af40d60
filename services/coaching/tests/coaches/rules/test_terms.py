"""What a coach may offer."""

from __future__ import annotations

from typing import Any

import pytest

from coaching.coaches.rules.attestations import Kind
from coaching.coaches.rules.terms import EARLIEST, LATEST, USUAL, Terms, WeeklyWindow, Window, validate_terms

AFTERNOON = WeeklyWindow("tuesday", "15:30", "17:00")
STUDENT = Terms("America/Denver", [AFTERNOON], 3, USUAL)
STAFF = STUDENT._replace(allowed=None, weekly_capacity=12)


def places(kind: Kind, terms: Terms, **change: Any) -> list[str]:
    return [one.pointer for one in validate_terms(kind, terms._replace(**change))]


def test_what_is_usual_is_in_order() -> None:
    assert places("student", STUDENT) == places("staff", STAFF) == []
    assert places("student", STUDENT, allowed=Window(EARLIEST, LATEST)) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [({"time_zone": "America/Nowhere"}, ["/time_zone"]), ({"time_zone": "EST"}, ["/time_zone"]),
     ({"weekly_capacity": 7}, ["/weekly_capacity"]), ({"weekly_capacity": 6}, []),
     ({"allowed": Window("06:59", "20:00")}, ["/allowed_times"]),
     ({"allowed": Window("08:00", "21:01")}, ["/allowed_times"]),
     ({"allowed": Window("12:00", "12:00")}, ["/allowed_times", "/availability/0"]),
     ({"allowed": Window("08:00", "16:00")}, ["/availability/0"]),
     ({"availability": [AFTERNOON, AFTERNOON]}, ["/availability/1"]),
     ({"availability": [AFTERNOON, AFTERNOON._replace(weekday="friday")]}, []),
     ({"availability": [AFTERNOON, AFTERNOON._replace(starts="17:00", ends="18:00")]}, []),
     ({"availability": [AFTERNOON._replace(ends="15:30")]}, ["/availability/0/ends"])],
)  # fmt: skip
def test_what_a_student_cannot_offer_is_named_by_its_place(change: dict[str, Any], expected: list[str]) -> None:
    assert places("student", STUDENT, **change) == expected


def test_staff_have_no_hours_of_the_day_and_a_week_of_forty() -> None:
    assert places("staff", STAFF, allowed=USUAL) == ["/allowed_times"]
    assert places("staff", STAFF, weekly_capacity=41) == ["/weekly_capacity"]
    assert places("staff", STAFF, availability=[WeeklyWindow("monday", "05:00", "23:00")]) == []
