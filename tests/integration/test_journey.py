"""The main job: evidence posted, mastery changed, dashboard told live, partner told as far as the agreement allows."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx

from tests.integration.network import Network, piece
from tests.integration.platform import Platform
from tests.integration.waiting import until


async def frames(response: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    """The events of a stream, with their ids."""
    frame: dict[str, Any] = {}
    async for line in response.aiter_lines():
        if not line:
            if "data" in frame:
                yield frame
            frame = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(":")
            frame[name] = json.loads(value) if name == "data" else value.strip()


async def test_a_mastery_change_reaches_the_dashboard_live_and_the_partner_by_pseudonym(
    running: Platform, two: Network
) -> None:
    learner, item = two.learners[0], two.items[0]
    async with running.caller(two.a) as of_a, running.caller(two.b) as of_b:
        token = await of_a._bearer()
        async with (
            httpx.AsyncClient(base_url=running.base, timeout=30) as client,
            client.stream("GET", "/dashboards/v1/stream", headers={"Authorization": f"Bearer {token}"}) as stream,
        ):
            assert stream.status_code == 200
            live = frames(stream)
            posted = await of_a.post("/competency/v1/evidence", piece(learner, item, 4), key="0001")
            async with asyncio.timeout(15):
                async for frame in live:
                    if frame.get("event") == "mastery" and frame["data"]["item_id"] == item:
                        break
        assert frame["data"]["learner_id"] == learner
        assert frame["data"]["mastered"] is True
        assert posted["mastery"]["mastered"] is True
        mastery = await of_a.get(f"/competency/v1/learners/{learner}/mastery")
        assert [m["item_id"] for m in mastery["mastery"]] == [item]
        change = await until(lambda: _changes(of_b, item))
        assert learner not in json.dumps(change)
        assert change["mastered"] is True
        own = await until(lambda: _changes(of_a, item))
        assert own["learner_id"] == learner
        disclosures = (await of_a.get("/partners/v1/disclosures", learner_id=learner))["items"]
        assert len(disclosures) == 1


async def test_without_an_agreement_nothing_reaches_a_district(running: Platform, two: Network) -> None:
    """B discloses nothing to A: what B's learners show stays in B."""
    async with running.caller(two.a) as of_a, running.caller(two.b) as of_b:
        person = await of_b.post(
            "/rostering/v1/people", {"roles": ["learner"], "given_name": "Only", "family_name": "Ours"}
        )
        learner = next(v for k, v in person.items() if k.endswith("_id") or k == "id")
        before = (await of_a.get("/partners/v1/changes", after="0", limit="1000"))["next"]
        await of_b.post("/competency/v1/evidence", piece(learner, two.items[5], 4))
        await until(lambda: _changes(of_b, two.items[5]))
        after = await of_a.get("/partners/v1/changes", after=str(before), limit="1000")
    assert after["changes"] == []


async def test_a_learner_just_created_can_show_something_at_once(running: Platform, two: Network) -> None:
    async with running.caller(two.a) as of_a:
        for _ in range(5):
            person = await of_a.post(
                "/rostering/v1/people", {"roles": ["learner"], "given_name": "New", "family_name": "Here"}
            )
            learner = next(v for k, v in person.items() if k.endswith("_id") or k == "id")
            posted = await of_a.post("/competency/v1/evidence", piece(learner, two.items[1], 3))
            assert posted["mastery"]["mastered"] is True


async def _changes(caller: Any, item: str) -> dict[str, Any] | None:
    """The mastery change of this item in the caller's feed, whose positions must have no gap."""
    changes: list[dict[str, Any]] = []
    after = 0
    while True:
        page = await caller.get("/partners/v1/changes", after=str(after), limit="1000")
        changes += page["changes"]
        if page["next"] == after:
            break
        after = page["next"]
    assert [c["position"] for c in changes] == list(range(1, len(changes) + 1))
    return next((c for c in changes if c.get("item_id") == item), None)
