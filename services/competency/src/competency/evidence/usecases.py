"""Records of evidence as they go out, with what families have to say of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from competency.amendments.usecases.read_notes import Notes, read_notes_then
from competency.evidence.queries.records import EvidenceRecord, find_evidence
from competency.evidence.queries.store import Piece
from competency.evidence.schemas import EvidenceOut
from competency.learners.queries.visibility import VISIBILITY
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import NotFound


async def read_evidence(session: Transaction, caller: Caller, evidence_id: UUID, known: datetime | None) -> EvidenceOut:
    """Returns the record as it stands, or stood when that was known. Raises a 404 for what the caller may not see."""
    record = await find_evidence(session, evidence_id, known)
    if record is None or not await VISIBILITY.sees_learner(session, caller, record.learner_id):
        raise NotFound("This district has no such evidence.")
    return evidence_out(record, await read_notes_then(session, record.learner_id, known))


def evidence_out(record: EvidenceRecord, notes: Notes) -> EvidenceOut:
    """Returns the record as it goes out, with what the family says of it."""
    return EvidenceOut(
        **evidence_fields(record),
        amendment=notes.newest_on(record.evidence_id),
        statements=notes.of_piece(record.evidence_id),
    )


def evidence_fields(evidence: EvidenceRecord | Piece) -> dict[str, Any]:
    """Returns what is given out of a record, or of one that is being written and has no history yet. What is JSON goes
    out as it was sent.
    """
    fields = {
        "evidence_id": evidence.evidence_id,
        "learner_id": evidence.learner_id,
        "item_id": evidence.item_id,
        "score": evidence.score,
        "observed_at": evidence.observed_at,
        "recorded_at": evidence.recorded_at,
        "source": evidence.source,
        "external_id": evidence.external_id,
        "kind": evidence.kind,
        "sender": evidence.sender,
        "observer": evidence.observer,
        "criteria": evidence.criteria or [],
        "artefacts": evidence.artefacts or [],
        "given": evidence.given,
    }
    if isinstance(evidence, EvidenceRecord):
        fields |= {
            "voided_at": evidence.voided_at,
            "void_reason": evidence.void_reason,
            "superseded_at": evidence.superseded_at,
            "superseded_by": evidence.superseded_by,
            "correction_reason": evidence.correction_reason,
        }
    return fields
