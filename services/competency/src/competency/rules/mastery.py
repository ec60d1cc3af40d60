"""What a learner has shown, and what it was found to amount to.

Scores are points on a district's scale, exact decimals that count to two places (halves go up). Time is
when the learner showed it (`observed_at`); when we heard of it (`recorded_at`) only answers what was known
at a date.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from competency.rules.policy import Kind


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


class Determination(NamedTuple):
    """What the evidence amounts to: a score in points of the scale, None without evidence.

    `deciding` is the piece that dates the score and `observed_at` when the learner showed it, `pieces` how much
    evidence was weighed. `mastered_since` is from when on it has been so (see `rules.mastered_since`), None where it is
    not mastered.
    """

    score: Decimal | None
    mastered: bool
    observed_at: datetime | None
    deciding: UUID | None
    pieces: int
    mastered_since: datetime | None = None


NOTHING_SHOWN = Determination(score=None, mastered=False, observed_at=None, deciding=None, pieces=0)


def tie_key(*parts: str) -> str:
    """A key of what the evidence is (its sender and the sender's own id, say), never of when it arrived.

    Our evidence ids are UUIDv7, so ordering by them would let the order of arrival decide; a hash of the
    sender's words gives the same winner after any replay. Each part is framed by its length, so parts
    cannot run together.
    """
    framed = "".join(f"{len(part)}:{part}" for part in parts)
    return sha256(framed.encode()).hexdigest()


def refuse_observed_at(observed_at: datetime, now: datetime, tolerance: timedelta) -> str | None:
    """Why a learner cannot have shown it then, or None; `tolerance` is for clocks that run ahead."""
    if observed_at.tzinfo is None or observed_at.utcoffset() is None:
        return "the time of observation has no time zone"
    if observed_at - now > tolerance:
        return "the time of observation is in the future"
    return None
