"""Districts with playlists, classes and families."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from uuid import uuid4

import pytest

from resources.handlers import roster
from services.resources.tests.items.library import SCOPES, Library
from services.resources.tests.playlists.school import School, Teaching
from shared.testing import Deliveries, RunningService


@pytest.fixture
async def found_school(running: RunningService) -> AsyncIterator[Callable[[], Awaitable[School]]]:
    """Makes districts, each with a library and nobody on its roster."""
    async with AsyncExitStack() as stack:

        async def found() -> School:
            district = uuid4()
            system = await stack.enter_async_context(running.client(district, *SCOPES))
            return School(Library(running, district, system), Deliveries(roster, running.worker), stack)

        yield found


@pytest.fixture
async def here(found_school: Callable[[], Awaitable[School]]) -> School:
    return await found_school()


@pytest.fixture
async def there(found_school: Callable[[], Awaitable[School]]) -> School:
    return await found_school()


@pytest.fixture
async def teaching(here: School) -> Teaching:
    return await here.teaching()
