"""A running resources service, on a database and a store of its own."""

from collections.abc import AsyncIterator, Callable

import pytest

from devstack.provision import ServiceUrls
from resources.main import service
from shared.run.service import Service
from shared.testing import RunningService, run_service


@pytest.fixture(scope="session")
async def running(
    lasting_databases: Callable[[Service], ServiceUrls], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningService]:
    folder = str(tmp_path_factory.mktemp("library"))
    async with run_service(service, lasting_databases(service), RESOURCES_STORE_URL=folder) as started:
        yield started
