"""A host and its partner, of their own for each test."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from services.dashboards.tests.coaching.matching.matching_pages import Matched, matched_districts


@pytest_asyncio.fixture(scope="module")
async def shared_matched(databases: Any) -> AsyncIterator[Matched]:
    async with matched_districts(databases) as made:
        yield made


@pytest_asyncio.fixture
async def matched(shared_matched: Matched) -> AsyncIterator[Matched]:
    async with shared_matched.begin():
        yield shared_matched
