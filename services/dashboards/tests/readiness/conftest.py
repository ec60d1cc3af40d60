"""A district with an open assessment, of which each test invites raters of its own."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from services.dashboards.tests.readiness.asking import Asking, asking_district


@pytest_asyncio.fixture(scope="module")
async def shared_asking(databases: Any) -> AsyncIterator[Asking]:
    async with asking_district(databases) as asking:
        await asking.open()
        yield asking


@pytest_asyncio.fixture
async def asking(shared_asking: Asking) -> AsyncIterator[Asking]:
    """The open assessment again, whatever the test before has made of time and ways."""
    yield shared_asking
    shared_asking.away = shared_asking.broken = False
    shared_asking.heard.clear()
