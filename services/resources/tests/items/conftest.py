"""Districts with libraries of their own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from uuid import uuid4

import pytest

from resources.handlers import agreements
from services.resources.tests.items.library import SCOPES, Library
from shared.testing import Deliveries, RunningService


@pytest.fixture
async def found_library(running: RunningService) -> AsyncIterator[Callable[[], Awaitable[Library]]]:
    """Makes districts, each with a library."""
    async with AsyncExitStack() as stack:

        async def found() -> Library:
            district = uuid4()
            client = await stack.enter_async_context(running.client(district, *SCOPES))
            return Library(running, district, client)

        yield found


@pytest.fixture
async def here(found_library: Callable[[], Awaitable[Library]]) -> Library:
    return await found_library()


@pytest.fixture
async def there(found_library: Callable[[], Awaitable[Library]]) -> Library:
    return await found_library()


@pytest.fixture
def deliveries(running: RunningService) -> Deliveries:
    return Deliveries(agreements, running.worker)
