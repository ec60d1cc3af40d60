"""A district with goals, and another one."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from services.coaching.tests.goals.goals_district import SCOPES, GoalsDistrict
from shared.testing import RunningService


@pytest.fixture
async def here(running: RunningService) -> AsyncIterator[GoalsDistrict]:
    """A district without goals, by whose clock the service goes."""
    district = uuid4()
    async with running.client(district, *SCOPES) as client:
        made = GoalsDistrict(running, client, district)
        with made.clock():
            yield made


@pytest.fixture
async def elsewhere(running: RunningService, here: GoalsDistrict) -> AsyncIterator[GoalsDistrict]:
    district = uuid4()
    async with running.client(district, *SCOPES) as client:
        yield GoalsDistrict(running, client, district, here.at)
