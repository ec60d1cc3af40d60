"""Recording evidence: many requests in one transaction, each answered for itself.

The order within the transaction is what keeps it right (ADR 0005): lock the learners in a statement of its own, only
then read and decide, and write everything at once. Whoever claims idempotency keys claims them before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from competency.common.queries.plans import plan_anew
from competency.evidence.queries.counting import counting_evidence
from competency.evidence.queries.records import EvidenceRecord, evidence_by_external_id
from competency.evidence.queries.store import Piece
from competency.evidence.rules import Shown
from competency.intake.schemas.evidence import EvidenceIn
from competency.intake.usecases.new_evidence import is_same, new_evidence
from competency.learners.queries.learners import Pair, learners_by_source, lock_learners
from competency.mastery.queries.policies import PoliciesAt, effective_policies
from competency.mastery.queries.store import RESULT_STORE, results_of
from competency.mastery.rules.mastery import ItemMastery
from competency.mastery.usecases.determine_mastery import determine_all, item_mastery, mastery_changes
from competency.mastery.usecases.propagate import propagate_to_parents
from shared.contracts.competency import EvidenceRecorded
from shared.db.query import Transaction
from shared.db.sharing import MOST
from shared.errors import Conflict, NotFound, Problem
from shared.events import publish
from shared.values.ids import is_learner_of


@dataclass(frozen=True)
class RecordEvidence:
    """One request: what was shown, and who sends it. `given` is a score as it was given, on a scale of its own."""

    evidence: EvidenceIn
    sender: str
    given: Mapping[str, Any] | None = None

    @property
    def repeatable(self) -> bool:
        """Whether it is recorded once however often it is carried out: the sender's own id tells."""
        return self.evidence.external_id is not None


@dataclass(frozen=True, slots=True)
class Recorded:
    """Evidence that is recorded now, and the learner's mastery of its item with it."""

    evidence: Piece
    mastery: ItemMastery

    @property
    def evidence_id(self) -> UUID:
        return self.evidence.evidence_id


@dataclass(frozen=True, slots=True)
class Replayed:
    """Evidence that its sender sent before, under the same id, and the learner's mastery of its item as it is."""

    evidence: EvidenceRecord | Piece
    mastery: ItemMastery

    @property
    def evidence_id(self) -> UUID:
        return self.evidence.evidence_id


EvidenceOutcome = Recorded | Replayed


@dataclass(frozen=True, slots=True)
class _Known:
    """The evidence is there already."""

    evidence: EvidenceRecord | Piece


_Verdict = Piece | _Known | Problem


async def record_evidence(
    session: Transaction, district_id: UUID, requests: Sequence[RecordEvidence], *, learner_id_key: bytes
) -> list[EvidenceOutcome | Problem]:
    """Answers each request: recorded, recorded before, or its own problem. Only a failure of all raises."""
    return await _Writing(session, district_id, learner_id_key).run(requests)


class _Writing:
    """One transaction's worth of evidence."""

    def __init__(self, session: Transaction, district_id: UUID, learner_id_key: bytes) -> None:
        self._session = session
        self._district_id = district_id
        self._key = learner_id_key
        self._earlier: dict[tuple[str, str], EvidenceRecord | Piece] = {}

    async def run(self, requests: Sequence[RecordEvidence]) -> list[EvidenceOutcome | Problem]:
        learners = await self._learners(requests)
        known = [learner for learner in learners if isinstance(learner, UUID)]
        if not known:
            return [learner for learner in learners if isinstance(learner, Problem)]
        if len(requests) > MOST:
            await plan_anew(self._session)
        await lock_learners(self._session, self._district_id, known)
        policies = await effective_policies(self._session, [r.evidence.item_id for r in requests])
        await self._read_earlier(requests)
        verdicts = [
            learner if isinstance(learner, Problem) else self._judge(request, learner, policies)
            for request, learner in zip(requests, learners, strict=True)
        ]
        mastery = await self._write(verdicts, policies)
        return [_outcome(verdict, mastery) for verdict in verdicts]

    async def _learners(self, requests: Sequence[RecordEvidence]) -> list[UUID | Problem]:
        """The learner each request means; a foreign or forged id is answered exactly as an unknown one."""
        sourced = [(r.evidence.learner.source, r.evidence.learner.sourced_id) for r in requests if r.evidence.learner]
        by_source = await learners_by_source(self._session, sourced) if sourced else {}
        result: list[UUID | Problem] = []
        ours: dict[UUID, bool] = {}
        for request in requests:
            named = request.evidence.learner
            learner_id = by_source.get((named.source, named.sourced_id)) if named else request.evidence.learner_id
            if learner_id is not None and learner_id not in ours:
                ours[learner_id] = is_learner_of(learner_id, self._district_id, self._key)
            result.append(learner_id if learner_id is not None and ours[learner_id] else _unknown_learner())
        return result

    async def _read_earlier(self, requests: Sequence[RecordEvidence]) -> None:
        """Reads the evidence that these senders have sent before under the same ids of their own."""
        by_sender: dict[str, list[str]] = {}
        for request in requests:
            if request.evidence.external_id is not None:
                by_sender.setdefault(request.sender, []).append(request.evidence.external_id)
        for sender, ids in by_sender.items():
            found = await evidence_by_external_id(self._session, sender, ids)
            self._earlier |= {(sender, external_id): record for external_id, record in found.items()}

    def _judge(self, request: RecordEvidence, learner_id: UUID, policies: PoliciesAt) -> _Verdict:
        """The record to write, the evidence that is there already (of an earlier request, too), or why not."""
        evidence, sender = request.evidence, request.sender
        item_id, external_id = evidence.item_id, evidence.external_id
        before = self._earlier.get((sender, external_id)) if external_id is not None else None
        if before is not None:
            same = is_same(before, evidence, learner_id, item_id)
            return _Known(before) if same else _reused_external_id(evidence, before, learner_id)
        piece = new_evidence(evidence, learner_id, item_id, policies, sender, given=request.given)
        if external_id is not None and isinstance(piece, Piece):
            self._earlier[sender, external_id] = piece
        return piece

    async def _write(self, verdicts: Sequence[_Verdict], policies: PoliciesAt) -> dict[Pair, ItemMastery]:
        """Writes the new records and what they come to; returns mastery as it is then."""
        pieces = [verdict for verdict in verdicts if isinstance(verdict, Piece)]
        known = [verdict.evidence for verdict in verdicts if isinstance(verdict, _Known)]
        before = await results_of(
            self._session, list(dict.fromkeys((one.learner_id, one.item_id) for one in [*pieces, *known]))
        )
        unchanged = {(one.learner_id, one.item_id) for one in known}
        mastery = {pair: result.as_mastery for pair, result in before.items() if pair in unchanged}
        if not pieces:
            return mastery
        now = policies.now
        shown = await counting_evidence(self._session, list(dict.fromkeys((p.learner_id, p.item_id) for p in pieces)))
        for p in pieces:
            shown[p.learner_id, p.item_id].append(shown_by(p))
        after = determine_all(shown, policies)
        before, after = await propagate_to_parents(self._session, before, after, policies, shown)
        await RESULT_STORE.write(self._session, self._district_id, pieces, after, now, "evidence")
        changes = mastery_changes(before, after, now, "evidence")
        await publish(self._session, self._district_id, *[evidence_recorded(piece) for piece in pieces], *changes)
        return mastery | {pair: item_mastery(pair[1], determined, now) for pair, determined in after}


def shown_by(piece: Piece) -> Shown:
    """Returns the record as rules weigh it."""
    return Shown(piece.evidence_id, piece.score, piece.observed_at, piece.recorded_at, piece.tie, piece.kind)


def _outcome(verdict: _Verdict, mastery: Mapping[Pair, ItemMastery]) -> EvidenceOutcome | Problem:
    if isinstance(verdict, Problem):
        return verdict
    if isinstance(verdict, Piece):
        return Recorded(verdict, _mastery_of(verdict, mastery))
    return Replayed(verdict.evidence, _mastery_of(verdict.evidence, mastery))


def _mastery_of(evidence: EvidenceRecord | Piece, mastery: Mapping[Pair, ItemMastery]) -> ItemMastery:
    found = mastery.get((evidence.learner_id, evidence.item_id))
    return found or ItemMastery(evidence.item_id, None, False, None, evidence.recorded_at)


def evidence_recorded(piece: Piece) -> EvidenceRecorded:
    """Returns the event that tells the record."""
    return EvidenceRecorded(
        learner_id=piece.learner_id,
        evidence_id=piece.evidence_id,
        item_id=piece.item_id,
        score=piece.score,
        observed_at=piece.observed_at,
        recorded_at=piece.recorded_at,
    )


def _unknown_learner() -> NotFound:
    return NotFound(
        "This district has no such learner. Use the id that rostering gave, or a source and sourced_id it knows."
    )


def _reused_external_id(evidence: EvidenceIn, before: EvidenceRecord | Piece, learner_id: UUID) -> Conflict:
    """The same words mean another learner where a source's id has passed from one person to another meanwhile."""
    if before.learner_id != learner_id:
        return Conflict(
            f"You have sent external_id {evidence.external_id!r} before, for another learner: evidence "
            f"{before.evidence_id}. It stays with the learner it was recorded for, also when an id of theirs is given "
            "to another person. If it belongs to the other, void it and send it again under another external_id."
        )
    return Conflict(
        f"You have sent other evidence as external_id {evidence.external_id!r}. Evidence is not edited: correct the "
        "earlier piece (POST .../correct), under another id of yours or none."
    )
