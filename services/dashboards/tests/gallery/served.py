"""The gallery as a running service shows it, with the setting on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Page

from dashboards.common.pages import translations as words
from dashboards.gallery.samples import parts
from dashboards.kit.localisation import Localisation
from dashboards.main import service
from services.dashboards.tests.browsing import Visit
from shared.testing import RunningService, run_service

WORDS = "Longer library evenings, so that families can come together."
PARTS = [name for name, _ in parts(Localisation("en", "UTC", words.translations("en")))]
PATHS = ["/gallery", *(f"/gallery/{name}" for name in PARTS)]


@asynccontextmanager
async def gallery_service(databases: Any) -> AsyncIterator[RunningService]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARDS_GALLERY", "true")
        async with run_service(service, databases(service)) as running:
            yield running


async def opened(visit: Visit, path: str, **options: Any) -> Page:
    page = await visit.page("", None, **options)
    await page.goto(visit.base + path)
    return page


async def share(page: Page) -> None:
    await page.get_by_role("button", name="Share").first.click()
