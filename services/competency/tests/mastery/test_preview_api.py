"""Previews of policies: exact at once where that is quick, exact a little later where it is not."""

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from competency.main import service
from competency.mastery.usecases import preview_policy
from demo import framework as demo_framework
from devstack.provision import ServiceUrls
from services.competency.tests.mastery.policy_pieces import POLICIES, drafted, run_once
from services.competency.tests.pieces import ALL, piece
from shared.run.service import Service
from shared.testing import DISTRICT_A, DISTRICT_B, LEARNER_ID_KEY, RunningService, run_service
from shared.values.ids import mint_learner_id

NUMBERS = ("considered", "learners", "gain", "lose", "score_only")
LEARNERS = 40


@pytest.fixture(scope="module")
async def running(databases: Callable[[Service], ServiceUrls]) -> AsyncIterator[RunningService]:
    """A service of its own: a district's policy is about all that is in it."""
    async with run_service(service, databases(service)) as started:
        async with started.client(DISTRICT_A, *ALL) as client:
            package = json.dumps(demo_framework.package())
            assert (await client.post("/competency/v1/frameworks/import", content=package)).status_code == 200
            item = demo_framework.identifier(demo_framework.targets()[0].code)
            lines = [
                json.dumps(piece(one, item, score, f"2026-10-{day:02}T10:00:00Z", external_id=f"{one}-{day}"))
                for n, one in enumerate(mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(LEARNERS))
                for day, score in enumerate([(4, 1), (2,), (4, 3)][n % 3], 1)
            ]
            headers = {"content-type": "application/x-ndjson"}
            answer = await client.post("/competency/v1/evidence/batch", content="\n".join(lines), headers=headers)
            assert answer.json()["refused"] == 0
        yield started


async def counted(running: RunningService) -> int:
    steps = 0
    while await run_once(running, "competency.preview"):
        steps += 1
        assert steps < 100, "it does not end"
    return steps


async def all_of(client: httpx.AsyncClient, path: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The first page's numbers, and the changes of all pages."""
    first = page = (await client.get(path, params={"limit": 7})).json()
    items = page["items"]
    while page["next"]:
        page = (await client.get(path, params={"limit": 7, "after": page["next"]})).json()
        assert page["considered"] is None
        items += page["items"]
    return {name: first[name] for name in NUMBERS}, items


async def test_a_large_district_gets_the_same_numbers_a_little_later(
    running: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview_policy, "CHUNK", 8)
    async with running.client(DISTRICT_A, *ALL) as client:
        quick = f"{POLICIES}/{(await drafted(client, method='latest'))['policy_id']}/preview"
        at_once = await all_of(client, quick)
        slow = f"{POLICIES}/{(await drafted(client, method='latest'))['policy_id']}/preview"
        with monkeypatch.context() as patched:
            patched.setattr(preview_policy, "SECONDS", -1.0)
            first = await client.get(slow)
        assert (first.status_code, first.headers["retry-after"]) == (202, "2")
        assert (first.json()["state"], first.json()["items"], first.json()["learners"]) == ("running", [], None)
        assert await run_once(running, "competency.preview")
        assert await run_once(running, "competency.preview")
        half = await client.get(slow)
        assert (half.status_code, half.json()["considered"], half.json()["of"]) == (202, 8, LEARNERS)
        assert await counted(running) == -(-LEARNERS // 8) - 1 + 1
        done = await client.get(slow)
        later = await all_of(client, slow)
    assert (done.status_code, done.json()["state"]) == (200, "done")
    assert done.json()["counted_at"]
    assert at_once[0] == {"considered": 40, "learners": 27, "gain": 0, "lose": 14, "score_only": 13}
    assert later == at_once


async def test_it_is_counted_anew_with_what_has_come_since(running: RunningService, items: list[str]) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        path = f"{POLICIES}/{(await drafted(client, method='latest'))['policy_id']}/preview"
        assert (await client.post(path)).status_code == 202
        await counted(running)
        before, changes = await all_of(client, path)
        lost = next(change for change in changes if change["change"] == "lose")
        evidence = piece(lost["learner_id"], items[0], 4, "2026-11-02T10:00:00Z")
        assert (await client.post("/competency/v1/evidence", json=evidence)).status_code == 201
        assert (await all_of(client, path))[0] == before, "what was counted stands, with its moment"
        assert await run_once(running, "competency.preview") is False
        anew = await client.post(path)
        assert (anew.status_code, anew.json()["state"]) == (202, "running")
        assert (await client.get(path)).status_code == 202
        await counted(running)
        after, changes = await all_of(client, path)
        assert (after["lose"], after["learners"]) == (before["lose"] - 1, before["learners"] - 1)
        assert len(changes) == after["learners"]
    async with running.worker.transaction(DISTRICT_A) as session:
        await session.execute(text("update policy_preview set queued_at = now() - interval '8 days'"))
    await run_once(running, "competency.forget")
    async with running.worker.transaction(DISTRICT_A) as session:
        assert await session.scalar(text("select count(*) from policy_preview_change")) == 0


async def test_a_preview_is_counted_for_those_who_may_see_it(running: RunningService) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        path = f"{POLICIES}/{(await drafted(client))['policy_id']}/preview"
    async with running.client() as nobody, running.client(DISTRICT_A, "competency.read") as reader:
        assert (await nobody.post(path)).status_code == 401
        assert (await reader.post(path)).status_code == 403
    async with running.client(DISTRICT_B, *ALL) as other:
        assert (await other.post(path)).status_code == 404
    async with running.client(DISTRICT_A, *ALL, role="educator") as educator:
        assert (await educator.post(path)).status_code == 403
        assert (await educator.get(path)).status_code == 403
