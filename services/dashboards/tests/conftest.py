"""A small district of two schools, a competency beside it, and a reader of streams."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest
import pytest_asyncio

from dashboards.common.client import COMPETENCY
from dashboards.handlers import read_models
from dashboards.main import service
from services.dashboards.tests.competency_says import Competency
from services.dashboards.tests.listeners import open_stream
from services.dashboards.tests.small_district import World, framework, network, roster
from services.dashboards.tests.visitors import uid
from shared.events import Event
from shared.testing import Deliveries, run_service


@pytest_asyncio.fixture
async def world(databases: Any) -> AsyncIterator[World]:
    """An empty district: tests tell it what they need."""
    async with run_service(service, databases(service)) as running:
        yield World(running, Deliveries(read_models, running.worker))


@pytest_asyncio.fixture
async def district(world: World) -> World:
    """A district with people, a framework, agreements, and a little mastery."""
    await world.tell(*roster(), *framework(), *network())
    await world.tell(
        world.mastery("ana", "MA.NQ.1", "3"),
        world.mastery("ana", "MA.NQ.2", "2"),
        world.mastery("ben", "MA.NQ.1", "4"),
        world.mastery("cruz", "LI.WK.1", "1"),
    )
    return world


@pytest_asyncio.fixture
async def competency(district: World) -> Competency:
    """A competency that answers what it is told to, beside the small district."""
    standing = Competency(uid)
    context = district.running.app.context
    await context.find(COMPETENCY).aclose()
    context.keep(COMPETENCY, standing.peer())
    return standing


@pytest_asyncio.fixture(scope="module")
async def lasting(databases: Any) -> AsyncIterator[World]:
    """The same district for all tests of a module that only look, or add what is their own."""
    async with run_service(service, databases(service)) as running:
        world = World(running, Deliveries(read_models, running.worker))
        await world.tell(*roster(), *framework(), *network())
        await world.tell(world.mastery("ana", "MA.NQ.1", "3"), world.mastery("ana", "MA.NQ.2", "2"))
        yield world


@pytest.fixture
def listen() -> Any:
    return open_stream


@pytest.fixture
def story() -> dict[str, Callable[[], Sequence[Event]]]:
    """The events of the small district, for tests that deliver them in their own way."""
    return {"roster": roster, "framework": framework, "network": network}
