"""What learners say of themselves and of each other counts only as the policy says, by whichever door it comes."""

import csv
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from competency.main import service
from demo import framework as demo_framework
from devstack.provision import ServiceUrls
from services.competency.tests.intake.statement_pieces import ACTIVITIES, STATEMENTS, V1, statement
from services.competency.tests.mastery.policy_pieces import in_force
from services.competency.tests.pieces import ALL, piece
from shared.run.service import Service
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, RunningService, run_service
from shared.testing.running import BASE
from shared.values.ids import mint_learner_id

EVIDENCE = "/competency/v1/evidence"


@pytest.fixture(scope="module")
async def running(databases: Callable[[Service], ServiceUrls]) -> AsyncIterator[RunningService]:
    """A service of its own: the district's policy changes."""
    async with run_service(service, databases(service)) as started:
        async with started.client(DISTRICT_A, "competency.write") as client:
            package = json.dumps(demo_framework.package())
            assert (await client.post("/competency/v1/frameworks/import", content=package)).status_code == 200
        yield started


async def by_one(client: httpx.AsyncClient, shown: dict[str, Any]) -> int:
    return (await client.post(EVIDENCE, json=shown)).status_code == 201


async def by_batch(client: httpx.AsyncClient, shown: dict[str, Any]) -> int:
    headers = {"content-type": "application/x-ndjson"}
    return int((await client.post(f"{EVIDENCE}/batch", content=json.dumps(shown), headers=headers)).json()["recorded"])


async def by_sheet(client: httpx.AsyncClient, shown: dict[str, Any]) -> int:
    out = io.StringIO()
    writer = csv.DictWriter(out, shown)
    writer.writeheader()
    writer.writerow(shown)
    headers = {"content-type": "text/csv"}
    return int((await client.post(f"{EVIDENCE}/csv", content=out.getvalue(), headers=headers)).json()["recorded"])


async def by_statement(client: httpx.AsyncClient, shown: dict[str, Any]) -> int:
    """Of a learner's own kinds by who observed; of the others by what the activity was declared to be."""
    learner, activity, context = shown["learner_id"], f"https://lms.example/{uuid4()}", {}
    if shown["kind"] in ("self", "peer"):
        other = mint_learner_id(DISTRICT_A, LEARNER_ID_KEY)
        assert (await client.post(EVIDENCE, json=piece(other, shown["item_id"], 1))).status_code == 201
        name = learner if shown["kind"] == "self" else str(other)
        context = {"context": {"instructor": {"account": {"homePage": BASE, "name": name}}}}
    declared = {"activity_id": activity, "item_id": shown["item_id"], "kind": "test"}
    assert (await client.post(ACTIVITIES, json=declared)).status_code == 201
    one = statement(learner, shown["item_id"], shown["score"] / 4, object={"id": activity}, **context)
    return int((await client.post(STATEMENTS, json=one, headers=V1)).json()["recorded"])


Door = Callable[[httpx.AsyncClient, dict[str, Any]], Awaitable[int]]
DOORS: list[Door] = [by_one, by_batch, by_sheet, by_statement]


@pytest.fixture(params=[None, "supports", "counts"], scope="module")
async def policy(running: RunningService, request: pytest.FixtureRequest) -> str | None:
    """What the district says of learners' own evidence; None: nothing."""
    if request.param is not None:
        async with running.client(DISTRICT_A, *ALL) as client:
            kinds = ["self", "peer", "test"]
            await in_force(client, method="highest", kinds=kinds, self_and_peer=request.param)
    said: str | None = request.param
    return said


@pytest.mark.parametrize("kind", ["self", "peer"])
@pytest.mark.parametrize("door", DOORS)
async def test_it_counts_as_the_policy_says(
    running: RunningService, learner: UUID, items: list[str], policy: str | None, door: Door, kind: str
) -> None:
    async def score() -> float | None:
        found = (await client.get(f"/competency/v1/learners/{learner}/mastery")).json()["mastery"]
        return next((m["score"] for m in found if m["item_id"] == items[0]), None)

    def shown(points: int, of: str) -> dict[str, Any]:
        return piece(learner, items[0], points, kind=of, external_id=str(uuid4()))

    async with running.client(DISTRICT_A, *ALL) as client:
        assert await door(client, shown(4, kind)) == 1
        kept = (await client.get(f"/competency/v1/learners/{learner}/evidence")).json()["items"]
        alone = await score()
        assert await door(client, shown(2, "test")) == 1
        beside = await score()
    assert [k["kind"] for k in kept] == [kind]
    assert (alone, beside) == {None: (None, 2), "supports": (None, 4), "counts": (4, 4)}[policy]
