"""The disclosure log's chain: each entry's hash covers the one before, so that none can be changed or left out."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

START = bytes(32)
"""What the first entry of a district is chained to."""


@dataclass(frozen=True)
class LogEntry:
    """One disclosure (34 CFR 99.32): to whom, of whom, what, why, when and how."""

    number: int
    agreement_id: UUID
    recipient_id: UUID
    feed_position: int
    learner_id: UUID | None
    pseudonym: UUID | None
    item_id: UUID
    element: str
    granularity: str
    purpose: str
    how: str
    at: datetime


def chained(previous: bytes, entry: LogEntry) -> bytes:
    """Returns the entry's hash (SHA-256), given the hash of the entry before."""
    content = {
        name: value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else str(value)
        for name, value in vars(entry).items()
        if value is not None
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(previous + canonical.encode()).digest()
