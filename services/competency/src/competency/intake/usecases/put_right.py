"""What is wrong counts no longer: pieces of evidence are corrected or voided, together, and what they were about is
determined anew. A correction, a voiding and an amendment are this, each for its own cause.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from competency.evidence.queries.counting import counting_evidence
from competency.evidence.queries.records import evidence_by_external_id, supersede_evidence, void_evidence
from competency.evidence.queries.store import Piece
from competency.intake.usecases.record_evidence import recorded, shown_by
from competency.learners.queries.learners import Pair
from competency.mastery.queries.policies import RuledItem
from competency.mastery.queries.store import RESULT_STORE, mastery_of
from competency.mastery.rules.ruling import Determined
from competency.mastery.usecases.determining import determine_all, mastery_changes
from competency.mastery.usecases.rolling_up import carry_up
from shared.contracts.competency import EvidenceSuperseded, EvidenceVoided
from shared.db.query import Transaction
from shared.errors import Conflict
from shared.events import Event

Why = Literal["correction", "voiding", "amendment"]


@dataclass(frozen=True)
class Wrong:
    """A piece that counts (its row, the learner locked), and the one that takes its place; None: nothing does."""

    row: Any
    piece: Piece | None
    reason: str

    @property
    def pairs(self) -> list[Pair]:
        """What it is about: the item it should have been recorded of first."""
        old = (self.row.learner_id, self.row.item_id)
        return [old] if self.piece is None else [(self.piece.learner_id, self.piece.item_id), old]


@dataclass(frozen=True)
class PutRight:
    """What readers are told of the evidence, and then of mastery; and what mastery comes to."""

    evidence: list[Event]
    mastery: list[Event]
    after: list[tuple[Pair, Determined]]


async def put_right(
    session: Transaction,
    district_id: UUID,
    wrong: Sequence[Wrong],
    items: dict[UUID, RuledItem],
    *,
    by: str,
    why: Why,
    amendment_id: UUID | None = None,
) -> PutRight:
    """Write it all, and give what is to be published: the caller says what else belongs between."""
    now = next(iter(items.values())).now
    pairs = list(dict.fromkeys(pair for one in wrong for pair in one.pairs))
    pieces = [one.piece for one in wrong if one.piece is not None]
    before = await mastery_of(session, pairs)
    gone = {one.row.evidence_id for one in wrong}
    shown = {
        pair: [p for p in found if p.evidence_id not in gone]
        for pair, found in (await counting_evidence(session, pairs)).items()
    }
    for piece in pieces:
        shown[piece.learner_id, piece.item_id].append(shown_by(piece))
    after = determine_all(shown, items, now)
    before, after = await carry_up(session, before, after, items, shown)
    await RESULT_STORE.write(session, district_id, pieces, after, now, why)
    await _retire(session, district_id, wrong, now, by)
    corrected = {pair for one in wrong if one.piece is not None for pair in one.pairs}
    voided = {pair for one in wrong if one.piece is None for pair in one.pairs} - corrected
    gone_only = [found for found in after if found[0] in voided or not corrected]
    added = [found for found in after if found[0] not in voided and corrected]
    return PutRight(
        evidence=[recorded(piece) for piece in pieces] + [_retired(one, now) for one in wrong],
        mastery=[
            *mastery_changes(before, added, now, "evidence", amendment_id),
            *mastery_changes(before, gone_only, now, "voiding", amendment_id),
        ],
        after=after,
    )


async def refuse_known_ids(session: Transaction, pieces: Sequence[Piece]) -> None:
    """Raises a 409 for a piece under an id of its sender's that came before, or comes twice."""
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


async def _retire(session: Transaction, district_id: UUID, wrong: Sequence[Wrong], now: datetime, by: str) -> None:
    if voided := {one.row.evidence_id: one.reason for one in wrong if one.piece is None}:
        await void_evidence(session, district_id, voided, voided_at=now, voided_by=by)
    if corrected := {
        one.row.evidence_id: (one.piece.evidence_id, one.reason) for one in wrong if one.piece is not None
    }:
        await supersede_evidence(session, district_id, corrected, superseded_at=now, corrected_by=by)


def _retired(wrong: Wrong, now: datetime) -> Event:
    of = {"learner_id": wrong.row.learner_id, "evidence_id": wrong.row.evidence_id, "item_id": wrong.row.item_id}
    if wrong.piece is None:
        return EvidenceVoided(**of, voided_at=now)
    return EvidenceSuperseded(**of, superseded_by=wrong.piece.evidence_id, superseded_at=now)
