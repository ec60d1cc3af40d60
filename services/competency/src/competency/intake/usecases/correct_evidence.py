"""Correcting: a new record stands for an old one, which stays on record but counts no longer."""

from uuid import UUID

from competency.intake.schemas.evidence import CorrectionIn
from competency.intake.usecases.apply_corrections import Correction, apply_corrections, ensure_new_ids
from competency.intake.usecases.new_evidence import new_evidence
from competency.intake.usecases.record_evidence import Recorded
from competency.intake.usecases.void_evidence import still_counting
from competency.mastery.queries.policies import effective_policies
from competency.mastery.usecases.determine_mastery import item_mastery
from shared.db.query import Transaction
from shared.errors import Problem
from shared.events import publish


async def correct_evidence(
    session: Transaction, district_id: UUID, evidence_id: UUID, correction: CorrectionIn, *, corrected_by: str
) -> Recorded:
    """Records the new evidence, supersedes the old, and determines anew what either was about. A record is corrected
    once: who errs again corrects the correction.
    """
    old = await still_counting(session, district_id, evidence_id)
    item_id = correction.item_id or old.item_id
    policies = await effective_policies(session, [item_id, old.item_id])
    piece = new_evidence(correction, old.learner_id, item_id, policies, corrected_by, corrects=old.item_id)
    if isinstance(piece, Problem):
        raise piece
    await ensure_new_ids(session, [piece])
    asked = Correction(old, piece, correction.reason)
    done = await apply_corrections(session, district_id, [asked], policies, by=corrected_by, why="correction")
    await publish(session, district_id, *done.evidence, *done.mastery)
    determined = dict(done.after)[piece.learner_id, piece.item_id]
    return Recorded(piece, item_mastery(item_id, determined, piece.recorded_at))
