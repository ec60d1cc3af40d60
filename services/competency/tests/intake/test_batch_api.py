"""Evidence by the file: line by line, sent again without effect."""

import json
from typing import Any
from uuid import UUID, uuid4

from services.competency.tests.pieces import ALL, piece
from shared.contracts.competency import EvidenceRecorded
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, RunningService, lost_commits
from shared.values.ids import mint_learner_id

BATCH = "/competency/v1/evidence/batch"
NDJSON = {"content-type": "application/x-ndjson"}


def lines(*pieces: dict[str, Any] | str) -> bytes:
    return "\n".join(p if isinstance(p, str) else json.dumps(p) for p in pieces).encode()


async def test_good_lines_are_kept_and_bad_ones_reported_by_line(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    body = lines(
        piece(learner, items[0], 3, external_id="a"),
        "{not json",
        "",
        piece(learner, items[0], 77, external_id="b"),
        piece(learner, items[1], 2),
        piece(learner, items[1], 2, external_id="c"),
    )
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await client.post(BATCH, content=body, headers=NDJSON)
    assert answer.status_code == 200, answer.text
    report = answer.json()
    assert (report["recorded"], report["refused"]) == (2, 3)
    assert [(r["line"], r["status"]) for r in report["lines"]] == [
        (1, "recorded"), (2, "refused"), (4, "refused"), (5, "refused"), (6, "recorded"),
    ]  # fmt: skip
    assert report["lines"][2]["errors"][0]["pointer"] == "/score"
    assert report["lines"][3]["errors"][0]["pointer"] == "/external_id"


async def test_sending_the_file_again_rebuilds_the_report_and_changes_nothing(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    body = lines(*(piece(learner, items[n % 4], n % 5, external_id=f"again-{learner}-{n}") for n in range(40)))
    async with running.client(DISTRICT_A, *ALL) as client:
        first = await client.post(BATCH, content=body, headers=NDJSON)
        await running.clear_outbox()
        second = await client.post(BATCH, content=body, headers=NDJSON)
    assert first.json()["recorded"] == 40
    assert second.json() == first.json()
    assert await running.published() == []


async def test_a_line_that_comes_twice_is_recorded_once_and_costs_the_others_no_transaction_of_their_own(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    twice = piece(learner, items[0], 3, external_id="twice")
    async with running.client(DISTRICT_A, *ALL) as client:
        await running.clear_outbox()
        body = lines(twice, piece(learner, items[1], 2, external_id="once"), twice)
        report = (await client.post(BATCH, content=body, headers=NDJSON)).json()
        evidence = (await client.get(f"/competency/v1/learners/{learner}/evidence")).json()["items"]
    first, _, last = report["lines"]
    assert (report["recorded"], first["evidence_id"]) == (3, last["evidence_id"])
    assert len(evidence) == len(await running.published(EvidenceRecorded)) == 2
    assert len({one["recorded_at"] for one in evidence}) == 1  # of the transaction that they share


async def test_an_external_id_with_other_content_is_refused(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        body = lines(piece(learner, items[0], 3, external_id="x1"), piece(learner, items[0], 4, external_id="x1"))
        report = (await client.post(BATCH, content=body, headers=NDJSON)).json()
    assert [r["status"] for r in report["lines"]] == ["recorded", "refused"]


async def test_ten_thousand_lines_are_taken_and_one_more_is_not(running: RunningService, items: list[str]) -> None:
    await running.clear_outbox()
    learners = [mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(500)]
    many = [piece(learners[n % 500], items[n % 20], n % 5, external_id=f"{uuid4()}") for n in range(10_000)]
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await client.post(BATCH, content=lines(*many), headers=NDJSON, timeout=60)
        assert answer.json()["recorded"] == 10_000
        too_many = await client.post(BATCH, content=lines(*many, many[0]), headers=NDJSON)
    assert too_many.status_code == 413
    assert len(await running.published(EvidenceRecorded)) == 10_000


async def test_an_empty_file_and_another_media_type_are_refused(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        assert (await client.post(BATCH, content=b"\n\n", headers=NDJSON)).status_code == 400
        assert (await client.post(BATCH, json=[])).status_code == 415
        too_large = await client.post(BATCH, content=b"x" * 10_000_001, headers=NDJSON)
        assert too_large.status_code == 413


async def test_a_file_whose_commit_was_not_answered_is_taken_in_once(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    body = lines(*(piece(learner, items[n % 4], 3, external_id=f"lost-{learner}-{n}") for n in range(10)))
    async with running.client(DISTRICT_A, *ALL) as client:
        with lost_commits(kept=True):
            answer = await client.post(BATCH, content=body, headers=NDJSON)
    assert (answer.status_code, answer.json()["recorded"]) == (200, 10)
    recorded = [p for p in await running.published(EvidenceRecorded) if p.event.learner_id == learner]
    assert len(recorded) == 10


async def test_while_the_database_is_away_a_file_is_a_503_and_not_a_report_of_refusals(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    body = lines(piece(learner, items[0], 3, external_id=f"away-{learner}"))
    async with running.client(DISTRICT_A, *ALL) as client:
        with lost_commits(2, kept=False):
            answer = await client.post(BATCH, content=body, headers=NDJSON)
    assert answer.status_code == 503
    assert "may have been recorded" in answer.json()["detail"]
    assert answer.headers["retry-after"]
