"""What the tests of the shared library stand on: a small service (`noted`), topics of their own, and Kafka behind a
wire that can be cut.
"""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import structlog
from noted.events import NewEvent, make_event
from noted.main import service
from noted.models import metadata

from devstack.provision import ServiceUrls
from devstack.stack import Stack
from libs.shared.tests.emptying import empty
from libs.shared.tests.wire import Wire
from shared.db.database import Database
from shared.events.topics import ensure_topics
from shared.run.service import Service
from shared.settings import KafkaSettings
from shared.testing import RunningService, run_service
from shared.testing.running import set_environment

# Exceptions in colour with all their locals take seconds each.
structlog.configure(processors=[structlog.processors.KeyValueRenderer()], cache_logger_on_first_use=False)


@pytest.fixture(scope="session")
def shared_urls(lasting_databases: Callable[[Service], ServiceUrls]) -> ServiceUrls:
    found: ServiceUrls = lasting_databases(service)
    return found


@pytest.fixture
async def urls(shared_urls: ServiceUrls) -> ServiceUrls:
    """A migrated, empty database."""
    set_environment(service, shared_urls)
    await empty(shared_urls.owner, metadata)
    return shared_urls


@pytest.fixture
async def noted(urls: ServiceUrls) -> AsyncIterator[RunningService]:
    async with run_service(service, urls) as running:
        yield running


@pytest.fixture
async def worker(urls: ServiceUrls) -> AsyncIterator[Database]:
    database = Database(urls.worker, service.read_settings(), application="test-worker", pool=10)
    yield database
    await database.close()


@pytest.fixture
async def app(urls: ServiceUrls) -> AsyncIterator[Database]:
    database = Database(urls.app, service.read_settings(), application="test-app", pool=10)
    yield database
    await database.close()


@pytest.fixture
def kafka(stack: Stack) -> KafkaSettings:
    return KafkaSettings(bootstrap_servers=stack.bootstrap_servers)


@pytest.fixture
async def wire(kafka: KafkaSettings) -> AsyncIterator[Wire]:
    """The broker behind a wire that the test can cut; `wire.kafka` are the settings to reach it."""
    async with Wire(kafka) as made:
        yield made


@pytest.fixture
def new_event(kafka: KafkaSettings) -> NewEvent:
    """Makes an event type and its topic in the broker."""

    async def make(**options: Any) -> type[Any]:
        event = make_event(**options)
        await ensure_topics(kafka, [event.topic])
        made: type[Any] = event
        return made

    return make
