"""One running platform for all of this package, which ends with it, and for each module two districts of its own."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import httpx
import pytest

from tests.conformance.sending import Sending
from tests.conformance.world import World, build
from tests.integration.platform import Platform, platform


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    # Webhooks may call where nothing listens, so that none is refused and none goes out.
    extra = {"PARTNERS_WEBHOOK_ALLOWED": "127.0.0.1:9"}
    with platform(Path(tmp_path_factory.mktemp("platform")), extra) as made:
        made.start_all(ready=False)
        made.wait_answering("all")
        made.bootstrap()
        made.wait_ready("all")
        yield made


@pytest.fixture(scope="session")
def numbers() -> Iterator[int]:
    return count(1)


@pytest.fixture(scope="module")
async def world(running: Platform, numbers: Iterator[int]) -> World:
    return await build(running, next(numbers))


@pytest.fixture(scope="module")
def of_a(world: World) -> Iterator[httpx.Client]:
    with world.http(world.a) as http:
        yield http


@pytest.fixture(scope="module")
def send(of_a: httpx.Client, world: World) -> Sending:
    return Sending(of_a, world)


@pytest.fixture(scope="module")
def host(world: World) -> str:
    return world.host.client.district_id
