"""What a piece of evidence is: its kinds, its time and what decides between equals."""

from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Literal, NamedTuple
from uuid import UUID

Kind = Literal["teacher_judgement", "performance_task", "test", "peer", "self", "prior_learning", "external"]


class Shown(NamedTuple):
    """One piece of evidence. All times are aware; `tie` comes from `tie_key`."""

    evidence_id: UUID
    score: Decimal
    observed_at: datetime
    recorded_at: datetime
    tie: str
    kind: Kind
    voided_at: datetime | None = None
    superseded_at: datetime | None = None


def tie_key(*parts: str) -> str:
    """A key of what the evidence is (its sender and the sender's own id, say), never of when it arrived.

    Our evidence ids are UUIDv7, so ordering by them would let the order of arrival decide; a hash of the
    sender's words gives the same winner after any replay. Each part is framed by its length, so parts
    cannot run together.
    """
    framed = "".join(f"{len(part)}:{part}" for part in parts)
    return sha256(framed.encode()).hexdigest()


def validate_observed_at(observed_at: datetime, now: datetime, tolerance: timedelta) -> str | None:
    """Returns why a learner cannot have shown it then, or None; `tolerance` is for clocks that run ahead."""
    if observed_at.tzinfo is None or observed_at.utcoffset() is None:
        return "the time of observation has no time zone"
    if observed_at - now > tolerance:
        return "the time of observation is in the future"
    return None
