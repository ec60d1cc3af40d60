"""A host and its partner, whose gaps are to be coached."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from services.coaching.tests.coaches.coaching_district import SCOPES, CoachingDistrict
from services.coaching.tests.matching.plans import Plans, plans
from shared.testing import RunningService


@pytest.fixture
async def made(running: RunningService) -> AsyncIterator[Plans]:
    async with plans(running) as found:
        yield found
        while await found.work():  # the next test has nothing to work out but its own
            pass


@pytest.fixture
async def third(running: RunningService, made: Plans) -> AsyncIterator[CoachingDistrict]:
    """A district that has nothing to do with the two."""
    district = uuid4()
    async with running.client(district, *SCOPES) as client:
        yield CoachingDistrict(running, client, district, made.host.at)
