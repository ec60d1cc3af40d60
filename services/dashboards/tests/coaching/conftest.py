"""A district that tries something, of its own for each test."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from services.dashboards.tests.coaching.trying import Trying, trying_district


@pytest_asyncio.fixture(scope="module")
async def shared_trying(databases: Any) -> AsyncIterator[Trying]:
    async with trying_district(databases) as trying:
        yield trying


@pytest_asyncio.fixture
async def trying(shared_trying: Trying) -> AsyncIterator[Trying]:
    async with shared_trying.begin():
        yield shared_trying
