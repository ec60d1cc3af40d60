"""Gates and measurements of every kind, generated."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from coaching.pilots.rules.gates import Baseline, Gate, Measure

BEGAN = date(2026, 9, 8)
MINIMUM = 10

percents = st.decimals(0, 100, places=2)
directions = st.sampled_from(["up", "down"])


def measure(key: str = "one", **more: Any) -> Measure:
    """A measure of which more is better, from 40 percent on to 60."""
    figures: dict[str, Any] = {
        "unit": "percent",
        "direction": "up",
        "baseline": Baseline(Decimal(40), 50, BEGAN - timedelta(days=30)),
        "predicted": Decimal(65),
        "threshold": Decimal(60),
    }
    return Measure(key=key, **figures | more)


def gate(*signals: Measure, guardrails: tuple[Measure, ...] = (), **more: Any) -> Gate:
    figures: dict[str, Any] = {
        "prediction": "It works.",
        "minimum_days": 30,
        "minimum_teachers": 5,
        "decides_on": BEGAN + timedelta(days=90),
    }
    return Gate(signals=signals or (measure(),), guardrails=guardrails, **figures | more)


@st.composite
def measures(draw: st.DrawFn, key: str) -> Measure:
    """A measure whose threshold is better than its baseline, whichever way is better."""
    worse, better = sorted(draw(st.lists(percents, min_size=2, max_size=2, unique=True)))
    direction = draw(directions)
    if direction == "down":
        worse, better = better, worse
    return measure(
        key,
        direction=direction,
        baseline=Baseline(worse, 50, BEGAN),
        threshold=better,
        predicted=draw(percents),
        weight=draw(st.integers(1, 10)),
    )


gates = st.integers(1, 4).flatmap(
    lambda count: st.tuples(*(measures(f"m{place}") for place in range(count))).map(lambda some: gate(*some))
)
