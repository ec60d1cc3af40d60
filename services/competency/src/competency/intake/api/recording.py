"""Recorded evidence as HTTP answers it: 201, where it is, and the same bytes again to the same idempotency key."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from competency.evidence.usecases import evidence_fields
from competency.intake.schemas.evidence import RecordedOut
from competency.intake.usecases.record_evidence import EvidenceOutcome, RecordEvidence, record_evidence
from competency.mastery.schemas.results import mastery_out
from shared.db.query import Transaction
from shared.http.idempotency import Answer, KeyedRequest, claim_all, created, store_all


@dataclass(frozen=True)
class KeyedEvidence:
    """A request to record evidence, and the idempotency key that it came with."""

    request: RecordEvidence
    keyed: KeyedRequest

    @property
    def repeatable(self) -> bool:
        """Whether it has one effect however often it is carried out: the key or the sender's own id tells."""
        return self.keyed.key is not None or self.request.repeatable


async def record_keyed_evidence(
    session: Transaction, district_id: UUID, requests: Sequence[KeyedEvidence], *, learner_id_key: bytes
) -> list[Answer | Exception]:
    """Answers each request: created, replayed, or its own problem. Only a failure of all raises.

    The keys are claimed before learners are locked, and the answers stored with what was written (ADR 0005).
    """
    answered = await claim_all(session, [one.keyed for one in requests])
    due = [n for n in range(len(requests)) if n not in answered]
    outcomes = await record_evidence(
        session, district_id, [requests[n].request for n in due], learner_id_key=learner_id_key
    )
    fresh: dict[int, Answer | Exception] = {
        n: outcome if isinstance(outcome, Exception) else recorded_answer(outcome)
        for n, outcome in zip(due, outcomes, strict=True)
    }
    await store_all(session, [(requests[n].keyed, answer) for n, answer in fresh.items()])
    return [answered.get(n) or fresh[n] for n in range(len(requests))]


def recorded_answer(outcome: EvidenceOutcome) -> Answer:
    """Returns the 201 of evidence that is recorded, now or before under the sender's own id."""
    out = RecordedOut(**evidence_fields(outcome.evidence), mastery=mastery_out(outcome.mastery))
    return created(out, location=f"/competency/v1/evidence/{outcome.evidence_id}")
