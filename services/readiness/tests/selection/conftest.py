"""A host without a call, in a district of its own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from services.readiness.tests.selection.hosting import Hosting
from shared.testing import RunningService


@pytest.fixture
async def hosting(running: RunningService) -> AsyncIterator[Hosting]:
    async with AsyncExitStack() as stack:
        made = Hosting(running, stack)
        await made.begin()
        with made.clock():
            yield made


@pytest.fixture
async def opened(hosting: Hosting) -> Hosting:
    await hosting.open()
    return hosting
