"""A district with coaches, of its own for each test."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from services.dashboards.tests.coaching.coaches.coach_pages import CoachPages, coach_pages


@pytest_asyncio.fixture(scope="module")
async def shared_coach_pages(databases: Any) -> AsyncIterator[CoachPages]:
    async with coach_pages(databases) as made:
        yield made


@pytest_asyncio.fixture
async def district(shared_coach_pages: CoachPages) -> AsyncIterator[CoachPages]:
    async with shared_coach_pages.begin():
        yield shared_coach_pages
