"""An assessment that is open, in a district of its own."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from services.readiness.tests.assessments.asking import SCOPES, Asking
from shared.testing import RunningService


@pytest.fixture
async def asking(running: RunningService) -> AsyncIterator[Asking]:
    """A district without an assessment."""
    district = uuid4()
    async with running.client(district, *SCOPES) as client, running.client() as anyone:
        made = Asking(running, district, client, anyone)
        with made.clock():
            yield made


@pytest.fixture
async def opened(asking: Asking) -> Asking:
    await asking.open()
    return asking
