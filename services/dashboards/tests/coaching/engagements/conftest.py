"""A host and its partner, of their own for each test."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from services.dashboards.tests.coaching.engagements.engaging import Engaging, engaging_districts


@pytest_asyncio.fixture(scope="module")
async def shared_engaging(databases: Any) -> AsyncIterator[Engaging]:
    async with engaging_districts(databases) as made:
        yield made


@pytest_asyncio.fixture
async def engaging(shared_engaging: Engaging) -> AsyncIterator[Engaging]:
    async with shared_engaging.begin():
        yield shared_engaging
