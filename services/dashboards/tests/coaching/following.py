"""Pages of coaching that follow the stream: dashboards hears what coaching has told, and a browser looks on."""

from typing import Any

from playwright.async_api import Page
from sqlalchemy import text

from dashboards.handlers import read_models
from services.dashboards.tests.browsing import Visit
from shared.testing import Deliveries, RunningService
from shared.testing.deliveries import as_sent

SOON = 8000
"""Milliseconds: the longest wait between two readings (3 s), and a busy machine."""

_OUTBOX = text("select * from outbox order by id")


async def hear(coaching: RunningService, pages: RunningService) -> None:
    """Has dashboards hear all that coaching has told, as Kafka would bring it; what comes again changes nothing."""
    async with coaching.worker.transaction(None) as session:
        told = (await session.execute(_OUTBOX)).all()
    await Deliveries(read_models, pages.worker).deliver(*map(as_sent, told))


async def follow(page: Page, visit: Visit, path: str) -> Page:
    """Opens a page and waits until it follows; from then on it must not be loaded again."""
    await page.goto(visit.base + path)
    await page.wait_for_selector(".live-on")
    await page.evaluate("window.notReloaded = true")
    return page


async def stayed(page: Page) -> Any:
    return await page.evaluate("window.notReloaded")
