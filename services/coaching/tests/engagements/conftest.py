"""A host, its partner, and a third district."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from services.coaching.tests.coaches.coaching_district import SCOPES, CoachingDistrict
from services.coaching.tests.engagements.partnership import Partnership, partnership
from shared.testing import RunningService


@pytest.fixture
async def two(running: RunningService) -> AsyncIterator[Partnership]:
    """A host and a partner whose engagement is open, for which no sharing is asked."""
    async with partnership(running) as made:
        await made.open()
        yield made


@pytest.fixture
async def apart(running: RunningService) -> AsyncIterator[Partnership]:
    """A host and a partner whose engagement is not opened yet."""
    async with partnership(running) as made:
        yield made


@pytest.fixture
async def third(running: RunningService, two: Partnership) -> AsyncIterator[CoachingDistrict]:
    district = uuid4()
    async with running.client(district, *SCOPES) as client:
        yield CoachingDistrict(running, client, district, two.host.at)
