"""What is wrong with what somebody sent, and where."""

from collections.abc import Iterator
from typing import NamedTuple

from shared.values.calendar import zones


class Problem(NamedTuple):
    """`pointer` is a JSON pointer into what was sent; `detail` says what is so and what to do."""

    pointer: str
    detail: str


def validate_zone(zone: str) -> Iterator[Problem]:
    """Yields what is wrong with the `time_zone` of a body: that the IANA names no such place."""
    if zone not in zones():
        yield Problem("/time_zone", "There is no such time zone: name a place, as America/Denver, or UTC.")
