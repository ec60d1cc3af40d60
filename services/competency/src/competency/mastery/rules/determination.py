"""From a learner's evidence of an item to a determination under a policy: which pieces count, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal, Protocol

from competency.evidence.rules import Kind
from competency.mastery.rules.mastery import NOTHING_SHOWN, Determination
from competency.mastery.rules.methods import Observed, Weigh, in_order
from competency.mastery.rules.policy import LEARNERS_OWN, Policy

Reason = Literal[
    "recorded_after",
    "superseded",
    "voided",
    "observed_after",
    "unscored",
    "kind",
    "outside_window",
    "unsupported",
]
"""Why a piece does not count; where several reasons hold, the first of these."""


class Evidence(Observed, Protocol):
    """A piece of evidence as it was recorded: a row, or any object with these names. All times are aware.

    `score` is in points of the policy's scale; `voided_at` and `superseded_at` are when that was declared, None where
    it was not.
    """

    @property
    def kind(self) -> Kind: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def voided_at(self) -> datetime | None: ...
    @property
    def superseded_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class DeterminedAt:
    """The times a determination is for, all aware and inclusive.

    `now` is when it is made. `observed` asks what the learner had shown by then, `known` what we had been told by
    then; None sets no limit. A recency window reaches back from `observed`, or else from `now`.
    """

    now: datetime
    observed: datetime | None = None
    known: datetime | None = None

    @property
    def window_ends(self) -> datetime:
        return self.observed or self.now


Judge = Callable[[Iterable[Evidence]], list[tuple[Evidence, Reason | None]]]


def judging(policy: Policy, as_of: DeterminedAt) -> Judge:
    """The function that gives every piece of one learner on one item, in the order it is handed them, the reason
    against it, None where it counts. Make it once, for any number of learners.
    """
    reason = _reasons(policy, as_of, policy.window_days)

    def alone(pieces: Iterable[Evidence]) -> list[tuple[Evidence, Reason | None]]:
        return [(piece, reason(piece)) for piece in pieces]

    def together(pieces: Iterable[Evidence]) -> list[tuple[Evidence, Reason | None]]:
        verdicts = alone(pieces)
        if any(against is None and piece.kind not in LEARNERS_OWN for piece, against in verdicts):
            return verdicts
        return [(piece, against or "unsupported") for piece, against in verdicts]

    return alone if policy.self_and_peer == "counts" or policy.kinds.isdisjoint(LEARNERS_OWN) else together


def counting(policy: Policy, as_of: DeterminedAt) -> Callable[[Iterable[Evidence]], list[Evidence]]:
    """The function that keeps the pieces that count, in the order it is handed them; made once, as `judging`."""
    judge = judging(policy, as_of)
    return lambda pieces: [piece for piece, against in judge(pieces) if against is None]


def counting_ever(policy: Policy, as_of: DeterminedAt) -> Callable[[Iterable[Evidence]], list[Evidence]]:
    """The function that keeps the pieces that count at some moment up to then: whatever their age now, and whether or
    not learners' own have support.
    """
    reason = _reasons(policy, as_of, None)
    return lambda pieces: [piece for piece in pieces if reason(piece) is None]


def _reasons(policy: Policy, as_of: DeterminedAt, window_days: int | None) -> Callable[[Evidence], Reason | None]:
    observed, known, kinds, window_ends = as_of.observed, as_of.known, policy.kinds, as_of.window_ends
    window = None if window_days is None else timedelta(days=window_days)

    def reason(piece: Evidence) -> Reason | None:
        if known is not None and piece.recorded_at > known:
            return "recorded_after"
        # Until it was declared so, it counted: an old decision is explained as it was taken.
        if (superseded_at := piece.superseded_at) is not None and (known is None or superseded_at <= known):
            return "superseded"
        if (voided_at := piece.voided_at) is not None and (known is None or voided_at <= known):
            return "voided"
        if observed is not None and piece.observed_at > observed:
            return "observed_after"
        if piece.score is None:
            return "unscored"
        if piece.kind not in kinds:
            return "kind"
        if window is not None and window_ends - piece.observed_at >= window:
            return "outside_window"
        return None

    return reason


def determine(pieces: Iterable[Observed], weigh: Weigh, mastery: Decimal) -> Determination:
    """What the pieces that count come to; their order does not matter, and each evidence id comes once.

    `weigh` is the policy's `weigher()` and `mastery` its `mastery_level`: both are made once, for any number of
    learners. `deciding` and `observed_at` are of the piece that dates the score (see `methods.Weighed`).
    """
    ordered = in_order([piece for piece in pieces if piece.score is not None])
    if not ordered:
        return NOTHING_SHOWN
    scores = [piece.score for piece in ordered if piece.score is not None]
    score, dated_by = weigh(scores)
    if score is None or dated_by is None:
        return Determination(score=None, mastered=False, observed_at=None, deciding=None, pieces=len(ordered))
    dating = ordered[dated_by]
    return Determination(
        score=score,
        mastered=score >= mastery,
        observed_at=dating.observed_at,
        deciding=dating.evidence_id,
        pieces=len(ordered),
    )


def next_expiry(pieces: Iterable[Observed], policy: Policy) -> datetime | None:
    """When the first of these counted pieces leaves the recency window, so that the item is due to be determined anew
    although nothing was recorded; None where nothing ever leaves it.
    """
    if policy.window_days is None:
        return None
    oldest = min((piece.observed_at for piece in pieces), default=None)
    return None if oldest is None else oldest + timedelta(days=policy.window_days)
