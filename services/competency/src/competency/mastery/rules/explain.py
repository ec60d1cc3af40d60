"""A determination that explains itself: by which policy, of which evidence, by what arithmetic, and what would change
it.

The words are for people and in English; whoever speaks another language finds all they say in the fields beside them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from competency.common.scales import Level, described, level_of, plain
from competency.evidence.rules import Kind
from competency.mastery.rules.arithmetic import Step, shares, steps
from competency.mastery.rules.determination import DeterminedAt, Evidence, Reason, determine, judging
from competency.mastery.rules.mastery import Determination
from competency.mastery.rules.methods import in_order
from competency.mastery.rules.policy import Policy, Resolved


@dataclass(frozen=True, slots=True)
class ExplainedPiece:
    """A piece of evidence in the light of the policy: its share in the result, 0 to 1, or the reason it does not count;
    `because` says either in words.
    """

    evidence_id: UUID
    kind: Kind
    score: Decimal | None
    observed_at: datetime
    recorded_at: datetime
    share: Decimal | None
    reason: Reason | None
    because: str


@dataclass(frozen=True, slots=True)
class Prospect:
    """What one more piece would do, of a kind that counts and observed after all others, in points to two places.

    `gained_from` is the smallest score that would bring mastery, None where none on the scale would or the item is
    mastered. `lost_up_to` is the largest that would take mastery away, None where none would or there is none to lose.
    """

    gained_from: Decimal | None
    lost_up_to: Decimal | None
    words: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """`pieces` are oldest first; the formulas of `steps`, worked out again, give the determination's score."""

    determination: Determination
    resolved: Resolved
    as_of: DeterminedAt
    level: Level | None
    pieces: tuple[ExplainedPiece, ...]
    steps: tuple[Step, ...]
    prospect: Prospect


def explain(pieces: Iterable[Evidence], resolved: Resolved, as_of: DeterminedAt) -> Explanation:
    """Explains what all evidence of one learner on one item comes to, counted or not, each evidence id once.

    The determination is made here by the rules that made the one stored; with the policy version and the time stored
    beside that one, both are equal.
    """
    policy = resolved.policy
    mastery, method, parameter = policy.mastery_level, policy.method, policy.parameter
    verdicts = judging(policy, as_of)(in_order(pieces))
    scores = [piece.score for piece, against in verdicts if against is None and piece.score is not None]
    weights = iter(shares(method, parameter, mastery, scores))
    explained = [
        _explained(piece, policy, as_of, against, next(weights) if against is None else None)
        for piece, against in verdicts
    ]
    counted = [piece for piece, against in verdicts if against is None]
    determination = determine(counted, policy.weigher(), mastery)
    # A next piece of another's would let the learner's own count.
    beside = [p.score for p, against in verdicts if against in (None, "unsupported") and p.score is not None]
    return Explanation(
        determination=determination,
        resolved=resolved,
        as_of=as_of,
        level=level_of(determination.score, policy.scale),
        pieces=tuple(explained),
        steps=steps(method, parameter, mastery, scores),
        prospect=_prospect(beside, policy, mastered=determination.mastered),
    )


def _explained(
    piece: Evidence, policy: Policy, as_of: DeterminedAt, reason: Reason | None, share: Decimal | None
) -> ExplainedPiece:
    return ExplainedPiece(
        evidence_id=piece.evidence_id,
        kind=piece.kind,
        score=piece.score,
        observed_at=piece.observed_at,
        recorded_at=piece.recorded_at,
        share=share,
        reason=reason,
        because=_counting(policy, share) if reason is None else _against(reason, piece, policy, as_of),
    )


def _counting(policy: Policy, share: Decimal | None) -> str:
    if share:
        return "It counts."
    match policy.method:
        case "highest":
            return "It counts, but a higher score decides, or the same one shown earlier."
        case "latest":
            return "It counts, but a newer score decides."
        case "n_mastery":
            times, level = policy.parameter_in_effect, plain(policy.mastery_level)
            return f"It counts, but only scores of {level} or more have a share, once there are {times} of them."
        case _:
            return "It counts, but so many newer scores outweigh it that its share is next to nothing."


def _against(reason: Reason, piece: Evidence, policy: Policy, as_of: DeterminedAt) -> str:
    match reason:
        case "recorded_after":
            return "It was recorded after the time asked for."
        case "superseded":
            return "A correction has superseded it."
        case "voided":
            return "It was declared void."
        case "observed_after":
            return "It was observed after the time asked for."
        case "unscored":
            return "It has no score."
        case "kind":
            return f"Evidence of the kind {_in_words(piece.kind)} does not count under this policy."
        case "outside_window":
            days = (as_of.window_ends - piece.observed_at).days
            return f"It was observed {days} days earlier, and evidence counts for {policy.window_days} days."
        case "unsupported":
            return "Learners' own evidence counts only beside somebody else's, and there is none that counts."


def _in_words(kind: Kind) -> str:
    return kind.replace("_", " ")


def _prospect(scores: Sequence[Decimal], policy: Policy, *, mastered: bool) -> Prospect:
    weigh, mastery, scale = policy.weigher(), policy.mastery_level, policy.scale

    def would_master(hundredths: int) -> bool:
        score = weigh([*scores, _points(hundredths)]).score
        return score is not None and score >= mastery

    # No method withholds mastery from a better next score, so the scale has one place where it turns.
    marks = range(int(scale.minimum * 100), int(scale.maximum * 100) + 1)
    below = bisect_left(marks, True, key=would_master)
    if mastered:
        if below == 0:
            return Prospect(None, None, "No next score would take mastery away.")
        lost_up_to = _points(marks[below - 1])
        return Prospect(None, lost_up_to, f"A next score of {plain(lost_up_to)} or less would take mastery away.")
    if below == len(marks):
        return Prospect(None, None, _out_of_reach(scores, policy))
    gained_from = _points(marks[below])
    return Prospect(gained_from, None, f"A next score of {plain(gained_from)} or more would bring mastery.")


def _points(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)


def _out_of_reach(scores: Sequence[Decimal], policy: Policy) -> str:
    if policy.method == "n_mastery":
        missing = (policy.parameter_in_effect or 0) - sum(score >= policy.mastery_level for score in scores)
        return f"{missing} more scores of {plain(policy.mastery_level)} or more would bring mastery, not one alone."
    return f"No single next score on the scale, {described(policy.scale)}, would bring mastery."
