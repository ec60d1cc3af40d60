"""Reading: a learner's mastery now, or as it was and as it was known; and the evidence behind it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.queries import evidence as queries
from competency.rules.mastery import Scale, Shown, as_of, determine
from competency.schemas import EvidenceOut, LearnerMasteryOut, MasteryOut
from shared.errors import NotFound, invalid
from shared.ids import is_learner_of


async def find_learner(session: AsyncSession, district_id: UUID, named: str, *, learner_id_key: bytes) -> UUID:
    """The learner a path names: our id, or `source:sourced_id`. A genuine id we have not heard of yet is a learner
    too.
    """
    try:
        learner_id: UUID | None = UUID(named)
    except ValueError:
        source, colon, sourced_id = named.partition(":")
        if not colon or "\x00" in named:
            raise invalid("/learner", "Name a learner by id, or as source:sourced_id.") from None
        learner_id = (await queries.learners_by_source(session, [(source, sourced_id)])).get((source, sourced_id))
    if learner_id is None or not is_learner_of(learner_id, district_id, learner_id_key):
        raise NotFound("This district has no such learner.")
    return learner_id


async def read_mastery(
    session: AsyncSession, learner_id: UUID, *, observed: datetime | None = None, known: datetime | None = None
) -> LearnerMasteryOut:
    """All the learner has shown; with times, what had been shown by `observed` as far as was known at `known`."""
    if observed is None and known is None:
        rows = await queries.mastery(session, learner_id)
        return LearnerMasteryOut(learner_id=learner_id, mastery=[mastery_now(row) for row in rows])
    pieces: dict[UUID, list[Any]] = defaultdict(list)
    for row in await queries.history(session, learner_id):
        pieces[row.item_id].append(row)
    mastery = [_mastery_then(item_id, rows, observed, known) for item_id, rows in sorted(pieces.items())]
    return LearnerMasteryOut(
        learner_id=learner_id,
        mastery=[m for m in mastery if m is not None],
        observed_as_of=observed,
        known_as_of=known,
    )


def mastery_now(row: Any) -> MasteryOut:
    return MasteryOut(
        item_id=row.item_id, score=row.score, mastered=row.mastered, observed_at=row.observed_at, known_at=row.known_at
    )


def _mastery_then(
    item_id: UUID, rows: Sequence[Any], observed: datetime | None, known: datetime | None
) -> MasteryOut | None:
    shown = [Shown(r.evidence_id, r.score, r.observed_at, r.recorded_at, r.tie) for r in rows]
    voids = {r.evidence_id: r.voided_at for r in rows if r.voided_at is not None}
    counted = as_of(shown, voids, observed=observed, known=known)
    if not counted:
        return None
    found = determine(counted, Scale(rows[0].scale_minimum, rows[0].scale_maximum, rows[0].mastery_score))
    return MasteryOut(
        item_id=item_id,
        score=found.score,
        mastered=found.mastered,
        observed_at=found.observed_at,
        known_at=next(p.recorded_at for p in counted if p.evidence_id == found.deciding),
    )


async def read_evidence(session: AsyncSession, evidence_id: UUID) -> EvidenceOut:
    row = await queries.one(session, evidence_id)
    if row is None:
        raise NotFound("This district has no such evidence.")
    return evidence_out(row)


def evidence_out(row: Any) -> EvidenceOut:
    return EvidenceOut(
        evidence_id=row.evidence_id,
        learner_id=row.learner_id,
        item_id=row.item_id,
        score=row.score,
        observed_at=row.observed_at,
        recorded_at=row.recorded_at,
        source=row.source,
        external_id=row.external_id,
        voided_at=row.voided_at,
        void_reason=row.void_reason,
    )


async def list_evidence(
    session: AsyncSession, learner_id: UUID, item_id: UUID | None, after: tuple[UUID] | None, limit: int
) -> Sequence[Any]:
    """Rows of the learner's evidence behind the cursor `[evidence_id]`."""
    return await queries.of_learner(session, learner_id, item_id, after[0] if after else None, limit)
