"""Evidence that is wrong counts no longer: records are corrected or voided, together, and what they were about is
determined anew. A correction, a voiding and an amendment are this, each for its own cause.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from competency.evidence.queries.counting import counting_evidence
from competency.evidence.queries.records import (
    EvidenceRecord,
    evidence_by_external_id,
    supersede_evidence,
    void_evidence,
)
from competency.evidence.queries.store import Piece
from competency.intake.usecases.record_evidence import evidence_recorded, shown_by
from competency.learners.queries.learners import Pair
from competency.mastery.queries.policies import PoliciesAt
from competency.mastery.queries.store import RESULT_STORE, results_of
from competency.mastery.rules.effective_policy import Determined
from competency.mastery.usecases.determine_mastery import determine_all, mastery_changes
from competency.mastery.usecases.propagate import propagate_to_parents
from shared.contracts.competency import EvidenceSuperseded, EvidenceVoided
from shared.db.query import Transaction
from shared.errors import Conflict
from shared.events import Event

Why = Literal["correction", "voiding", "amendment"]


@dataclass(frozen=True)
class Correction:
    """A record that counts, its learner locked, and the one that takes its place; None: nothing does."""

    record: EvidenceRecord
    replacement: Piece | None
    reason: str

    @property
    def pairs(self) -> list[Pair]:
        """What it is about: the item it should have been recorded of first."""
        old = (self.record.learner_id, self.record.item_id)
        return [old] if self.replacement is None else [(self.replacement.learner_id, self.replacement.item_id), old]


@dataclass(frozen=True)
class Corrected:
    """What readers are told of the evidence, and then of mastery; and what mastery comes to."""

    evidence: list[Event]
    mastery: list[Event]
    after: list[tuple[Pair, Determined]]


async def apply_corrections(
    session: Transaction,
    district_id: UUID,
    corrections: Sequence[Correction],
    policies: PoliciesAt,
    *,
    by: str,
    why: Why,
    amendment_id: UUID | None = None,
) -> Corrected:
    """Writes all of them, and returns what is to be published: the caller says what else belongs between."""
    now = policies.now
    pairs = list(dict.fromkeys(pair for one in corrections for pair in one.pairs))
    replacements = [one.replacement for one in corrections if one.replacement is not None]
    before = await results_of(session, pairs)
    gone = {one.record.evidence_id for one in corrections}
    shown = {
        pair: [p for p in found if p.evidence_id not in gone]
        for pair, found in (await counting_evidence(session, pairs)).items()
    }
    for piece in replacements:
        shown[piece.learner_id, piece.item_id].append(shown_by(piece))
    after = determine_all(shown, policies)
    before, after = await propagate_to_parents(session, before, after, policies, shown)
    await RESULT_STORE.write(session, district_id, replacements, after, now, why)
    await _retire(session, district_id, corrections, now, by)
    corrected = {pair for one in corrections if one.replacement is not None for pair in one.pairs}
    voided = {pair for one in corrections if one.replacement is None for pair in one.pairs} - corrected
    gone_only = [found for found in after if found[0] in voided or not corrected]
    added = [found for found in after if found[0] not in voided and corrected]
    return Corrected(
        evidence=[evidence_recorded(piece) for piece in replacements] + [_retired(one, now) for one in corrections],
        mastery=[
            *mastery_changes(before, added, now, "evidence", amendment_id),
            *mastery_changes(before, gone_only, now, "voiding", amendment_id),
        ],
        after=after,
    )


async def ensure_new_ids(session: Transaction, pieces: Sequence[Piece]) -> None:
    """Raises a 409 for a record under an id of its sender's that came before, or comes twice."""
    taken: set[str] = set()
    for piece in pieces:
        if piece.external_id is None:
            continue
        known = await evidence_by_external_id(session, piece.sender, [piece.external_id])
        if known or piece.external_id in taken:
            raise Conflict(
                f"You have sent evidence as external_id {piece.external_id!r} before. Give the correction another, or "
                "none."
            )
        taken.add(piece.external_id)


async def _retire(
    session: Transaction, district_id: UUID, corrections: Sequence[Correction], now: datetime, by: str
) -> None:
    voided = {one.record.evidence_id: one.reason for one in corrections if one.replacement is None}
    corrected = {
        one.record.evidence_id: (one.replacement.evidence_id, one.reason)
        for one in corrections
        if one.replacement is not None
    }
    if voided:
        await void_evidence(session, district_id, voided, voided_at=now, voided_by=by)
    if corrected:
        await supersede_evidence(session, district_id, corrected, superseded_at=now, corrected_by=by)


def _retired(correction: Correction, now: datetime) -> Event:
    record, replacement = correction.record, correction.replacement
    if replacement is None:
        return EvidenceVoided(
            learner_id=record.learner_id, evidence_id=record.evidence_id, item_id=record.item_id, voided_at=now
        )
    return EvidenceSuperseded(
        learner_id=record.learner_id,
        evidence_id=record.evidence_id,
        item_id=record.item_id,
        superseded_by=replacement.evidence_id,
        superseded_at=now,
    )
