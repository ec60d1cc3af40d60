"""When a closing that could not be scored is tried again: soon at first, then less and less often."""

from datetime import datetime, timedelta

FIRST = timedelta(minutes=5)
LONGEST = timedelta(days=1)


def next_try(tries: int, now: datetime) -> datetime:
    """Returns when to try again after so many tries: after five minutes, then twice as long each time, up to a day."""
    return now + min(FIRST * (1 << min(tries - 1, 20)), LONGEST)
