"""What policies do: to what is written, to what is stored, and to what time leaves behind."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from competency.main import service
from competency.mastery.usecases.recalculate import CHUNK, recalculate
from demo import framework as demo_framework
from devstack.provision import ServiceUrls
from services.competency.tests.mastery.policy_pieces import POLICIES, drafted, in_force, progress, recalculated, step
from services.competency.tests.pieces import ALL, piece
from shared.contracts.competency import MasteryChanged
from shared.run.service import Service
from shared.testing import DISTRICT_A, DISTRICT_B, LEARNER_ID_KEY, RunningService, run_service
from shared.values.ids import mint_learner_id

EVIDENCE = "/competency/v1/evidence"


@pytest.fixture
async def running(databases: Callable[[Service], ServiceUrls]) -> AsyncIterator[RunningService]:
    """A service to each test: a district's policy is about all that is in it."""
    async with run_service(service, databases(service)) as started:
        for district in (DISTRICT_A, DISTRICT_B):
            async with started.client(district, "competency.write") as client:
                package = json.dumps(demo_framework.package())
                assert (await client.post("/competency/v1/frameworks/import", content=package)).status_code == 200
        yield started


@pytest.fixture
async def framework(running: RunningService) -> str:
    async with running.client(DISTRICT_A, *ALL) as client:
        return str((await client.get("/competency/v1/frameworks")).json()["items"][0]["framework_id"])


async def show(
    client: httpx.AsyncClient, learner: UUID, item: str, *scores: float, **more: Any
) -> list[dict[str, Any]]:
    """Scores shown a day apart."""
    made = []
    for day, score in enumerate(scores, 1):
        answer = await client.post(EVIDENCE, json=piece(learner, item, score, f"2026-10-{day:02}T10:00:00Z", **more))
        assert answer.status_code == 201, answer.text
        made.append(answer.json())
    return made


async def mastery_of(client: httpx.AsyncClient, learner: UUID) -> dict[str, Any]:
    found = (await client.get(f"/competency/v1/learners/{learner}/mastery")).json()["mastery"]
    return {m["item_id"]: (m["score"], m["mastered"], m["policy_id"]) for m in found}


@pytest.mark.parametrize(
    ("method", "parameter", "scores", "score"),
    [
        ("highest", None, (3, 1), 3),
        ("latest", None, (3, 1), 1),
        ("average", None, (3, 2), 2.5),
        ("n_mastery", 3, (4, 2, 1, 3, 2, 3), 3.33),
        ("n_mastery", 3, (4, 1), None),
        ("decaying_average", None, (2, 3, 4), 3.48),
        ("standard_decaying_average", 65, (2, 3, 4), 3.53),
    ],
)
async def test_each_method_is_what_a_write_determines_by(
    running: RunningService,
    learner: UUID,
    items: list[str],
    method: str,
    parameter: int | None,
    scores: tuple[int, ...],
    score: float | None,
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        policy = await in_force(client, method=method, parameter=parameter)
        last = (await show(client, learner, items[0], *scores))[-1]
    assert (last["mastery"]["score"], last["mastery"]["policy_id"]) == (score, policy["policy_id"])


async def test_the_narrowest_policy_decides_and_its_withdrawal_gives_way_to_the_wider(
    running: RunningService, learner: UUID, items: list[str], framework: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:

        async def ruled_by() -> Any:  # JSON as it was answered
            return (await show(client, learner, items[0], 3))[-1]["mastery"]["policy_id"]

        assert await ruled_by() is None
        district = await in_force(client, method="latest")
        assert await ruled_by() == district["policy_id"]
        item = await in_force(client, "item", items[0], method="average")
        assert await ruled_by() == item["policy_id"]
        whole = await in_force(client, "framework", framework, method="highest")
        assert await ruled_by() == item["policy_id"]
        again = await in_force(client, "item", items[0], method="latest")
        assert (item["version"], again["version"], again["state"]) == (1, 2, "active")
        assert await ruled_by() == again["policy_id"]
        assert (await client.get(f"{POLICIES}/{item['policy_id']}")).json()["state"] == "replaced"
        await in_force(client, "item", items[0], policy=None)
        assert await ruled_by() == whole["policy_id"]
        await in_force(client, "framework", framework, policy=None)
        assert await ruled_by() == district["policy_id"]
        assert (await show(client, learner, items[1], 3))[-1]["mastery"]["policy_id"] == district["policy_id"]
    async with running.client(DISTRICT_B, *ALL) as theirs:
        one = mint_learner_id(DISTRICT_B, LEARNER_ID_KEY)
        assert (await show(theirs, one, items[0], 3))[-1]["mastery"]["policy_id"] is None


async def test_a_draft_and_a_policy_yet_to_come_decide_nothing(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    async with running.client(DISTRICT_A, *ALL) as client:
        draft = await drafted(client, method="latest")
        assert (draft["state"], draft["effective_from"]) == ("draft", None)
        later = await client.post(f"{POLICIES}/{draft['policy_id']}/activate", json={"effective_from": tomorrow})
        assert later.json()["state"] == "scheduled"
        await show(client, learner, items[0], 4, 1)
        assert (await progress(client, draft))["state"] == "waiting"
        assert await recalculated(running) == 0
        assert await mastery_of(client, learner) == {items[0]: (4, True, None)}


async def test_a_change_is_previewed_then_activated_then_recalculated(
    running: RunningService, items: list[str]
) -> None:
    learners = sorted((mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(45)), key=lambda one: one.bytes)
    async with running.client(DISTRICT_A, *ALL) as client:
        for n, one in enumerate(learners):
            scores = [(4, 1), (2,), (4, 3)][n % 3]  # under latest: lost, the same, another score
            await show(client, one, items[0], *scores)
        draft = await drafted(client, method="latest")
        path = f"{POLICIES}/{draft['policy_id']}/preview"
        first = (await client.get(path, params={"limit": 20})).json()
        assert {k: first[k] for k in ("considered", "learners", "gain", "lose", "score_only")} == {
            "considered": 45, "learners": 30, "gain": 0, "lose": 15, "score_only": 15,
        }  # fmt: skip
        second = (await client.get(path, params={"limit": 20, "after": first["next"]})).json()
        assert (second["learners"], second["next"], len(second["items"])) == (None, None, 10)
        listed = [change["learner_id"] for change in first["items"] + second["items"]]
        assert listed == [str(one) for n, one in enumerate(learners) if n % 3 != 1]
        assert first["items"][0] == {
            "learner_id": str(learners[0]), "item_id": items[0], "change": "lose",
            "now": {"score": 4, "mastered": True}, "then": {"score": 1, "mastered": False},
        }  # fmt: skip
        assert await mastery_of(client, learners[0]) == {items[0]: (4, True, None)}, "a look changes nothing"

        await running.clear_outbox()
        activated = await client.post(f"{POLICIES}/{draft['policy_id']}/activate", json={})
        assert activated.json()["state"] == "active"
        assert await recalculated(running) == 2 + -(-45 // CHUNK), "begin, chunk by chunk, end"
        policy_id = draft["policy_id"]
        assert await mastery_of(client, learners[0]) == {items[0]: (1, False, policy_id)}
        assert await mastery_of(client, learners[1]) == {items[0]: (2, False, policy_id)}
        done = await progress(client, draft)
        again = (await client.get(path)).json()
    assert (done["state"], done["learners"], done["done"]) == ("done", 45, 45)
    assert (done["gained"], done["lost"], done["other"]) == (0, 15, 15)
    assert (again["learners"], again["items"]) == (0, [])
    told = [p.event for p in await running.published(MasteryChanged)]
    assert {(e.cause, e.policy_version, str(e.policy_id)) for e in told} == {("recalculation", 1, policy_id)}
    assert len(told) == len({e.learner_id for e in told}) == 30


async def test_a_recalculation_that_dies_goes_on_where_it_was_and_does_nothing_twice(
    running: RunningService, items: list[str]
) -> None:
    learners = [mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(45)]
    async with running.client(DISTRICT_A, *ALL) as client:
        for one in learners:
            await show(client, one, items[0], 4, 1)
        policy = await in_force(client, method="latest")
        await running.clear_outbox()
        assert await step(running)
        assert await step(running)
        half = await progress(client, policy)
        with suppress(ZeroDivisionError):
            async with running.worker.transaction(None) as session:
                assert await recalculate(session)
                raise ZeroDivisionError
        assert await progress(client, policy) == half
        assert (half["state"], half["done"]) == ("running", CHUNK)
        await recalculated(running)
        assert (await progress(client, policy))["lost"] == 45
    assert len(await running.published(MasteryChanged)) == 45


async def test_writes_beside_a_recalculation_end_under_the_new_policy(
    running: RunningService, items: list[str]
) -> None:
    learners = [mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(30)]
    async with running.client(DISTRICT_A, *ALL) as client:
        for one in learners:
            await show(client, one, items[0], 4, 2)

        async def write(one: UUID) -> None:
            await client.post(EVIDENCE, json=piece(one, items[0], 1, "2026-10-20T10:00:00Z"))

        writing = [asyncio.create_task(write(one)) for one in learners]
        policy = await in_force(client, method="latest")
        await asyncio.gather(recalculated(running), *writing)
        await recalculated(running)
        for one in learners:
            assert await mastery_of(client, one) == {items[0]: (1, False, policy["policy_id"])}


async def test_a_recalculation_waits_for_writes_that_may_have_read_the_policy_before(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await show(client, learner, items[0], 4)
        policy = await in_force(client, method="latest")
        async with running.worker.transaction(DISTRICT_A) as early:
            await early.execute(text("select 1 from learner for update"))  # now it has a number, as a write has
            assert await step(running)
            assert not await step(running, wait=False)
            assert (await progress(client, policy))["done"] == 0
        await recalculated(running)
        assert (await progress(client, policy))["state"] == "done"


async def test_what_leaves_the_recency_window_is_determined_anew_without_a_write(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    soon = datetime.now(UTC) - timedelta(days=30) + timedelta(seconds=1.5)
    async with running.client(DISTRICT_A, *ALL) as client:
        await in_force(client, method="highest", window_days=30)
        await recalculated(running)
        for score, at in ((4, soon), (2, soon + timedelta(days=1))):
            await client.post(EVIDENCE, json=piece(learner, items[0], score, at.isoformat()))
        assert (await mastery_of(client, learner))[items[0]][:2] == (4, True)
        await running.clear_outbox()
        await asyncio.sleep(max(0.0, (soon + timedelta(days=30) - datetime.now(UTC)).total_seconds()) + 0.05)
        assert not await step(running), "it looks again only after some minutes"
        explained = (await client.get(f"/competency/v1/learners/{learner}/mastery/{items[0]}/explain")).json()
        assert explained["result"]["score"] == 4, "until then it is explained as it was determined"
        async with running.worker.transaction(DISTRICT_A) as session:
            await session.execute(text("update recalculation set due_at = now() where policy_id is null"))
        await recalculated(running)
        assert (await mastery_of(client, learner))[items[0]][:2] == (2, False)
    (told,) = await running.published(MasteryChanged)
    assert told.event.cause == "recalculation"


async def test_self_and_peer_evidence_counts_as_the_policy_says(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    kinds = ["teacher_judgement", "self"]
    async with running.client(DISTRICT_A, *ALL) as client:

        async def score() -> Any:  # JSON as it was answered
            await recalculated(running)
            return (await mastery_of(client, learner))[items[0]][0]

        await show(client, learner, items[0], 4, kind="self")
        assert await score() is None
        await in_force(client, kinds=kinds)
        assert await score() is None
        await in_force(client, kinds=kinds, self_and_peer="counts")
        assert await score() == 4
        await in_force(client, kinds=kinds)
        await show(client, learner, items[0], 2)
        assert await score() == 4, "beside somebody else's"


async def test_another_scale_brings_the_framework_under_it_and_a_level_off_it_gives_way_to_its_own(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    package = json.dumps(demo_framework.package())
    async with running.client(DISTRICT_A, *ALL) as client:
        policy = await in_force(client, method="latest", mastery="3.5")
        await show(client, learner, items[0], 2)
        await recalculated(running)
        assert (await mastery_of(client, learner))[items[0]] == (2, False, policy["policy_id"])
        narrower = {"scale_maximum": 2, "mastery_score": 2}
        answer = await client.post("/competency/v1/frameworks/import", content=package, params=narrower)
        assert answer.json()["edition"] == 2, answer.text
        await recalculated(running)
        assert (await mastery_of(client, learner))[items[0]] == (2, True, policy["policy_id"])
        again = await client.post("/competency/v1/frameworks/import", content=package, params=narrower)
        assert again.json()["changed"] is False
        assert await recalculated(running) == 0
