"""A running platform with two districts, A and B, of which A discloses mastery to B by pseudonym."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.network import Network, network
from tests.integration.platform import Platform, platform


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with platform(Path(tmp_path_factory.mktemp("platform"))) as made:
        made.start_all(ready=False)
        made.wait_answering("all")
        made.bootstrap()
        made.wait_ready("all")
        yield made


@pytest.fixture(scope="module")
async def two(running: Platform) -> Network:
    return await network(running)
