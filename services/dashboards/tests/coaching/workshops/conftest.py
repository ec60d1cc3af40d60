"""A district whose people choose, of its own for each test."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from services.dashboards.tests.coaching.workshops.choosing_pages import Choosing, choosing_district


@pytest_asyncio.fixture(scope="module")
async def shared_choosing(databases: Any) -> AsyncIterator[Choosing]:
    async with choosing_district(databases) as made:
        yield made


@pytest_asyncio.fixture
async def choosing(shared_choosing: Choosing) -> AsyncIterator[Choosing]:
    async with shared_choosing.begin():
        yield shared_choosing
