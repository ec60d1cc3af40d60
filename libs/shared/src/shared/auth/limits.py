"""How many requests one caller may make."""

import time
from collections import OrderedDict
from collections.abc import Callable

_CALLERS = 4096
"""So many are remembered; who has been away longest is forgotten first."""


class Limiter:
    """A token bucket per caller, in this process: with n processes a caller may do n times as much."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_for(self, subject: str) -> float:
        """Take one request's worth; 0 when there was one, else the seconds until there is."""
        now = self._clock()
        left, at = self._buckets.pop(subject, (float(self._burst), now))
        left = min(float(self._burst), left + (now - at) * self._rate)
        self._buckets[subject] = (left - 1 if left >= 1 else left, now)
        while len(self._buckets) > _CALLERS:
            self._buckets.popitem(last=False)
        return 0.0 if left >= 1 else (1 - left) / self._rate
