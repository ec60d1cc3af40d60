"""Districts with libraries of their own, and what resources hears of itself."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text

from resources.handlers import adopted, agreements
from services.resources.tests.items.conftest import found_library, here, there
from shared.testing import Deliveries, RunningService
from shared.testing.deliveries import as_sent

__all__ = ["found_library", "here", "there"]


@pytest.fixture
def deliveries(running: RunningService) -> Deliveries:
    return Deliveries(agreements, running.worker)


@pytest.fixture
async def pass_on(running: RunningService) -> Callable[[], Awaitable[int]]:
    """Has resources hear what it has told since it was asked last, as the relay and the log would; returns how much."""
    await running.clear_outbox()
    heard = Deliveries(adopted, running.worker)

    async def passed() -> int:
        async with running.worker.transaction(None) as session:
            rows = (await session.execute(text("select * from outbox order by id"))).all()
            await session.execute(text("delete from outbox"))
        await heard.deliver(*[as_sent(row) for row in rows])
        return len(rows)

    return passed
