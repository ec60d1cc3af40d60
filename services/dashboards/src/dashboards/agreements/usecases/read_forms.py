"""Forms of agreements, as partners wants them. What is no day is sent as it is, for partners to refuse."""

from typing import Any
from uuid import UUID

from dashboards.readiness.forms import Fields

_CODES_AND_DAYS = ("granularity", "basis", "starts_on", "expires_on", "destroy_by")


def terms_of(fields: Fields) -> dict[str, Any]:
    """The terms of a draft, for whoever changes it."""
    return {"purpose": fields.prose("purpose")} | {name: fields.words(name) for name in _CODES_AND_DAYS}


def draft_of(fields: Fields, us: UUID) -> dict[str, Any]:
    """A draft with another district, for the way of sharing that was chosen."""
    other = fields.words("other_id")
    ways = {"to_them": (str(us), other), "to_us": (other, str(us))}
    discloser, recipient = ways.get(fields.words("way"), ("", other))
    return terms_of(fields) | {"discloser_id": discloser, "recipient_id": recipient}
