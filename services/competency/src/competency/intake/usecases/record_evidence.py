"""Taking evidence in: many requests in one transaction, each answered for itself.

The order within the transaction is what keeps it right (ADR 0005): claim the idempotency keys, lock the learners in a
statement of its own, only then read and decide, and write everything at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from competency.common.queries.plans import plan_anew
from competency.evidence.queries.counting import counting_evidence
from competency.evidence.queries.records import evidence_by_external_id
from competency.evidence.queries.store import Piece
from competency.evidence.rules import Shown
from competency.intake.schemas.evidence import EvidenceIn, RecordedOut
from competency.intake.usecases.pieces import is_same, piece_of
from competency.learners.queries.learners import Pair, learners_by_source, lock_learners
from competency.mastery.queries import policies
from competency.mastery.queries.policies import RuledItem
from competency.mastery.queries.store import RESULT_STORE, mastery_of
from competency.mastery.schemas.results import MasteryOut
from competency.mastery.usecases.determining import determine_all, mastery_changes, mastery_out
from competency.mastery.usecases.read_mastery import evidence_fields, mastery_now
from competency.mastery.usecases.rolling_up import carry_up
from shared.contracts.competency import EvidenceRecorded
from shared.db.query import Transaction
from shared.db.sharing import MOST
from shared.errors import Conflict, NotFound
from shared.events import publish
from shared.http.idempotency import Answer, KeyedRequest, claim_all, created, store_all
from shared.values.ids import is_learner_of


@dataclass(frozen=True)
class RecordEvidence:
    """One request: what was shown, who sends it, and the idempotency key it came with. The answer to a `brief` one has
    no body: a line of a file is reported by its id alone. `given` is a score as it was given, on a scale of its own.
    """

    evidence: EvidenceIn
    sender: str
    keyed: KeyedRequest | None = None
    brief: bool = False
    given: Mapping[str, Any] | None = None

    @property
    def repeatable(self) -> bool:
        """Whether it is taken in once however often it is carried out: the key or the sender's own id tells."""
        keyed = self.keyed is not None and self.keyed.key is not None
        return keyed or self.evidence.external_id is not None


async def record_evidence(
    session: Transaction, district_id: UUID, requests: Sequence[RecordEvidence], *, learner_id_key: bytes
) -> list[Answer | Exception]:
    """Answer each request: created, replayed, or its own problem. Only a failure of all raises."""
    answered = await claim_all(session, [r.keyed for r in requests])
    open_ = [n for n in range(len(requests)) if n not in answered]
    writing = _Writing(session, district_id, learner_id_key)
    fresh = dict(zip(open_, await writing.run([requests[n] for n in open_]), strict=True))
    await store_all(session, [(requests[n].keyed, answer) for n, answer in fresh.items()])
    return [answered.get(n) or fresh[n] for n in range(len(requests))]


class _Writing:
    """One transaction's worth of evidence."""

    def __init__(self, session: Transaction, district_id: UUID, learner_id_key: bytes) -> None:
        self._session = session
        self._district_id = district_id
        self._key = learner_id_key
        self._brief = False

    async def run(self, requests: Sequence[RecordEvidence]) -> list[Answer | Exception]:
        self._brief = all(request.brief for request in requests)  # then nobody asks what mastery is now
        learners = await self._learners(requests)
        known = [learner for learner in learners if isinstance(learner, UUID)]
        if not known:
            return [learner for learner in learners if isinstance(learner, Exception)]
        if len(requests) > MOST:
            await plan_anew(self._session)
        await lock_learners(self._session, self._district_id, known)
        items = await policies.rulings(self._session, [r.evidence.item_id for r in requests])
        earlier = await self._earlier(requests)
        verdicts: list[Any] = []
        for request, learner in zip(requests, learners, strict=True):
            verdict = learner if isinstance(learner, Exception) else self._judge(request, learner, items, earlier)
            if isinstance(verdict, Piece) and verdict.external_id is not None:
                earlier[verdict.sender, verdict.external_id] = verdict
            verdicts.append(verdict)
        mastery = await self._write([v for v in verdicts if isinstance(v, Piece)], verdicts, items)
        return [
            verdict if isinstance(verdict, Exception) else _answer(verdict, mastery, brief=request.brief)
            for request, verdict in zip(requests, verdicts, strict=True)
        ]

    async def _learners(self, requests: Sequence[RecordEvidence]) -> list[UUID | Exception]:
        """The learner each request means; a foreign or forged id is answered exactly as an unknown one."""
        sourced = [(r.evidence.learner.source, r.evidence.learner.sourced_id) for r in requests if r.evidence.learner]
        by_source = await learners_by_source(self._session, sourced) if sourced else {}
        result: list[UUID | Exception] = []
        ours: dict[UUID, bool] = {}
        for request in requests:
            named = request.evidence.learner
            learner_id = by_source.get((named.source, named.sourced_id)) if named else request.evidence.learner_id
            if learner_id is not None and learner_id not in ours:
                ours[learner_id] = is_learner_of(learner_id, self._district_id, self._key)
            result.append(learner_id if learner_id is not None and ours[learner_id] else _unknown_learner())
        return result

    async def _earlier(self, requests: Sequence[RecordEvidence]) -> dict[tuple[str, str], Any]:
        """Evidence that these senders have sent before under the same ids of their own."""
        by_sender: dict[str, list[str]] = {}
        for request in requests:
            if request.evidence.external_id is not None:
                by_sender.setdefault(request.sender, []).append(request.evidence.external_id)
        result: dict[tuple[str, str], Any] = {}
        for sender, ids in by_sender.items():
            found = await evidence_by_external_id(self._session, sender, ids)
            result |= {(sender, external_id): row for external_id, row in found.items()}
        return result

    def _judge(
        self, request: RecordEvidence, learner_id: UUID, items: dict[UUID, RuledItem], earlier: dict[Any, Any]
    ) -> Piece | Exception | Any:
        """The piece to write, the evidence that is there already, or why not."""
        evidence = request.evidence
        before = earlier.get((request.sender, evidence.external_id)) if evidence.external_id else None
        if before is not None:
            same = is_same(before, evidence, learner_id, evidence.item_id)
            return before if same else _reused_external_id(evidence, before, learner_id)
        item_id = evidence.item_id
        return piece_of(evidence, learner_id, item_id, items.get(item_id), request.sender, given=request.given)

    async def _write(
        self, pieces: Sequence[Piece], verdicts: Sequence[Any], items: dict[UUID, RuledItem]
    ) -> dict[Pair, MasteryOut]:
        asked = list(dict.fromkeys((v.learner_id, v.item_id) for v in verdicts if not isinstance(v, Exception)))
        before = await mastery_of(self._session, asked)
        current = {} if self._brief else {pair: mastery_now(row) for pair, row in before.items()}
        if not pieces:
            return current
        now = pieces[0].recorded_at
        shown = await counting_evidence(self._session, list(dict.fromkeys((p.learner_id, p.item_id) for p in pieces)))
        for p in pieces:
            shown[p.learner_id, p.item_id].append(shown_by(p))
        after = determine_all(shown, items, now)
        before, after = await carry_up(self._session, before, after, items, shown)
        await RESULT_STORE.write(self._session, self._district_id, pieces, after, now, "evidence")
        changes = mastery_changes(before, after, now, "evidence")
        await publish(self._session, self._district_id, *[recorded(piece) for piece in pieces], *changes)
        if self._brief:
            return current
        return current | {p: mastery_out(p[1], d, now) for p, d in after}


def shown_by(piece: Piece) -> Shown:
    return Shown(piece.evidence_id, piece.score, piece.observed_at, piece.recorded_at, piece.tie, piece.kind)


def location_of(evidence_id: UUID) -> str:
    return f"/competency/v1/evidence/{evidence_id}"


def _answer(evidence: Any, mastery: dict[Pair, MasteryOut], *, brief: bool) -> Answer:
    if brief:
        return Answer(201, b"", {"Location": location_of(evidence.evidence_id)})
    out = RecordedOut(
        **evidence_fields(evidence),
        mastery=mastery.get((evidence.learner_id, evidence.item_id))
        or MasteryOut(
            item_id=evidence.item_id, score=None, mastered=False, observed_at=None, known_at=evidence.recorded_at
        ),
    )
    return created(out, location=location_of(evidence.evidence_id))


def recorded(piece: Piece) -> EvidenceRecorded:
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


def _reused_external_id(evidence: EvidenceIn, before: Any, learner_id: UUID) -> Conflict:
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
