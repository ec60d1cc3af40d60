"""A running competency service with a small framework in both districts."""

import json
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from competency.main import service
from demo import framework as demo_framework
from devstack.provision import ServiceUrls
from shared.run.service import Service
from shared.testing import DISTRICT_A, DISTRICT_B, LEARNER_ID_KEY, RunningService, run_service
from shared.values.ids import mint_learner_id

if TYPE_CHECKING:
    from services.competency.tests.amendments.amendment_pieces import Family


@pytest.fixture(scope="module")
async def running(databases: Callable[[Service], ServiceUrls]) -> AsyncIterator[RunningService]:
    async with run_service(service, databases(service)) as started:
        for district in (DISTRICT_A, DISTRICT_B):
            async with started.client(district, "competency.write") as client:
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


@pytest.fixture
async def family(running: RunningService) -> "Family":
    """A family with a learner in district A, who may ask for records to be amended."""
    from services.competency.tests.amendments.amendment_pieces import Family

    made = Family(running)
    await made.tie()
    return made
