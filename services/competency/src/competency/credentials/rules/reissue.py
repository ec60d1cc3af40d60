"""What becomes of a credential when the mastery behind it changes.

A credential says which level was reached (where the scale has no levels: which score), and on what evidence. It is kept
while that is what we hold; so a score that moves within its level revokes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal
from uuid import UUID

from competency.common.scales import Level, plain

Action = Literal["keep", "revoke", "reissue"]
"""Reissue is to revoke the one there is and to issue another under the same id, with a place of its own in the list."""
Reason = Literal[
    "unchanged",
    "mastery_lost",
    "evidence_withdrawn",
    "level_changed",
    "score_changed",
    "key_withdrawn",
    "badge_revoked",
    "badge_changed",
    "badge_added",
    "badge_unproven",
    "form_changed",
]


@dataclass(frozen=True, slots=True)
class MasterySummary:
    """A learner's mastery of an item as a credential says it, or as it is now.

    `score` is in points of the scale; `level` is the one it reaches, None where the scale has none; `evidence` is
    what a credential tells of.
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


_UNCHANGED = Consequence("keep", "unchanged", "What it says is still so.")
_KEY_WITHDRAWN = Consequence("reissue", "key_withdrawn", "The key that signed it was withdrawn; what it says stands.")
_FORM_CHANGED = Consequence(
    "reissue", "form_changed", "It was in an older form, in which no record can hold it; what it says stands."
)
_UNPROVEN = Consequence(
    "reissue", "badge_unproven", "Badges in it had no proof of their own that holds; what it says stands."
)


def after_change(
    certified: MasterySummary,
    current: MasterySummary,
    withdrawn: Iterable[UUID] = (),
    *,
    key_withdrawn: bool = False,
    form_changed: bool = False,
) -> Consequence:
    """Returns what becomes of a badge that says what is `certified` when the mastery is `current` now.

    `withdrawn` is the evidence that has been voided or superseded: a badge that tells of it is issued anew even where
    the level is the same. Evidence that merely grew old is not withdrawn. `key_withdrawn`: nobody can verify it now.
    `form_changed`: it has another pseudonym than the learner's other credentials, or cannot be proven inside a record.
    """
    if not current.mastered:
        return Consequence("revoke", "mastery_lost", f"The item is no longer mastered{_now(current)}.")
    if not certified.evidence.isdisjoint(withdrawn):
        words = "Evidence it tells of was withdrawn or corrected; the item is still mastered."
        return Consequence("reissue", "evidence_withdrawn", words)
    if certified.level != current.level:
        return Consequence("reissue", "level_changed", f"The level has changed{_now(current)}.")
    if current.level is None and certified.score != current.score:
        return Consequence("reissue", "score_changed", f"The score has changed{_now(current)}.")
    if form_changed:
        return _FORM_CHANGED
    return _KEY_WITHDRAWN if key_withdrawn else _UNCHANGED


def after_badges_changed(
    held: Collection[str],
    now: Collection[str],
    *,
    grows: bool = False,
    key_withdrawn: bool = False,
    unproven: bool = False,
) -> Consequence:
    """Returns what becomes of a learner's record that holds these issues of badges when those `now` are in force, each
    known by its place in a status list. A badge more leaves it true; it `grows` when somebody asks for it again.
    `unproven`: a badge in it has no proof that holds.
    """
    if not now:
        return Consequence("revoke", "badge_revoked", "All badges in the record were revoked.")
    if not set(held) <= set(now):
        return Consequence("reissue", "badge_changed", "Badges in the record were revoked or issued anew.")
    if grows and set(held) != set(now):
        return Consequence("reissue", "badge_added", "There are more badges than the record had.")
    if unproven:
        return _UNPROVEN
    return _KEY_WITHDRAWN if key_withdrawn else _UNCHANGED


def _now(held: MasterySummary) -> str:
    if held.score is None:
        return ""
    label = "" if held.level is None else f" ({held.level.label})"
    return f"; the score is now {plain(held.score)}{label}"
