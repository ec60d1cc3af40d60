"""A time of the week is had only where it lies within what is offered by one's own clock in every week."""

from datetime import date, timedelta
from typing import Any

from coaching.coaches.rules.terms import WeeklyWindow
from coaching.matching.rules.instance import Slot
from coaching.matching.rules.joining import Held, Joining, validate_joining
from coaching.matching.rules.weekly import Clocks, Horizon, hours_ahead, slot_of, written

HOUR = timedelta(hours=1)
SUMMER, WINTER = date(2026, 10, 5), date(2026, 12, 4)


def slots(zone: str, window: WeeklyWindow, first: date, last: date, host: str = "America/Denver") -> list[WeeklyWindow]:
    found = Clocks(Horizon(host, first, last, HOUR)).slots(zone, [window])
    return [written(slot, HOUR) for slot in sorted(found)]


def test_a_window_of_the_hosts_own_zone_is_what_it_says_across_a_change_of_clocks() -> None:
    window = WeeklyWindow("tuesday", "15:30", "17:00")
    expected = [WeeklyWindow("tuesday", "15:30", "16:30"), WeeklyWindow("tuesday", "16:00", "17:00")]
    assert slots("America/Denver", window, SUMMER, WINTER) == expected


def test_where_one_zone_changes_its_clocks_and_the_other_does_not_only_what_holds_all_the_time_is_left() -> None:
    """Phoenix is an hour behind Denver until November, and with it from then on."""
    window = WeeklyWindow("tuesday", "15:00", "17:00")
    before = slots("America/Phoenix", window, SUMMER, SUMMER + timedelta(days=13))
    assert [one.starts for one in before] == ["16:00", "16:30", "17:00"]
    assert [one.starts for one in slots("America/Phoenix", window, date(2026, 11, 9), WINTER)] == [
        "15:00", "15:30", "16:00",
    ]  # fmt: skip
    assert [one.starts for one in slots("America/Phoenix", window, SUMMER, WINTER)] == ["16:00"]


def test_a_meeting_is_on_another_day_where_it_is_another_day() -> None:
    window = WeeklyWindow("wednesday", "08:00", "09:00")
    (found,) = slots("Asia/Tokyo", window, SUMMER, SUMMER + timedelta(days=6))
    assert (found.weekday, found.starts) == ("tuesday", "17:00")


def test_windows_that_touch_are_one_and_nothing_reaches_past_midnight() -> None:
    clocks = Clocks(Horizon("UTC", SUMMER, SUMMER, HOUR))
    touching = [WeeklyWindow("monday", "08:00", "08:30"), WeeklyWindow("monday", "08:30", "09:00")]
    assert clocks.slots("UTC", touching) == {slot_of("monday", "08:00")}
    late = [WeeklyWindow("sunday", "22:30", "23:59"), WeeklyWindow("monday", "00:00", "00:30")]
    assert clocks.slots("UTC", late) == {slot_of("sunday", "22:30")}


def test_hours_ahead_are_those_of_the_day() -> None:
    assert [hours_ahead("America/Denver", day) for day in (SUMMER, WINTER)] == [-6, -7]


def held(slot: Slot, span: int = 2) -> Held:
    at = written(slot, HOUR)
    return Held(slot, span, at.starts, at.ends)


def joining(**more: Any) -> Joining:
    usual = Joining("staff", "active", 2, held(10), (), staff_beside=False, staff_related=False, over=False)
    return usual._replace(**more)


def test_a_match_stands_only_where_it_still_can() -> None:
    assert validate_joining(joining()) is None
    assert validate_joining(joining(others=(held(20),))) is None
    changes: tuple[dict[str, Any], ...] = (
        {"state": "suspended"}, {"state": "left"}, {"over": True}, {"kind": "student"}, {"others": (held(11),)},
        {"others": (held(20), held(30))}, {"staff_related": True},
    )  # fmt: skip
    for change in changes:
        assert validate_joining(joining(**change)) is not None, change
    assert validate_joining(joining(kind="student", staff_beside=True)) is None
