"""Correcting: a new piece stands for an old one, which stays on record but counts no longer."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.queries import evidence as queries
from competency.queries import policies
from competency.queries.evidence import Piece
from competency.schemas import CorrectionIn, RecordedOut
from competency.usecases.determining import determine_all, mastery_changes, mastery_out
from competency.usecases.pieces import piece_of
from competency.usecases.read_mastery import evidence_fields
from competency.usecases.record_evidence import recorded, shown_by
from competency.usecases.rolling_up import carry_up
from competency.usecases.void_evidence import still_counting
from shared.contracts.competency import EvidenceSuperseded
from shared.errors import Conflict, Problem
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
    piece = piece_of(correction, old.learner_id, item_id, items.get(item_id), corrected_by)
    if isinstance(piece, Problem):
        raise piece
    await _refuse_known_id(session, piece)
    now = piece.recorded_at
    pairs = list(dict.fromkeys([(old.learner_id, item_id), (old.learner_id, old.item_id)]))
    before = await queries.mastery_of(session, pairs)
    shown = await queries.shown(session, pairs)
    for pair in pairs:
        shown[pair] = [p for p in shown[pair] if p.evidence_id != evidence_id]
    shown[pairs[0]].append(shown_by(piece))
    after = determine_all(shown, items, now)
    before, after = await carry_up(session, before, after, items)
    await queries.add(session, district_id, [piece], after, now, "correction")
    await queries.correct(
        session,
        district_id,
        evidence_id,
        superseded_by=piece.evidence_id,
        superseded_at=now,
        reason=correction.reason,
        corrected_by=corrected_by,
    )
    superseded = EvidenceSuperseded(
        learner_id=old.learner_id,
        evidence_id=evidence_id,
        item_id=old.item_id,
        superseded_by=piece.evidence_id,
        superseded_at=now,
    )
    await publish(session, district_id, recorded(piece), superseded, *mastery_changes(before, after, now, "evidence"))
    mastery = mastery_out(item_id, dict(after)[pairs[0]], now)
    return RecordedOut(**evidence_fields(piece), mastery=mastery)


async def _refuse_known_id(session: AsyncSession, piece: Piece) -> None:
    known = piece.external_id and await queries.evidence_by_external_id(session, piece.sender, [piece.external_id])
    if known:
        raise Conflict(
            f"You have sent evidence as external_id {piece.external_id!r} before. Give the correction another, or none."
        )
