"""A district with coaches, and another one."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from services.coaching.tests.coaches.coaching_district import SCOPES, CoachingDistrict
from shared.testing import RunningService


@pytest.fixture
async def here(running: RunningService) -> AsyncIterator[CoachingDistrict]:
    """A district without coaches, by whose clock the service goes."""
    district = uuid4()
    async with running.client(district, *SCOPES) as client:
        made = CoachingDistrict(running, client, district)
        with made.clock():
            yield made


@pytest.fixture
async def elsewhere(running: RunningService, here: CoachingDistrict) -> AsyncIterator[CoachingDistrict]:
    district = uuid4()
    async with running.client(district, *SCOPES) as client:
        yield CoachingDistrict(running, client, district, here.at)
