"""A district with an open assessment, of which each test invites raters of its own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest_asyncio

from services.dashboards.tests.readiness.asking import Asking, asking_district
from services.dashboards.tests.readiness.selecting import Selecting, selecting_districts


@pytest_asyncio.fixture(scope="module")
async def shared_asking(databases: Any) -> AsyncIterator[Asking]:
    async with asking_district(databases) as asking:
        await asking.open()
        yield asking


@pytest_asyncio.fixture
async def asking(shared_asking: Asking) -> AsyncIterator[Asking]:
    """The open assessment again, whatever the test before has made of time and ways."""
    yield shared_asking
    shared_asking.away = shared_asking.broken = shared_asking.lost = shared_asking.leaving = False
    shared_asking.refuses = 0
    shared_asking.heard.clear()


@pytest_asyncio.fixture(scope="module")
async def shared_selecting(databases: Any) -> AsyncIterator[Selecting]:
    async with selecting_districts(databases) as selecting:
        yield selecting


@pytest_asyncio.fixture
async def selecting(shared_selecting: Selecting) -> AsyncIterator[Selecting]:
    """The services with a host that has no call yet, whatever the test before has made of their ways."""
    async with AsyncExitStack() as stack:
        await shared_selecting.begin(stack)
        yield shared_selecting
    shared_selecting.away.clear()
    shared_selecting.heard.clear()
