"""Voiding: evidence stays on record but counts no longer."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from competency.amendments.usecases.read_notes import read_notes
from competency.evidence.queries.records import EvidenceRecord, find_evidence
from competency.evidence.schemas import EvidenceOut
from competency.evidence.usecases import evidence_out
from competency.intake.usecases.apply_corrections import Correction, apply_corrections
from competency.learners.queries.learners import lock_learners
from competency.mastery.queries.policies import effective_policies
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound
from shared.events import publish


async def void_evidence(
    session: Transaction, district_id: UUID, evidence_id: UUID, *, reason: str, voided_by: str
) -> EvidenceOut:
    """Voids it and determines the learner's mastery anew. A second voiding is refused: the first reason stands."""
    found = await still_counting(session, district_id, evidence_id)
    await void_counting(session, district_id, [found], {evidence_id: reason}, voided_by=voided_by)
    return evidence_out(await _find(session, evidence_id), await read_notes(session, found.learner_id))


async def void_counting(
    session: Transaction,
    district_id: UUID,
    records: Sequence[EvidenceRecord],
    reasons: Mapping[UUID, str],
    *,
    voided_by: str,
) -> None:
    """Voids these records, which counted until now and whose learners are locked, each for its reason."""
    policies = await effective_policies(session, [record.item_id for record in records])
    corrections = [Correction(record, None, reasons[record.evidence_id]) for record in records]
    done = await apply_corrections(session, district_id, corrections, policies, by=voided_by, why="voiding")
    await publish(session, district_id, *done.evidence, *done.mastery)


async def still_counting(session: Transaction, district_id: UUID, evidence_id: UUID) -> EvidenceRecord:
    """Locks the record's learner and returns it. Raises a 409 for one that was voided or corrected before: what was
    said stands.
    """
    found = await _find(session, evidence_id)
    await lock_learners(session, district_id, [found.learner_id])
    found = await _find(session, evidence_id)
    if found.voided_at is not None:
        raise Conflict(
            "This evidence has been voided before. Its reason stands; record new evidence if that was wrong."
        )
    if found.superseded_by is not None:
        raise Conflict(f"This evidence has been corrected before, by {found.superseded_by}: turn to that piece.")
    return found


async def _find(session: Transaction, evidence_id: UUID) -> EvidenceRecord:
    found = await find_evidence(session, evidence_id)
    if found is None:
        raise NotFound("This district has no such evidence.")
    return found
