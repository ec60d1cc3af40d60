"""Evidence over REST: what it changes, what is told of it, and what is refused with reasons."""

import json
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.competency.tests.pieces import ALL, piece
from shared.contracts.competency import EvidenceRecorded, EvidenceVoided, MasteryChanged
from shared.testing import (
    DISTRICT_A,
    DISTRICT_B,
    LEARNER_ID_KEY,
    RunningService,
    route_problems,
    statement_problems,
    table_problems,
)
from shared.testing.running import Published
from shared.values.ids import mint_learner_id

EVIDENCE = "/competency/v1/evidence"


async def test_every_route_says_who_may_call_and_every_table_is_fenced(running: RunningService) -> None:
    assert route_problems(running.app) == []
    assert await table_problems(running.worker, running.service.metadata, "competency") == []


async def test_the_database_answers_every_statement_as_it_says(running: RunningService) -> None:
    assert await statement_problems(running.worker, "competency") == []
    found = await statement_problems(running.worker, "shared.roster")
    assert [one for one in found if 'relation "district_calendar" does not exist' not in one] == [], "it has its own"


async def test_evidence_changes_mastery_and_tells_of_both(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    await running.clear_outbox()
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await client.post(EVIDENCE, json=piece(learner, items[0], 3.5))
        assert answer.status_code == 201, answer.text
        body = answer.json()
        assert body["mastery"]["score"] == 3.5
        assert body["mastery"]["mastered"] is True
        assert answer.headers["Location"] == f"{EVIDENCE}/{body['evidence_id']}"
        assert (await client.get(answer.headers["Location"])).json()["score"] == 3.5
        mastery = (await client.get(f"/competency/v1/learners/{learner}/mastery")).json()
    assert [m["item_id"] for m in mastery["mastery"]] == [items[0]]
    events = await running.published(EvidenceRecorded, MasteryChanged)
    assert [type(p.event) for p in events] == [EvidenceRecorded, MasteryChanged]
    assert [p.sequence for p in events] == [1, 2]


async def test_lower_evidence_is_kept_but_changes_no_mastery(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await client.post(EVIDENCE, json=piece(learner, items[0], 4))
        await running.clear_outbox()
        answer = await client.post(EVIDENCE, json=piece(learner, items[0], 2, "2026-11-02T10:00:00Z"))
    assert answer.json()["mastery"]["score"] == 4
    assert await running.published(MasteryChanged) == []
    assert len(await running.published(EvidenceRecorded)) == 1


async def test_any_order_of_arrival_gives_the_same_mastery(running: RunningService, items: list[str]) -> None:
    pieces = [(2, "2026-10-01T10:00:00Z"), (4, "2026-10-03T10:00:00Z"), (4, "2026-10-02T10:00:00Z")]
    results = set()
    async with running.client(DISTRICT_A, *ALL) as client:
        for order in permutations(pieces):
            learner = mint_learner_id(DISTRICT_A, LEARNER_ID_KEY)
            for score, at in order:
                await client.post(EVIDENCE, json=piece(learner, items[1], score, at))
            (found,) = (await client.get(f"/competency/v1/learners/{learner}/mastery")).json()["mastery"]
            results.add((found["score"], found["observed_at"]))
    assert results == {(4, "2026-10-02T10:00:00Z")}


@pytest.mark.parametrize(
    ("change", "status", "pointer"),
    [
        ({"score": 4.5}, 422, "/score"),
        ({"score": -1}, 422, "/score"),
        ({"score": "three"}, 422, "/score"),
        ({"observed_at": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}, 422, "/observed_at"),
        ({"observed_at": "2026-11-01T10:00:00"}, 422, "/observed_at"),
        ({"item_id": str(uuid4())}, 422, "/item_id"),
        ({"item_id": "none"}, 422, "/item_id"),
        ({"source": ""}, 422, "/source"),
        ({"source": "a\x00b"}, 422, "/source"),
        ({"minutes": 50}, 422, "/minutes"),
        ({"learner_id": str(uuid4())}, 404, None),
        ({"learner_id": str(mint_learner_id(DISTRICT_B, LEARNER_ID_KEY))}, 404, None),
    ],
)
async def test_bad_evidence_is_refused_where_it_is_wrong_and_nothing_is_written(
    running: RunningService, learner: UUID, items: list[str], change: dict[str, Any], status: int, pointer: str | None
) -> None:
    await running.clear_outbox()
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await client.post(EVIDENCE, json=piece(learner, items[0]) | change)
        assert (await client.get(f"/competency/v1/learners/{learner}/mastery")).json()["mastery"] == []
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    if pointer is not None:
        assert [e["pointer"] for e in answer.json()["errors"]] == [pointer]
    assert await running.published() == []


@pytest.mark.parametrize(
    "path", [EVIDENCE, f"{EVIDENCE}/batch", f"{EVIDENCE}/00000000-0000-4000-8000-000000000000/void"]
)
async def test_writing_needs_a_caller_with_the_scope(
    running: RunningService, learner: UUID, items: list[str], path: str
) -> None:
    async with running.client() as anonymous, running.client(DISTRICT_A, "competency.read") as reader:
        assert (await anonymous.post(path, json=piece(learner, items[0]))).status_code == 401
        assert (await reader.post(path, json=piece(learner, items[0]))).status_code == 403


async def test_another_districts_evidence_is_as_absent(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as ours, running.client(DISTRICT_B, *ALL) as theirs:
        made = (await ours.post(EVIDENCE, json=piece(learner, items[0]))).json()["evidence_id"]
        for path in (f"{EVIDENCE}/{made}", f"/competency/v1/learners/{learner}/mastery"):
            foreign = await theirs.get(path)
            absent = await theirs.get(path.replace(made, str(uuid4())).replace(str(learner), str(uuid4())))
            assert foreign.status_code == absent.status_code == 404
            assert foreign.json()["detail"] == absent.json()["detail"]
        assert (await theirs.post(f"{EVIDENCE}/{made}/void", json={"reason": "x"})).status_code == 404


async def test_voiding_keeps_the_record_and_determines_anew(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await client.post(EVIDENCE, json=piece(learner, items[0], 2))
        wrong = (await client.post(EVIDENCE, json=piece(learner, items[0], 4))).json()["evidence_id"]
        await running.clear_outbox()
        answer = await client.post(f"{EVIDENCE}/{wrong}/void", json={"reason": "entered for another learner"})
        assert answer.status_code == 200, answer.text
        assert answer.json()["void_reason"] == "entered for another learner"
        (now,) = (await client.get(f"/competency/v1/learners/{learner}/mastery")).json()["mastery"]
        again = await client.post(f"{EVIDENCE}/{wrong}/void", json={"reason": "again"})
    assert (now["score"], now["mastered"]) == (2, False)
    assert again.status_code == 409
    told: list[Published[Any]] = await running.published(EvidenceVoided, MasteryChanged)
    _, changed = told
    assert changed.event.cause == "voiding"
    assert changed.event.previously_mastered


async def test_both_times_can_be_asked_for(running: RunningService, learner: UUID, items: list[str]) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:

        async def mastery(**times: Any) -> float | None:
            found = (await client.get(f"/competency/v1/learners/{learner}/mastery", params=times)).json()["mastery"]
            return found[0]["score"] if found else None

        first = (await client.post(EVIDENCE, json=piece(learner, items[0], 2, "2026-09-01T00:00:00Z"))).json()
        second = (await client.post(EVIDENCE, json=piece(learner, items[0], 4, "2026-10-01T00:00:00Z"))).json()
        await client.post(f"{EVIDENCE}/{second['evidence_id']}/void", json={"reason": "wrong learner"})
        assert await mastery() == 2
        assert await mastery(observed_as_of="2026-08-01T00:00:00Z") is None
        assert await mastery(known_as_of=second["recorded_at"]) == 4
        assert await mastery(known_as_of=first["recorded_at"]) == 2
        assert await mastery(known_as_of=second["recorded_at"], observed_as_of="2026-09-15T00:00:00Z") == 2
        bad = await client.get(f"/competency/v1/learners/{learner}/mastery", params={"known_as_of": "yesterday"})
        assert bad.status_code == 422


async def test_points_and_pages_are_asked_for_in_plain_digits_and_nought_has_no_sign(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    path = f"/competency/v1/learners/{learner}/evidence"
    async with running.client(DISTRICT_A, *ALL) as client:
        refused = [
            (await client.post("/competency/v1/evidence", json=piece(learner, items[0], score))).status_code
            for score in ("3_0", " 3", "\u0663", "1e0", "+3")
        ]
        refused += [(await client.get(f"{path}?limit={limit}")).status_code for limit in ("1_0", "%2B1", "%201", "1.0")]
        body = _json_with(piece(learner, items[0], 0), "-0.0")
        told = await client.post("/competency/v1/evidence", content=body, headers={"content-type": "application/json"})
        read = await client.get(path)
        paged = await client.get(f"{path}?limit=10")
    assert refused == [422] * 9
    assert (told.status_code, paged.status_code) == (201, 200)
    assert '"score":0.0' in told.text
    assert "-0" not in told.text.partition('"score"')[2][:6]
    assert '"score":0.0' in read.text


def _json_with(body: dict[str, Any], score: str) -> str:
    """The body with this very text for its score."""
    return json.dumps(body | {"score": 4711}).replace("4711", score)


@pytest.mark.parametrize("nothing", ["   ", "\u00a0", "\u200b", "\u3164"])
async def test_a_reason_and_an_occasion_of_which_nothing_can_be_seen_are_none(
    running: RunningService, learner: UUID, items: list[str], nothing: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        made = (await client.post("/competency/v1/evidence", json=piece(learner, items[0]))).json()
        path = f"/competency/v1/evidence/{made['evidence_id']}"
        again = {"score": 2, "observed_at": "2026-11-01T10:00:00Z", "source": "task", "reason": "miscounted"}
        answers = [
            await client.post("/competency/v1/evidence", json=piece(learner, items[0], source=nothing)),
            await client.post(f"{path}/void", json={"reason": nothing}),
            await client.post(f"{path}/correct", json=again | {"reason": nothing}),
            await client.post(f"{path}/correct", json=again | {"source": nothing}),
            await client.post("/competency/v1/frameworks", json={"title": nothing, "creator": nothing}),
        ]
        kept = (await client.get(path)).json()
    assert [answer.status_code for answer in answers] == [422] * 5
    assert (kept["voided_at"], kept["superseded_by"]) == (None, None)
