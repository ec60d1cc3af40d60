"""Evidence is taken in once, whatever is sent again, at once, or lost on its way."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from competency.intake.schemas.evidence import EvidenceIn
from competency.intake.usecases.record_evidence import Recorded, RecordEvidence, Replayed, record_evidence
from services.competency.tests.pieces import ALL, piece
from shared.contracts.competency import EvidenceRecorded, MasteryChanged
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, RunningService, lost_commits
from shared.values.ids import mint_learner_id

EVIDENCE = "/competency/v1/evidence"


async def test_the_same_key_has_one_effect_and_one_answer(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    headers = {"Idempotency-Key": str(uuid4())}
    async with running.client(DISTRICT_A, *ALL) as client:
        first = await client.post(EVIDENCE, json=piece(learner, items[0]), headers=headers)
        again = await client.post(EVIDENCE, json=piece(learner, items[0]), headers=headers)
        other = await client.post(EVIDENCE, json=piece(learner, items[1]), headers=headers)
        evidence = (await client.get(f"/competency/v1/learners/{learner}/evidence")).json()["items"]
    assert again.content == first.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert other.status_code == 422
    assert len(evidence) == 1


async def test_what_is_recorded_and_what_was_sent_before_are_told_apart(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    request = RecordEvidence(EvidenceIn(**piece(learner, items[0], external_id="mine")), "a sender")
    found: list[Any] = []  # each of the kind that is asserted below
    for requests in ([request, request], [request]):
        async with running.app.context.database.transaction(DISTRICT_A) as session:
            found += await record_evidence(session, DISTRICT_A, requests, learner_id_key=LEARNER_ID_KEY)
    recorded, in_the_same, later = found
    assert [type(one) for one in found] == [Recorded, Replayed, Replayed]
    assert recorded.evidence_id == in_the_same.evidence_id == later.evidence_id
    assert recorded.mastery == in_the_same.mastery == later.mastery
    assert (later.evidence.sender, later.evidence.recorded_at) == ("a sender", recorded.evidence.recorded_at)


async def test_a_refused_request_gives_its_key_back(running: RunningService, learner: UUID, items: list[str]) -> None:
    headers = {"Idempotency-Key": str(uuid4())}
    async with running.client(DISTRICT_A, *ALL) as client:
        assert (await client.post(EVIDENCE, json=piece(learner, items[0], 9), headers=headers)).status_code == 422
        assert (await client.post(EVIDENCE, json=piece(learner, items[0], 3), headers=headers)).status_code == 201


async def test_requests_that_share_a_transaction_answer_for_themselves(
    running: RunningService, items: list[str]
) -> None:
    """Good, bad, repeated and keyed requests at once: each gets its own answer."""
    learners = [mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(20)]
    key = {"Idempotency-Key": str(uuid4())}
    async with running.client(DISTRICT_A, *ALL) as client:
        good = [client.post(EVIDENCE, json=piece(one, items[0])) for one in learners]
        bad = [client.post(EVIDENCE, json=piece(one, items[0], 99)) for one in learners[:5]]
        same = [client.post(EVIDENCE, json=piece(learners[0], items[2]), headers=key) for _ in range(5)]
        answers = await asyncio.gather(*good, *bad, *same)
    assert [a.status_code for a in answers[:20]] == [201] * 20
    assert [a.status_code for a in answers[20:25]] == [422] * 5
    assert len({a.json()["evidence_id"] for a in answers[25:]}) == 1


async def test_concurrent_evidence_of_one_learner_loses_nothing_and_keeps_its_sequence_gapless(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    await running.clear_outbox()
    async with running.client(DISTRICT_A, *ALL) as client:
        await asyncio.gather(
            *(
                client.post(EVIDENCE, json=piece(learner, items[n % 3], n % 5, f"2026-11-0{n % 9 + 1}T10:00:00Z"))
                for n in range(60)
            )
        )
        found = (await client.get(f"/competency/v1/learners/{learner}/evidence?limit=100")).json()["items"]
    assert len(found) == 60
    sequences = [p.sequence for p in await running.published(EvidenceRecorded, MasteryChanged)]
    assert sequences == list(range(1, len(sequences) + 1))


@pytest.mark.parametrize("kept", [True, False])
async def test_evidence_whose_commit_was_not_answered_is_never_taken_in_twice(
    running: RunningService, learner: UUID, items: list[str], kept: bool
) -> None:
    at, once = "2026-11-0{}T10:00:00Z", {"Idempotency-Key": str(uuid4())}
    async with running.client(DISTRICT_A, *ALL) as client:
        with lost_commits(kept=kept):
            plain = await client.post(EVIDENCE, json=piece(learner, items[0], 1, at.format(1)))
        with lost_commits(kept=kept):
            keyed = await client.post(EVIDENCE, json=piece(learner, items[0], 2, at.format(2)), headers=once)
        with lost_commits(kept=kept):
            named = piece(learner, items[0], 3, at.format(3), external_id=str(uuid4()))
            sent = await client.post(EVIDENCE, json=named)
        assert [a.status_code for a in (plain, keyed, sent)] == [503, 201, 201]
        assert plain.json()["type"].endswith("/outcome-unknown")
    recorded = [p.event.score for p in await running.published(EvidenceRecorded) if p.event.learner_id == learner]
    assert recorded == ([1, 2, 3] if kept else [2, 3])
