"""What time it is. Who needs to know takes the moment, or a clock; who asks the wall clock itself cannot be tested."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Says what time it is, aware and in UTC."""


def utc_now() -> datetime:
    """The wall clock: that of every `Context` for which a test sets no other."""
    return datetime.now(UTC)
