"""A district of its own for each test, beside services that all tests share."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest_asyncio

from services.dashboards.tests.coaching.goals.goal_pages import GoalPages, goal_pages


@pytest_asyncio.fixture(scope="module")
async def shared_goals(databases: Any) -> AsyncIterator[GoalPages]:
    async with goal_pages(databases) as made:
        yield made


@pytest_asyncio.fixture
async def goals(shared_goals: GoalPages) -> AsyncIterator[GoalPages]:
    shared_goals.district = uuid4()
    yield shared_goals
    shared_goals.away, shared_goals.meanwhile = False, None
