"""Numbers, days and moments are read as they are plainly written, not as Python would."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.values import written

NOT_PLAIN = [
    "", " ", "3_0", "1_0", " 3", "3 ", "+3", "٣", "３", "1e3", "1E3", "0x10", "3.", ".5", "3,5", "--3", "NaN", "nan",
    "Infinity", "-inf", "3\n", "1" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_PLAIN)
@pytest.mark.parametrize("read", [written.whole, written.decimal])
def test_a_number_that_is_not_plainly_written_is_none(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(ValueError, match="digits 0 to 9"):
        read(text)


@given(st.integers(-(10**29), 10**29))
def test_whole_numbers_are_read(number: int) -> None:
    assert written.whole(str(number)) == number == written.decimal(str(number))


@given(st.decimals(-1000, 1000, places=2))
def test_numbers_with_places_are_read_exactly(number: Decimal) -> None:
    assert written.decimal(f"{number:f}") == number


@pytest.mark.parametrize(
    "text", ["20261102", "2026-W45-1", "2026-11-2", "٢٠٢٦-11-02", " 2026-11-02", "2026-11-02T00:00"]
)
def test_a_day_that_is_not_plainly_written_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        written.day(text)


def test_a_day_is_read() -> None:
    assert written.day("2026-11-02") == date(2026, 11, 2)


@pytest.mark.parametrize(("text", "is_one"), [
    ("2026-11-02T10:00:00Z", True), ("2026-11-02 10:00:00.25+05:30", True), ("2026-11-02T10:00+0530", True),
    ("2026-11-02T10:00:00", True), ("2026-11-02_10:00:00Z", False), ("2026-11-02T10:00:00 Z", False),
    ("2026-11-02T١٠:00:00Z", False), ("20261102T100000Z", False), ("2026-11-02T10:00:00+05", False),
    ("2026-11-02", False),
])  # fmt: skip
def test_a_moment_is_written_as_rfc_3339_has_it(text: str, is_one: bool) -> None:
    assert written.is_moment(text) is is_one
