"""Pages in the dark scheme and on paper."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest_asyncio.fixture
async def visit(district: Any) -> AsyncIterator[Visit]:
    async with visiting(district) as visit:
        yield visit


async def test_no_page_has_an_accessibility_problem_in_the_dark(visit: Visit) -> None:
    page = await visit.page(color_scheme="dark")
    for path in [*visit.paths, "/learners/none", "/verify", "/frameworks"]:
        await page.goto(visit.base + path)
        assert await problems(page) == "", path


async def test_no_page_loses_a_column_on_paper(visit: Visit) -> None:
    page = await visit.page(viewport={"width": 700, "height": 900})
    for path in visit.paths:
        await page.goto(visit.base + path)
        await page.emulate_media(media="print")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 700, path
        cut = "[...document.querySelectorAll('th, td')].filter((one) => one.getBoundingClientRect().right > 701).length"
        assert await page.evaluate(cut) == 0, path
        assert not await page.locator(".top nav, .top-end, .foot").locator("visible=true").count(), path
