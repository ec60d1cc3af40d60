"""What becomes of a credential when the mastery behind it changes.

A credential says which level was reached (where the scale has no levels: which score), and on what evidence. It is kept
while that is what we hold; so a score that moves within its level revokes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal
from uuid import UUID

from competency.rules.scales import Level, plain

Action = Literal["keep", "revoke", "reissue"]
"""Reissue is to revoke the one there is and to issue another under the same id, with a place of its own in the list."""
Reason = Literal[
    "unchanged",
    "mastery_lost",
    "evidence_withdrawn",
    "level_changed",
    "score_changed",
    "badge_revoked",
    "badge_changed",
]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a credential says of a learner and an item, or what is held of them now.

    `score` is in points of the scale; `level` is the one it reaches, None where the scale has none; `evidence` are the
    pieces a credential tells of.
    """

    mastered: bool
    score: Decimal | None
    level: Level | None = None
    evidence: frozenset[UUID] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What to do with the credential, why, and the same in words for the learner."""

    action: Action
    reason: Reason
    words: str


def after_change(says: Standing, held: Standing, withdrawn: Iterable[UUID] = ()) -> Consequence:
    """What becomes of a badge that `says` so when now that is `held`.

    `withdrawn` is the evidence that has been voided or superseded: a badge that tells of it is issued anew even where
    the level is the same. Evidence that merely grew old is not withdrawn.
    """
    if not held.mastered:
        return Consequence("revoke", "mastery_lost", f"The item is no longer mastered{_now(held)}.")
    if not says.evidence.isdisjoint(withdrawn):
        words = "Evidence it tells of was withdrawn or corrected; the item is still mastered."
        return Consequence("reissue", "evidence_withdrawn", words)
    if says.level != held.level:
        return Consequence("reissue", "level_changed", f"The level has changed{_now(held)}.")
    if held.level is None and says.score != held.score:
        return Consequence("reissue", "score_changed", f"The score has changed{_now(held)}.")
    return Consequence("keep", "unchanged", "What it says is still so.")


def after_badges_changed(actions: Iterable[Action]) -> Consequence:
    """What becomes of a learner's record of badges to which these actions happen, one for each badge in it."""
    happened = list(actions)
    if happened and all(action == "revoke" for action in happened):
        return Consequence("revoke", "badge_revoked", "All badges in the record were revoked.")
    if any(action != "keep" for action in happened):
        return Consequence("reissue", "badge_changed", "Badges in the record were revoked or issued anew.")
    return Consequence("keep", "unchanged", "What it says is still so.")


def _now(held: Standing) -> str:
    if held.score is None:
        return ""
    label = "" if held.level is None else f" ({held.level.label})"
    return f"; the score is now {plain(held.score)}{label}"
