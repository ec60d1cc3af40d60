"""The pages in a real Chromium: accessible, usable by keyboard, live without a reload, on small screens too."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from dashboards.stream.api import HUB
from services.dashboards.tests.browsing import AXE, CHROMIUM, Visit, visiting

_FOCUSABLE = """[...document.querySelectorAll('a[href], button, summary, [tabindex="0"]')]
  .filter(e => e.checkVisibility()).length"""
_FOCUS = """(() => {
  const at = document.activeElement;
  return [at === document.body, [...document.querySelectorAll('*')].indexOf(at), getComputedStyle(at).outlineStyle,
    at.outerHTML.slice(0, 80)];
})()"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest_asyncio.fixture
async def visit(district: Any) -> AsyncIterator[Visit]:
    async with visiting(district) as visit:
        yield visit


@pytest.mark.parametrize("language", ["en", "es"])
async def test_no_page_has_an_accessibility_problem(visit: Visit, language: str) -> None:
    page = await visit.page()
    teacher = await visit.page("educator", "leader")
    for at, path in [*((page, p) for p in visit.paths), (page, "/learners/none"), (teacher, "/")]:
        await at.goto(f"{visit.base}{path}{'&' if '?' in path else '?'}lang={language}")
        results = await Axe().run(at, options=AXE)
        assert results.violations_count == 0, f"{path}: {results.generate_report()}"
    assert [c for c in visit.complaints if "404" not in c] == []


@pytest.mark.parametrize("width", [320, 768])
async def test_no_page_scrolls_sideways_on_a_small_screen(visit: Visit, width: int) -> None:
    page = await visit.page(viewport={"width": width, "height": 720})
    for path in visit.paths:
        await page.goto(visit.base + path)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, path
        assert (await Axe().run(page, options=AXE)).violations_count == 0, path


async def test_a_change_appears_without_a_reload_and_is_announced(visit: Visit) -> None:
    page = await visit.page("family", "parent")
    await page.goto(f"{visit.base}/learners/{visit.world.uid('ana')}")
    await page.wait_for_selector(".live-on")
    await page.evaluate("window.notReloaded = true")
    row = f'[data-cell="{visit.world.uid("ana")} {visit.world.uid("MA.NQ.2")}"]'
    assert "Approaching" in await page.inner_text(row)
    await visit.world.tell(visit.world.mastery("ana", "MA.NQ.2", "4", minutes=30))
    await page.wait_for_selector(f"{row} .level-exceeding", timeout=5000)
    await expect(page.get_by_role("status")).to_contain_text("Updated just now")
    assert await page.evaluate("window.notReloaded")
    assert visit.complaints == []


async def test_totals_and_the_class_grid_follow_too(visit: Visit) -> None:
    district, grid = await visit.page(), await visit.page("educator", "teacher")
    await district.goto(f"{visit.base}/district")
    await grid.goto(f"{visit.base}/classes/{visit.world.uid('maths')}")
    for page in (district, grid):
        await page.wait_for_selector(".live-on")
    before = await district.inner_text("#view .tiles")
    row = f'[data-cell="{visit.world.uid("ben")}"]'
    assert await grid.inner_text(f"{row} .total") == "1"
    await visit.world.tell(visit.world.mastery("ben", "MA.AL.1", "3", minutes=30))
    await expect(grid.locator(f"{row} .total")).to_have_text("2")
    await expect(district.locator("#view .tiles")).not_to_have_text(before, use_inner_text=True, timeout=8000)


async def test_what_changes_between_reading_and_listening_is_not_missed(visit: Visit) -> None:
    page = await visit.page("family", "parent")
    row = f'[data-cell="{visit.world.uid("ana")} {visit.world.uid("MA.NQ.2")}"]'

    async def late(route: Any) -> None:
        await visit.world.tell(visit.world.mastery("ana", "MA.NQ.2", "4", minutes=30))
        await route.continue_()

    await page.route("**/dashboards/v1/stream*", late)
    await page.goto(f"{visit.base}/learners/{visit.world.uid('ana')}")
    await page.wait_for_selector(f"{row} .level-exceeding", timeout=8000)


async def test_the_keyboard_reaches_everything_and_shows_where_it_is(visit: Visit) -> None:
    page = await visit.page()
    await page.goto(visit.base + visit.paths[0])
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "main"
    await page.goto(visit.base + visit.paths[0])
    wanted = await page.evaluate(_FOCUSABLE)
    reached = set()
    for _ in range(wanted + 2):
        await page.keyboard.press("Tab")
        where = await page.evaluate(_FOCUS)
        if where[0]:
            break
        assert where[2] != "none", f"no visible focus: {where[3]}"
        reached.add(where[1])
    assert len(reached) == wanted
    topic = page.locator("details.topic").first
    was = await topic.evaluate("d => d.open")
    await topic.locator("summary").focus()
    await page.keyboard.press("Space")
    assert await topic.evaluate("d => d.open") != was


async def test_what_the_reader_closed_stays_closed(visit: Visit) -> None:
    page = await visit.page("family", "parent")
    await page.goto(f"{visit.base}/learners/{visit.world.uid('ana')}")
    await page.wait_for_selector(".live-on")
    topic = f"#topic-{visit.world.uid('MA.NQ')}"
    await page.click(f"{topic} summary")
    await visit.world.tell(visit.world.mastery("ana", "LI.WK.1", "3", minutes=30))
    await page.wait_for_selector(f"#topic-{visit.world.uid('LI.WK')}[open] .level-proficient", timeout=5000)
    assert not await page.evaluate(f"document.querySelector('{topic}').open")


async def test_a_stream_that_was_cut_comes_back(visit: Visit) -> None:
    page = await visit.page("family", "parent")
    await page.goto(f"{visit.base}/learners/{visit.world.uid('ana')}")
    await page.wait_for_selector(".live-on")
    hub = visit.world.running.app.context.find(HUB)
    for tail in list(hub._tails.values()):
        for client in list(tail.clients):
            client.close()
    await page.wait_for_selector(".live:not(.live-on)")
    await visit.world.tell(visit.world.mastery("ana", "MA.NQ.2", "4", minutes=30))
    row = f'[data-cell="{visit.world.uid("ana")} {visit.world.uid("MA.NQ.2")}"]'
    await page.wait_for_selector(f"{row} .level-exceeding", timeout=10000)
    assert await page.locator(".live-on").count() == 1
