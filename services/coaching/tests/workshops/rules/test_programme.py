"""What a workshop offers: slots in their order, and no room with two sessions at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from coaching.workshops.rules.programme import (
    LONGEST,
    Offer,
    Slot,
    validate_opening,
    validate_programme,
    validate_rooms,
)

BEGINS = datetime(2027, 6, 14, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)


def slot(number: int) -> Slot:
    return Slot(BEGINS + number * HOUR, BEGINS + (number + 1) * HOUR)


def offer(number: int, at: int = 1, room: str | None = "Hall", capacity: int = 1) -> Offer:
    mode = "online" if room is None else "in_person"
    return Offer(UUID(int=number), at, f"Session {number}", None, None, room, capacity, mode)  # type: ignore[arg-type]


@st.composite
def programmes(draw: st.DrawFn) -> list[Offer]:
    rooms = st.one_of(st.none(), st.sampled_from(["Hall", "hall", "HALL", "Library", "Gym"]))
    return [offer(number, draw(st.integers(1, 3)), draw(rooms)) for number in range(draw(st.integers(0, 8)))]


@given(programmes())
def test_every_session_is_refused_whose_room_an_earlier_one_has_and_no_other(offers: list[Offer]) -> None:
    double = {
        place
        for place, one in enumerate(offers)
        for other in offers[:place]
        if one.room and other.room and (one.slot, one.room.lower()) == (other.slot, other.room.lower())
    }
    assert {int(problem.pointer.split("/")[2]) for problem in validate_rooms(offers)} == double


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(-2, 5)), max_size=6))
def test_slots_that_pass_follow_each_other(drawn: list[tuple[int, int]]) -> None:
    slots = [Slot(BEGINS + begins * HOUR, BEGINS + (begins + length) * HOUR) for begins, length in drawn]
    moments = [moment for one in slots for moment in one]
    ordered = all(one.starts_at < one.ends_at for one in slots) and moments == sorted(moments)
    assert (list(validate_programme("UTC", slots, [])) == []) is ordered


def test_a_workshop_of_more_than_a_month_is_a_date_that_was_mistyped() -> None:
    far = Slot(BEGINS + LONGEST, BEGINS + LONGEST + HOUR)
    [problem] = validate_programme("UTC", [slot(0), far], [])
    assert problem.pointer == "/slots/1/ends_at"


def test_a_session_that_is_named_twice_is_refused() -> None:
    twice = [offer(1), offer(1, at=1, room="Gym")]
    assert [one.pointer for one in validate_programme("UTC", [slot(0)], twice)] == ["/sessions"]


def test_what_nobody_could_rank_is_not_opened() -> None:
    two = [slot(0), slot(1)]
    assert validate_opening([offer(1), offer(2, at=2)], two, BEGINS - HOUR) is None
    assert "no slots" in (validate_opening([], [], BEGINS) or "")
    assert "in the past" in (validate_opening([offer(1)], [slot(0)], BEGINS) or "")
    assert "slot 2" in (validate_opening([offer(1)], two, BEGINS - HOUR) or "")
