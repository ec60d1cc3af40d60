"""Correcting: a new piece stands for an old one, which stays on record but counts no longer."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.intake.schemas.evidence import CorrectionIn, RecordedOut
from competency.intake.usecases.pieces import piece_of
from competency.intake.usecases.put_right import Wrong, put_right, refuse_known_ids
from competency.intake.usecases.void_evidence import still_counting
from competency.mastery.queries import policies
from competency.mastery.usecases.determining import mastery_out
from competency.mastery.usecases.read_mastery import evidence_fields
from shared.errors import Problem
from shared.events import publish


async def correct_evidence(
    session: AsyncSession, district_id: UUID, evidence_id: UUID, correction: CorrectionIn, *, corrected_by: str
) -> RecordedOut:
    """Record the new piece, supersede the old, and determine anew what either was about. A piece is corrected once:
    who errs again corrects the correction.
    """
    old = await still_counting(session, district_id, evidence_id)
    item_id = correction.item_id or old.item_id
    items = await policies.rulings(session, [item_id, old.item_id])
    piece = piece_of(correction, old.learner_id, item_id, items.get(item_id), corrected_by, corrects=old.item_id)
    if isinstance(piece, Problem):
        raise piece
    await refuse_known_ids(session, [piece])
    wrong = Wrong(old, piece, correction.reason)
    done = await put_right(session, district_id, [wrong], items, by=corrected_by, why="correction")
    await publish(session, district_id, *done.evidence, *done.mastery)
    mastery = mastery_out(item_id, dict(done.after)[wrong.pairs[0]], piece.recorded_at)
    return RecordedOut(**evidence_fields(piece), mastery=mastery)
