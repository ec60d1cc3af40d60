"""A running competency service with a small framework in both districts."""

import json
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from competency.main import service
from demo import framework as demo_framework
from shared.ids import mint_learner_id
from shared.testing import DISTRICT_A, DISTRICT_B, LEARNER_ID_KEY, RunningService, run_service

ALL = ("competency.read", "competency.write")


@pytest.fixture(scope="module")
async def running(databases) -> AsyncIterator[RunningService]:
    async with run_service(service, databases(service)) as started:
        for district in (DISTRICT_A, DISTRICT_B):
            async with started.client(district, *ALL) as client:
                package = json.dumps(demo_framework.package())
                answer = await client.post("/competency/v1/frameworks/import", content=package)
                assert answer.status_code == 200, answer.text
        yield started


@pytest.fixture
def learner() -> UUID:
    return mint_learner_id(DISTRICT_A, LEARNER_ID_KEY)


@pytest.fixture
def items() -> list[str]:
    return [demo_framework.identifier(item.code) for item in demo_framework.targets()]


def piece(learner: UUID, item: str, score: float | str = 4, observed_at: str = "2026-11-01T10:00:00Z", **more) -> dict:
    return {
        "learner_id": str(learner), "item_id": item, "score": score, "observed_at": observed_at,
        "source": "performance task", **more,
    }  # fmt: skip
