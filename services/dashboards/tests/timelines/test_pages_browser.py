"""Timelines in a real Chromium: live, accessible, by keyboard, on a phone, in the dark and on paper."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from services.dashboards.tests import gaps_told as told
from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting

ONE = f"/timelines/{told.GAP}"
SOON = 8000
"""Milliseconds: the longest wait between two readings (5 s), and a busy machine."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest_asyncio.fixture
async def visit(district: Any) -> AsyncIterator[Visit]:
    await district.tell(*told.whole_story()[:-3])
    await district.tell(told.found(gap="other", assessment="spring"))
    async with visiting(district) as visit:
        yield visit


async def keep(page: Page, name: str) -> None:
    """A picture for whoever wants to look, where `SCREENSHOTS` says."""
    if folder := os.environ.get("SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
async def test_pages_are_accessible_and_fit_on_any_screen(visit: Visit, scheme: str, width: int) -> None:
    page = await visit.page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for name, path in (("one", ONE), ("all", "/timelines")):
        for language in ("en", "es"):
            await page.goto(f"{visit.base}{path}?lang={language}")
            assert await problems(page) == "", path
            assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
        await keep(page, f"{name}-{width}-{scheme}")
    assert visit.complaints == []


async def test_a_step_appears_without_a_reload_and_is_announced(visit: Visit) -> None:
    one, listed = await visit.page(), await visit.page()
    for page, path in ((one, ONE), (listed, "/timelines")):
        await page.goto(visit.base + path)
        await page.wait_for_selector(".live-on")
        await page.evaluate("window.notReloaded = true")
    await expect(one.locator(".chain [aria-current=step]")).to_contain_text("Assessed again")
    await visit.world.tell(told.scored("winter", 10, "0.8"), told.closed())
    await expect(one.locator(".timeline")).to_contain_text("Gap closed", timeout=SOON)
    await expect(one.locator("[data-live-announce]")).to_have_text("Updated just now. The timeline has changed.")
    await expect(one.locator(".chain [aria-current=step]")).to_have_count(0)
    await expect(listed.locator(f"#gap-{told.GAP}")).to_contain_text("Closed", timeout=SOON)
    for page in (one, listed):
        assert await page.evaluate("window.notReloaded") is True


async def test_by_keyboard_a_reader_comes_to_a_gap_and_keeps_their_place_when_the_list_changes(visit: Visit) -> None:
    page = await visit.page()
    await page.goto(visit.base + "/timelines")
    await page.wait_for_selector(".live-on")
    link = page.locator(f'a[href="{ONE}"]')
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await link.evaluate("link => link === document.activeElement"):
            break
    await expect(link).to_be_focused()
    await visit.world.tell(told.met(9))
    await expect(page.locator(f"#gap-{told.GAP}")).to_contain_text("3 meetings", timeout=SOON)
    await expect(link).to_be_focused()
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**{ONE}")


async def test_on_paper_it_is_all_there(visit: Visit) -> None:
    page = await visit.page(viewport={"width": 760, "height": 1000})
    await page.goto(visit.base + ONE)
    await page.emulate_media(media="print")
    await expect(page.locator(".chain li")).to_have_count(6)
    await expect(page.locator(".timeline-entry").last).to_be_visible()
    await keep(page, "one-print")
