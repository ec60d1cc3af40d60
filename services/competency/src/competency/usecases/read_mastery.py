"""Reading: a learner's mastery now, or as it was and as it was known; and the evidence behind it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.queries import evidence as queries
from competency.queries import mastery as stored
from competency.rules.determination import AsOf
from competency.rules.ruling import determine_by, ruling_of
from competency.schemas import EvidenceOut, LearnerMasteryOut, MasteryOut
from competency.usecases.see import sight_of
from shared.auth import Caller
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
    if observed is None:
        rows = await (stored.of_learner(session, learner_id) if known is None else _held(session, learner_id, known))
        return LearnerMasteryOut(learner_id=learner_id, mastery=[mastery_now(row) for row in rows], known_as_of=known)
    pieces: dict[UUID, list[Any]] = defaultdict(list)
    for row in await stored.evidence(session, learner_id):
        pieces[row.item_id].append(row)
    items = sorted(await stored.all_standing(session, learner_id, known), key=attrgetter("item_id"))
    mastery = [_mastery_then(item, pieces[item.item_id], observed, known) for item in items]
    return LearnerMasteryOut(
        learner_id=learner_id,
        mastery=[m for m in mastery if m is not None],
        observed_as_of=observed,
        known_as_of=known,
    )


async def _held(session: AsyncSession, learner_id: UUID, known: datetime) -> list[Any]:
    return [row for row in await stored.known(session, learner_id, known) if row.pieces]


def mastery_now(row: Any) -> MasteryOut:
    return MasteryOut(
        item_id=row.item_id,
        score=row.score,
        mastered=row.mastered,
        observed_at=row.observed_at,
        known_at=row.known_at,
        policy_id=row.policy_id,
    )


def times_of(standing: Any, observed: datetime | None, known: datetime | None) -> AsOf:
    """The times for which a standing determination is made again: what was known at the time asked for, with any
    recency window where it was then.
    """
    made_at = standing.made_at or standing.now
    return AsOf(made_at, observed=observed, known=None if known is None else made_at)


def _mastery_then(standing: Any, rows: Sequence[Any], observed: datetime, known: datetime | None) -> MasteryOut | None:
    ruling = ruling_of(standing)
    found = determine_by(ruling, rows, times_of(standing, observed, known)).determination
    if not found.pieces:
        return None
    return MasteryOut(
        item_id=standing.item_id,
        score=found.score,
        mastered=found.mastered,
        observed_at=found.observed_at,
        known_at=next((row.recorded_at for row in rows if row.evidence_id == found.deciding), None),
        policy_id=ruling.policy_id,
    )


async def read_evidence(session: AsyncSession, caller: Caller, evidence_id: UUID) -> EvidenceOut:
    row = await queries.one(session, evidence_id)
    if row is None or row.learner_id not in await sight_of(session, caller):
        raise NotFound("This district has no such evidence.")
    return evidence_out(row)


def evidence_out(row: Any) -> EvidenceOut:
    return EvidenceOut(**evidence_fields(row))


def evidence_fields(row: Any) -> dict[str, Any]:
    """What is given out of a piece: of its row, or of one that is being written and has no history yet."""
    return {
        "evidence_id": row.evidence_id,
        "learner_id": row.learner_id,
        "item_id": row.item_id,
        "score": row.score,
        "observed_at": row.observed_at,
        "recorded_at": row.recorded_at,
        "source": row.source,
        "external_id": row.external_id,
        "kind": row.kind,
        "sender": row.sender,
        "observer": row.observer,
        "criteria": row.criteria or [],
        "artefacts": row.artefacts or [],
        "given": row.given,
        "voided_at": getattr(row, "voided_at", None),
        "void_reason": getattr(row, "void_reason", None),
        "superseded_at": getattr(row, "superseded_at", None),
        "superseded_by": getattr(row, "superseded_by", None),
        "correction_reason": getattr(row, "correction_reason", None),
    }


async def list_evidence(
    session: AsyncSession, learner_id: UUID, item_id: UUID | None, after: tuple[UUID] | None, limit: int
) -> Sequence[Any]:
    """Rows of the learner's evidence behind the cursor `[evidence_id]`."""
    return await queries.of_learner(session, learner_id, item_id, after[0] if after else None, limit)
