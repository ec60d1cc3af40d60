"""Voiding: a piece of evidence stays on record but counts no longer."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.queries import evidence as queries
from competency.rules.mastery import determine
from competency.schemas import EvidenceOut
from competency.usecases.read_mastery import evidence_out
from competency.usecases.record_evidence import mastery_changes
from shared.contracts.competency import EvidenceVoided
from shared.errors import Conflict, NotFound
from shared.events import publish


async def void_evidence(
    session: AsyncSession, district_id: UUID, evidence_id: UUID, *, reason: str, voided_by: str
) -> EvidenceOut:
    """Void it and determine the learner's mastery anew. A second voiding is refused: the first reason stands."""
    found = await queries.one(session, evidence_id)
    if found is None:
        raise NotFound("This district has no such evidence.")
    await queries.lock_learners(session, district_id, [found.learner_id])
    found = await queries.one(session, evidence_id)
    if found is None or found.voided_at is not None:
        raise Conflict(
            "This evidence has been voided before. Its reason stands; record new evidence if that was wrong."
        )
    item = (await queries.scales(session, [found.item_id]))[found.item_id]
    now = item.now
    await queries.void(session, district_id, evidence_id, voided_at=now, reason=reason, voided_by=voided_by)
    pair = (found.learner_id, found.item_id)
    before = await queries.mastery_of(session, [pair])
    shown = await queries.shown(session, [pair])
    after = [(pair, determine(shown[pair], item.scale))]
    await queries.add(session, district_id, [], after, now, "voiding")
    voided = EvidenceVoided(learner_id=found.learner_id, evidence_id=evidence_id, item_id=found.item_id, voided_at=now)
    await publish(session, district_id, voided, *mastery_changes(before, after, now, "voiding"))
    voided_row = await queries.one(session, evidence_id)
    return evidence_out(voided_row)
