"""Pages of pilots in a real Chromium while a gate is decided elsewhere."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from services.coaching.tests.coaches.coaching_district import days
from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting
from services.dashboards.tests.coaching.following import SOON, follow, hear, stayed
from services.dashboards.tests.coaching.trying import Trying, page_of
from shared.auth.dependencies import SESSION_COOKIE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest_asyncio.fixture
async def visit(trying: Trying) -> AsyncIterator[Visit]:
    async with visiting(trying, trying) as visit:
        yield visit


async def leader(visit: Visit) -> Page:
    page = await visit.page("", None)
    await page.context.add_cookies([{"name": SESSION_COOKIE, "value": visit.world.token(), "url": visit.base}])
    return page


async def test_a_gate_that_is_decided_elsewhere_shows_it_without_a_reload(visit: Visit, trying: Trying) -> None:
    wave = await trying.here.opened()
    trying.here.at += days(35)
    await trying.here.measure(wave, 71.5)
    await trying.here.measure(wave, 2, measure="evenings")
    await hear(trying.coaching, trying.pages)
    at = page_of(wave)
    gate, pilot, pilots = [
        await follow(await leader(visit), visit, path) for path in (f"{at}/gate", at.rsplit("/waves", 1)[0], "/pilots")
    ]
    await expect(gate.get_by_role("button", name="Decide")).to_be_visible()
    await trying.here.decide(wave, "expand", "signals_reached")
    await hear(trying.coaching, trying.pages)
    await expect(gate.get_by_role("heading", name="Then: what was known when it was decided")).to_be_visible(
        timeout=SOON
    )
    await expect(gate.get_by_role("button", name="Decide")).to_have_count(0)
    await expect(pilot.get_by_role("link", name="Wave 2")).to_be_visible(timeout=SOON)
    await expect(pilots.get_by_role("row", name="Student-led conferences")).to_contain_text("Draft", timeout=SOON)
    for page in (gate, pilot, pilots):
        assert await stayed(page)
        assert await problems(page) == ""
    assert visit.complaints == []


async def test_what_was_chosen_at_a_gate_is_not_taken_away(visit: Visit, trying: Trying) -> None:
    wave, other = await trying.here.opened(), await trying.here.opened()
    trying.here.at += days(35)
    await trying.here.measure(other, 71.5)
    await trying.here.measure(other, 2, measure="evenings")
    await hear(trying.coaching, trying.pages)
    page = await follow(await leader(visit), visit, f"{page_of(wave)}/gate")
    await page.get_by_label("Sunset: stop").check()
    await page.locator("h1").click()
    await trying.here.decide(other, "expand", "signals_reached")
    await hear(trying.coaching, trying.pages)
    held = page.get_by_role("button", name="There is something new. Show it")
    await expect(held).to_be_visible(timeout=SOON)
    await expect(page.get_by_label("Sunset: stop")).to_be_checked()
    await held.click()
    await expect(held).to_have_count(0, timeout=SOON)
    await expect(page.get_by_label("Sunset: stop")).to_be_checked()
    assert await stayed(page)
