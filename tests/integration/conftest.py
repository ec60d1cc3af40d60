"""A running platform with two districts, A and B, of which A discloses mastery to B by pseudonym."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.integration.accepting import Accepting, accepting
from tests.integration.acting import Acting, acting
from tests.integration.apart import workers_apart
from tests.integration.following import Following, following, library_apart
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


@pytest.fixture(scope="module")
def apart_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with workers_apart(Path(tmp_path_factory.mktemp("apart")), "partners", "readiness") as made:
        yield made


@pytest.fixture(scope="module")
async def hazel(apart_workers: Platform) -> AsyncIterator[Accepting]:
    """A host, Hazel, that chooses Alder for one place after the other."""
    async with accepting(apart_workers) as made:
        yield made


@pytest.fixture(scope="module")
def coaching_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    services = ("rostering", "partners", "readiness", "coaching", "dashboards")
    with workers_apart(Path(tmp_path_factory.mktemp("coaching")), *services) as made:
        yield made


@pytest.fixture(scope="module")
async def maple(coaching_workers: Platform) -> AsyncIterator[Acting]:
    """A host, Maple, that acts with Linden on a gap of Linden's."""
    async with acting(coaching_workers) as made:
        yield made


@pytest.fixture(scope="module")
def library_processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with library_apart(Path(tmp_path_factory.mktemp("library"))) as made:
        yield made


@pytest.fixture(scope="module")
async def rowan(library_processes: Platform) -> AsyncIterator[Following]:
    """An author, Rowan, whose items Aspen follows."""
    async with following(library_processes) as made:
        yield made
