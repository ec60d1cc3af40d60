"""How many requests one caller may make."""

import pytest

from shared.auth.limits import Limiter


def test_callers_have_buckets_of_their_own_that_fill_to_the_burst_and_no_further() -> None:
    clock = 0.0
    limiter = Limiter(2, 2, lambda: clock)
    assert [limiter.wait_for("a") > 0 for _ in range(3)] == [False, False, True]
    assert limiter.wait_for("b") == 0
    assert limiter.wait_for("a") == pytest.approx(0.5)
    clock = 100.0
    assert [limiter.wait_for("a") > 0 for _ in range(3)] == [False, False, True]
