"""What is typed into the form of a decision, as readiness takes it."""

from typing import Any

from dashboards.readiness.forms import Fields


def decision_of(fields: Fields) -> dict[str, Any]:
    """A place on the reserve list is sent only with what it belongs to; where it is no number, as it was typed."""
    place = fields.number("reserve_place")
    wanted = (place if place is not None else fields.words("reserve_place")) if fields.words("reserve_place") else None
    return {
        "outcome": fields.words("outcome"), "reasons": fields.prose("reasons"),
        "reserve_place": wanted if fields.words("outcome") == "reserve" else None,
        "departs": fields.prose("departs") or None,
    }  # fmt: skip
