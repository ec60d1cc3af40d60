"""A running readiness service, on a database of its own."""

from collections.abc import AsyncIterator, Callable

import pytest

from devstack.provision import ServiceUrls
from readiness.main import service
from services.readiness.tests.declared import ensures_declared
from shared.run.service import Service
from shared.testing import RunningService, run_service


@pytest.fixture(scope="session")
async def running(lasting_databases: Callable[[Service], ServiceUrls]) -> AsyncIterator[RunningService]:
    async with run_service(service, lasting_databases(service)) as started:
        started.on_answer.append(ensures_declared(started.app))
        yield started
