"""The gallery in a browser."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest_asyncio

from services.dashboards.tests.browsing import Visit, visiting
from services.dashboards.tests.gallery.served import gallery_service
from services.dashboards.tests.visitors import uid


@pytest_asyncio.fixture(scope="module")
async def visit(databases: Any) -> AsyncIterator[Visit]:
    async with gallery_service(databases) as running, visiting(SimpleNamespace(running=running, uid=uid)) as visit:
        yield visit
