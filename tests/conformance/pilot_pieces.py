"""A pilot of a district, its own mark on each word."""

from datetime import UTC, datetime
from typing import Any


def pilot(mark: str) -> dict[str, Any]:
    return {"title": f"Pilot {mark}", "tried": f"of {mark}", "why": f"of {mark}"}


def wave_plan(mark: str, school_id: str) -> dict[str, Any]:
    return {
        "why_these_first": f"of {mark}", "starts_on": str(datetime.now(UTC).date()), "school_ids": [school_id],
    }  # fmt: skip


def gate(mark: str) -> dict[str, Any]:
    """One signal, judged from a month after the wave has begun."""
    signal = {
        "key": "families", "title": f"Families who come {mark}", "unit": "percent", "direction": "up",
        "source": "entered", "baseline": {"value": 48, "n": 50, "on": "2026-05-20"}, "predicted": 70, "threshold": 65,
    }  # fmt: skip
    return {"prediction": f"of {mark}", "signals": [signal], "minimum_days": 30, "decides_on": "2031-01-01"}
