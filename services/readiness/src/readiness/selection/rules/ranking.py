"""The ranked list of applications, and the rule for ties, which is fixed before anybody scores.

Applications whose scores lie close together are tied: the list is gone through from the top, and a tie is the highest
application that is left with all those at most `band` below it. So a tie is never wider than the band, and nobody's tie
depends on the order of anything. Within a tie the named criteria decide, one after the other, then a lot.

The lot is drawn by arithmetic, so that anyone can draw it again: the SHA-256 (FIPS 180-4) of the seed, a zero byte and
the application's id, the smallest first. The seed is chosen before scoring and its own SHA-256 published with the call;
it is revealed when the list is made. So nobody can choose a seed for what it does, nor know the lot before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from readiness.selection.rules.scores import Criterion, Scored

WIDEST_BAND = Decimal("0.1")
SEED_BYTES = 32


@dataclass(frozen=True, slots=True)
class TieRule:
    """`band` is how far apart tied scores may be, `criteria` decide a tie in this order, and `commitment` is the
    SHA-256 of the lot's seed, in hexadecimal.
    """

    commitment: str
    band: Decimal = Decimal(0)
    criteria: tuple[str, ...] = ()


class Place(NamedTuple):
    """A place of the list, from 1 on. `tie` is the number of its tie, from 1 on; applications that are tied with no
    other have a number of their own. `by` is what put it before the next in its tie: None for the last of one.
    """

    place: int
    application: UUID
    score: Fraction
    tie: int
    by: str | None


class RankedList(NamedTuple):
    """`unranked` are the applications without a score, for too few reviewers, in the order of their ids."""

    places: tuple[Place, ...]
    unranked: tuple[UUID, ...]


LOT = "lot"
"""What decides where no criterion does."""


def commitment_of(seed: bytes) -> str:
    """Returns what is published of a seed before it is revealed."""
    return sha256(seed).hexdigest()


def validate_tie_rule(rule: TieRule, criteria: Sequence[Criterion]) -> str | None:
    """Returns why ties cannot be decided so; None where they can."""
    if not rule.band.is_finite() or not 0 <= rule.band <= WIDEST_BAND:
        return f"a tie band of {rule.band}; choose 0 to {WIDEST_BAND}"
    if len(set(rule.criteria)) < len(rule.criteria):
        return "a criterion decides a tie twice; name it once"
    if unknown := [key for key in rule.criteria if key not in {one.key for one in criteria}]:
        return f"there is no criterion {unknown[0][:40]!r}; name those of the call"
    if len(rule.commitment) != 2 * SEED_BYTES or set(rule.commitment) - set("0123456789abcdef"):
        return "the commitment is no SHA-256 in hexadecimal; choose a seed, and publish that of it"
    return None


def lot_of(seed: bytes, application: UUID) -> int:
    """Returns the application's lot: the smaller goes before."""
    return int.from_bytes(sha256(seed + b"\0" + application.bytes).digest())


def rank(scored: Sequence[Scored], rule: TieRule, seed: bytes) -> RankedList:
    """Returns the ranked list, the same for the applications in any order.

    Raises ValueError where the seed is not the one that was committed to.
    """
    if commitment_of(seed) != rule.commitment:
        raise ValueError("this is not the seed whose SHA-256 was published with the call")
    ranked = {one.application: one for one in scored if one.score is not None}
    scores = {key: one.score for key, one in ranked.items() if one.score is not None}
    breakers = tie_breakers(ranked, rule, seed)
    ties = tied_in_order(scores, Fraction(rule.band), breakers)
    places: list[Place] = []
    for number, tie in enumerate(ties, 1):
        for position, key in enumerate(tie):
            after = tie[position + 1] if position + 1 < len(tie) else None
            by = None if after is None else _decided_by(breakers[key], breakers[after], rule)
            places.append(Place(len(places) + 1, key, scores[key], number, by))
    unranked = tuple(sorted(one.application for one in scored if one.score is None))
    return RankedList(tuple(places), unranked)


Breaker = tuple[Fraction, ...]


def tie_breakers(scored: Mapping[UUID, Scored], rule: TieRule, seed: bytes) -> dict[UUID, Breaker]:
    """Returns what each application goes by within a tie: the smaller goes before."""
    return {
        key: (*(-one.criteria[name] for name in rule.criteria), Fraction(lot_of(seed, key)))
        for key, one in scored.items()
    }


def tied_in_order(
    scores: Mapping[UUID, Fraction | int], band: Fraction | int, breakers: Mapping[UUID, Breaker | int]
) -> list[list[UUID]]:
    """Returns the ties from the top, each in the order of its breakers, which are all of one type."""
    ties: list[list[UUID]] = []
    top: Fraction | int | None = None
    for key in sorted(scores, key=lambda key: scores[key], reverse=True):
        if top is None or top - scores[key] > band:
            top = scores[key]
            ties.append([])
        ties[-1].append(key)
    return [sorted(tie, key=breakers.__getitem__) for tie in ties]


def _decided_by(before: Breaker, after: Breaker, rule: TieRule) -> str:
    named = zip(rule.criteria, before, after, strict=False)
    return next((name for name, one, other in named if one != other), LOT)
