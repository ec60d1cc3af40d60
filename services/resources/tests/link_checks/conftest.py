"""A resources service of its own, so that no other test's links are due, and districts with libraries."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from devstack.provision import ServiceUrls
from resources.main import service
from services.resources.tests.items.conftest import found_library, here, there  # noqa: F401 (fixtures)
from shared.run.service import Service
from shared.testing import RunningService, run_service


@pytest.fixture
async def running(databases: Callable[[Service], ServiceUrls], tmp_path: Path) -> AsyncIterator[RunningService]:
    async with run_service(service, databases(service), RESOURCES_STORE_URL=str(tmp_path)) as started:
        yield started
