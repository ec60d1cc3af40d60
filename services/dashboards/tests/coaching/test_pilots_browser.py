"""Pages of pilots in a real Chromium: on a phone and at a desk, in both schemes, and without scripts."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from services.coaching.tests.coaches.coaching_district import days
from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting
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


async def signed_in(visit: Visit, **options: Any) -> Page:
    page = await visit.page("", None, **options)
    await page.context.add_cookies([{"name": SESSION_COOKIE, "value": visit.world.token(), "url": visit.base}])
    return page


async def tried(trying: Trying) -> tuple[str, str]:
    """A wave that was expanded and corrected since, and the next one under way; the paths of their pages."""
    here = trying.here
    first = await here.opened()
    here.at += days(10)
    await here.measure(first, 55)
    here.at += days(15)
    await here.measure(first, 62, n=4)
    here.at += days(10)
    last = await here.measure(first, 71.5)
    await here.measure(first, 2, measure="evenings")
    await here.decide(first, "expand", "signals_reached")
    here.at += days(1)
    await here.measure(first, 66, corrects=last["measurement_id"])
    second = first.replace("/waves/1", "/waves/2")
    schools = [str(one) for one in trying.schools]
    await here.plan(second, here.teachers(30, schools), schools)
    await here.act(second, "lock")
    await here.act(second, "open")
    edited = here.gate(signals=[here.signal(threshold=60)])
    await here.done(here.client.put(f"{second}/gate", json=edited, headers={"If-Match": "*"}))
    here.at += days(65)
    await here.measure(second, 63)
    return page_of(first), page_of(second)


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 360), ("light", 1100), ("dark", 1100)])
async def test_each_page_is_accessible_and_fits(visit: Visit, trying: Trying, scheme: Any, width: int) -> None:
    first, second = await tried(trying)
    draft = page_of(f"{await trying.here.propose()}/waves/1")
    page = await signed_in(visit, color_scheme=scheme, viewport={"width": width, "height": 740})
    for path in (
        "/pilots", "/pilots/new", first.rsplit("/waves", 1)[0], first, f"{first}/gate", second, f"{second}/gate",
        f"{second}/teachers", f"{second}/gate-form", draft, f"{draft}/plan", f"{draft}/gate-form",
    ):  # fmt: skip
        answer = await page.goto(visit.base + path)
        assert answer is not None
        assert answer.ok, path
        assert await problems(page) == "", path
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert visit.complaints == []


async def test_without_scripts_a_leader_decides_at_the_gate(visit: Visit, trying: Trying) -> None:
    _, second = await tried(trying)
    page = await signed_in(visit, java_script_enabled=False, viewport={"width": 360, "height": 740})
    await page.goto(f"{visit.base}/pilots")
    await page.get_by_role("link", name="Past their gate").click()
    await page.get_by_role("link", name="Student-led conferences").click()
    await page.get_by_role("link", name="The gate").last.click()
    assert page.url.endswith(f"{second}/gate")
    await page.get_by_label("Sunset: stop").check()
    await page.get_by_label("It costs too much").check()
    await page.get_by_label("Why, for those who come after").fill("Evenings are long.")
    await page.get_by_role("button", name="Decide").click()
    await expect(page.locator("#learned-error")).to_be_visible()
    await expect(page.get_by_label("Why, for those who come after")).to_have_value("Evenings are long.")
    await page.get_by_role("textbox", name="What was learned").fill("Ask families for the hour that suits them.")
    await page.get_by_role("button", name="Decide").click()
    await expect(page.get_by_text("Ask families for the hour that suits them.")).to_be_visible()
    await expect(page.get_by_role("heading", name="Then: what was known when it was decided")).to_be_visible()
