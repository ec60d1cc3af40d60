"""A running resources service, on a database of its own."""

from collections.abc import AsyncIterator, Callable

import pytest

from devstack.provision import ServiceUrls
from resources.main import service
from shared.run.service import Service
from shared.testing import RunningService, run_service


@pytest.fixture(scope="session")
async def running(lasting_databases: Callable[[Service], ServiceUrls]) -> AsyncIterator[RunningService]:
    async with run_service(service, lasting_databases(service)) as started:
        yield started
