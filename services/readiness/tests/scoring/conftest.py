"""A district whose assessment is open."""

from collections.abc import AsyncIterator

import pytest

from services.readiness.tests.scoring.scored import Scored, scoring_district
from shared.testing import RunningService


@pytest.fixture
async def district(running: RunningService) -> AsyncIterator[Scored]:
    async with scoring_district(running) as made:
        yield made


@pytest.fixture
async def opened(district: Scored) -> Scored:
    await district.open()
    return district


@pytest.fixture
async def reviewed(opened: Scored) -> Scored:
    """The district has named its own client to verify all that can be verified."""
    assert (await opened.review()).status_code == 200
    return opened
