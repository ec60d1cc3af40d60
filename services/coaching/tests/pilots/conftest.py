"""A district that tries something, and another one."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from services.coaching.tests.pilots.pilot_district import SCOPES, PilotDistrict
from shared.testing import RunningService


@pytest.fixture
async def here(running: RunningService) -> AsyncIterator[PilotDistrict]:
    """A district without pilots, by whose clock the service goes."""
    district = uuid4()
    async with running.client(district, *SCOPES) as client:
        made = PilotDistrict(running, client, district)
        with made.clock():
            yield made


@pytest.fixture
async def elsewhere(running: RunningService, here: PilotDistrict) -> AsyncIterator[PilotDistrict]:
    district = uuid4()
    async with running.client(district, *SCOPES) as client:
        yield PilotDistrict(running, client, district, here.at)
