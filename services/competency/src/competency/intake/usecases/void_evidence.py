"""Voiding: a piece of evidence stays on record but counts no longer."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.amendments.usecases.read_notes import read_notes
from competency.evidence.queries.records import find_evidence
from competency.evidence.schemas import EvidenceOut
from competency.intake.usecases.put_right import Wrong, put_right
from competency.learners.queries.learners import lock_learners
from competency.mastery.queries import policies
from competency.mastery.usecases.read_mastery import evidence_out
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound
from shared.events import publish


async def void_evidence(
    session: AsyncSession, district_id: UUID, evidence_id: UUID, *, reason: str, voided_by: str
) -> EvidenceOut:
    """Void it and determine the learner's mastery anew. A second voiding is refused: the first reason stands."""
    found = await still_counting(session, district_id, evidence_id)
    await void_counting(session, district_id, [found], {evidence_id: reason}, voided_by=voided_by)
    voided_row = await find_evidence(session, evidence_id)
    return evidence_out(voided_row, await read_notes(session, found.learner_id))


async def void_counting(
    session: Transaction, district_id: UUID, found: Sequence[Any], reasons: Mapping[UUID, str], *, voided_by: str
) -> None:
    """Void these pieces, which counted until now and whose learners are locked, each for its reason."""
    items = await policies.rulings(session, [piece.item_id for piece in found])
    wrong = [Wrong(piece, None, reasons[piece.evidence_id]) for piece in found]
    done = await put_right(session, district_id, wrong, items, by=voided_by, why="voiding")
    await publish(session, district_id, *done.evidence, *done.mastery)


async def still_counting(session: AsyncSession, district_id: UUID, evidence_id: UUID) -> Any:
    """The piece, its learner locked. Raises a 409 for one that was voided or corrected before: what was said stands."""
    found = await find_evidence(session, evidence_id)
    if found is None:
        raise NotFound("This district has no such evidence.")
    await lock_learners(session, district_id, [found.learner_id])
    found = await find_evidence(session, evidence_id)
    if found is None or found.voided_at is not None:
        raise Conflict(
            "This evidence has been voided before. Its reason stands; record new evidence if that was wrong."
        )
    if found.superseded_by is not None:
        raise Conflict(f"This evidence has been corrected before, by {found.superseded_by}: turn to that piece.")
    return found
