"""A district of its own for each test, beside services that all tests share."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from services.dashboards.tests.browsing import Visit, visiting
from services.dashboards.tests.library.library_pages import LibraryPages, library_pages
from services.resources.tests.items.library import Library
from shared.testing import DISTRICT_A


@pytest_asyncio.fixture(scope="module")
async def shared_library(databases: Any, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LibraryPages]:
    async with library_pages(databases, tmp_path_factory.mktemp("library")) as made:
        yield made


@pytest_asyncio.fixture
async def sharing(shared_library: LibraryPages) -> AsyncIterator[LibraryPages]:
    shared_library.district = uuid4()
    yield shared_library
    shared_library.away = False


@pytest_asyncio.fixture
async def here(sharing: LibraryPages) -> AsyncIterator[Library]:
    """What the district of the test makes."""
    async with sharing.library() as library:
        yield library


@pytest_asyncio.fixture
async def visit(sharing: LibraryPages) -> AsyncIterator[Visit]:
    sharing.district = DISTRICT_A  # whose people sign in there
    async with visiting(sharing, sharing) as visit:
        yield visit
