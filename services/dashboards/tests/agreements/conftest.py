"""Two districts that are to sign agreements."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from services.dashboards.tests.agreements.sharing import Sharing, sharing_districts


@pytest_asyncio.fixture(scope="module")
async def shared_sharing(databases: Any) -> AsyncIterator[Sharing]:
    async with sharing_districts(databases) as made:
        yield made


@pytest_asyncio.fixture
async def sharing(shared_sharing: Sharing) -> AsyncIterator[Sharing]:
    yield shared_sharing
    shared_sharing.away = False
