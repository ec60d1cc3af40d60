"""What a learner has shown, and what it amounts to.

Scores are points on a district's scale, exact decimals that count to two places (halves go up). Time is
when the learner showed it (`observed_at`); when we heard of it (`recorded_at`) only answers what was known
at a date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Scale:
    """The points a score may have, and from which point on a learner has mastered an item.

    Raises ValueError where the points are not in the order minimum < maximum with mastery between them.
    """

    minimum: Decimal = Decimal(0)
    maximum: Decimal = Decimal(4)
    mastery: Decimal = Decimal(3)

    def __post_init__(self) -> None:
        if not all(point.is_finite() for point in (self.minimum, self.maximum, self.mastery)):
            raise ValueError("the points of a scale are finite numbers")
        if not (self.minimum < self.maximum and self.minimum <= self.mastery <= self.maximum):
            raise ValueError("a scale needs minimum < maximum, and mastery between them")


class Shown(NamedTuple):
    """One piece of evidence. Both times are aware; `tie` comes from `tie_key`."""

    evidence_id: UUID
    score: Decimal
    observed_at: datetime
    recorded_at: datetime
    tie: str


class Determination(NamedTuple):
    """What the evidence amounts to: a score in points of the scale, None without evidence.

    `observed_at` is when the learner first showed the score that decides, `deciding` the evidence that did,
    `pieces` how much evidence was weighed.
    """

    score: Decimal | None
    mastered: bool
    observed_at: datetime | None
    deciding: UUID | None
    pieces: int


NOTHING_SHOWN = Determination(score=None, mastered=False, observed_at=None, deciding=None, pieces=0)


def rounded(score: Decimal) -> Decimal:
    """The score to two places, halves up: 4.125 is 4.13, unlike with binary floats or banker's rounding."""
    return score.quantize(_PLACES, rounding=ROUND_HALF_UP)


def tie_key(*parts: str) -> str:
    """A key of what the evidence is (its sender and the sender's own id, say), never of when it arrived.

    Our evidence ids are UUIDv7, so ordering by them would let the order of arrival decide; a hash of the
    sender's words gives the same winner after any replay. Each part is framed by its length, so parts
    cannot run together.
    """
    framed = "".join(f"{len(part)}:{part}" for part in parts)
    return sha256(framed.encode()).hexdigest()


def determine(pieces: Iterable[Shown], scale: Scale, method: str = "highest") -> Determination:
    """Weigh all evidence of one learner on one item; its order does not matter.

    Raises KeyError for a method we do not have. The caller hands in every evidence id once.
    """
    return METHODS[method](list(pieces), scale)


def as_of(
    pieces: Iterable[Shown],
    voids: Mapping[UUID, datetime],
    observed: datetime | None = None,
    known: datetime | None = None,
) -> list[Shown]:
    """The evidence that counts for two times, both inclusive; None sets no limit.

    `observed` asks what learners had shown by then, `known` what we had been told by then. `voids` says
    when a piece was declared void: before that moment it still counted, so an old decision can be explained
    as it was taken.
    """

    def counts(piece: Shown) -> bool:
        if observed is not None and piece.observed_at > observed:
            return False
        voided_at = voids.get(piece.evidence_id)
        if known is None:
            return voided_at is None
        return piece.recorded_at <= known and (voided_at is None or voided_at > known)

    return [piece for piece in pieces if counts(piece)]


def refuse_score(score: Decimal, scale: Scale) -> str | None:
    """Why this score cannot be taken on the scale, or None where it can."""
    if not score.is_finite():
        return "the score is not a number"
    if not scale.minimum <= score <= scale.maximum:
        return f"the score {score} is outside the scale, {scale.minimum} to {scale.maximum}"
    return None


def refuse_observed_at(observed_at: datetime, now: datetime, tolerance: timedelta) -> str | None:
    """Why a learner cannot have shown it then, or None; `tolerance` is for clocks that run ahead."""
    if observed_at.tzinfo is None or observed_at.utcoffset() is None:
        return "the time of observation has no time zone"
    if observed_at - now > tolerance:
        return "the time of observation is in the future"
    return None


def _highest(pieces: Sequence[Shown], scale: Scale) -> Determination:
    if not pieces:
        return NOTHING_SHOWN
    return _decided_by(min(pieces, key=_rank), len(pieces), scale)


def _decided_by(piece: Shown, pieces: int, scale: Scale) -> Determination:
    score = rounded(piece.score)
    return Determination(
        score=score,
        mastered=score >= scale.mastery,
        observed_at=piece.observed_at,
        deciding=piece.evidence_id,
        pieces=pieces,
    )


_Rank = tuple[Decimal, datetime, str, str]


def _rank(piece: Shown) -> _Rank:
    # Rounded before comparing: else a later 2.996 would beat an earlier 2.995, although both count as 3.00.
    return -rounded(piece.score), piece.observed_at, piece.tie, _blurred(piece.evidence_id)


def _blurred(evidence_id: UUID) -> str:
    # The last resort where two senders' keys agree: the hash of an id no longer tells which came first.
    return sha256(evidence_id.bytes).hexdigest()


Method = Callable[[Sequence[Shown], Scale], Determination]
METHODS: Mapping[str, Method] = MappingProxyType({"highest": _highest})
