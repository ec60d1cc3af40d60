"""Pages of goals in a real Chromium while a goal is measured elsewhere."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from dashboards.stream.api import HUB
from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting
from services.dashboards.tests.coaching.following import SOON, follow, hear, stayed
from services.dashboards.tests.coaching.goals.goal_pages import GOALS, LEADERS, SCOPES, GoalPages
from shared.testing import DISTRICT_A

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]
ANNOUNCED = "Updated just now. The figures on this page have changed."
NEW = "There is something new. Show it"


@pytest_asyncio.fixture
async def visit(goals: GoalPages) -> AsyncIterator[Visit]:
    goals.district = DISTRICT_A  # whose people sign in there
    async with visiting(goals, goals) as visit:
        yield visit


async def measure(goals: GoalPages, path: str, value: float, on: str = "2026-11-20") -> None:
    """Somebody measures over REST, and dashboards hears of it."""
    body = {"measured_on": on, "value": value, "group_size": 40}
    await goals.send("POST", f"{path.replace('/district-goals', GOALS)}/measurements", body)
    await hear(goals.coaching, goals.pages)


async def test_a_goal_that_is_measured_elsewhere_shows_it_without_a_reload(visit: Visit, goals: GoalPages) -> None:
    goal, path = await goals.goal(26)
    await hear(goals.coaching, goals.pages)
    pages = [
        await follow(await visit.page(role, role, scopes), visit, at)
        for role, scopes, at in (
            ("leader", LEADERS, "/district-goals"), ("leader", LEADERS, goal), ("leader", LEADERS, path),
            ("family", SCOPES, "/our-goals"),
        )
    ]  # fmt: skip
    await measure(goals, path, 47)
    for page in pages:
        await expect(page.locator("#view")).to_contain_text("47 percent on Nov 20, 2026", timeout=SOON)
        await expect(page.locator("[data-live-announce]")).to_have_text(ANNOUNCED)
        assert await stayed(page)
        assert await problems(page) == ""
    assert visit.complaints == []


async def test_what_somebody_types_is_not_taken_from_them(visit: Visit, goals: GoalPages) -> None:
    _, path = await goals.goal(26)
    await hear(goals.coaching, goals.pages)
    page = await follow(await visit.page("leader", "leader", LEADERS), visit, path)
    await page.fill("[name=value]", "5")
    await measure(goals, path, 47)
    held = page.get_by_role("button", name=NEW)
    await expect(held).to_be_visible(timeout=SOON)
    await page.locator("h1").click()
    await page.wait_for_timeout(1000)
    await expect(page.locator("#view")).not_to_contain_text("47 percent on Nov 20, 2026")
    await held.click()
    await expect(page.locator("#view")).to_contain_text("47 percent on Nov 20, 2026", timeout=SOON)
    await expect(page.locator("[name=value]")).to_have_value("5")
    await expect(held).to_have_count(0)
    assert await stayed(page)


async def test_a_page_that_lost_its_connection_goes_on_behind_what_it_has_read(visit: Visit, goals: GoalPages) -> None:
    _, path = await goals.goal(26)
    await hear(goals.coaching, goals.pages)
    page = await follow(await visit.page("leader", "leader", LEADERS), visit, "/district-goals")
    await page.context.set_offline(True)
    for tail in list(goals.pages.app.context.find(HUB)._tails.values()):
        for client in tail.clients:
            client.close()
    await page.wait_for_selector("#live-state:not(.live-on)")
    await measure(goals, path, 47)
    await page.context.set_offline(False)
    await expect(page.locator("#view")).to_contain_text("47 percent on Nov 20, 2026", timeout=2 * SOON)
    assert await stayed(page)


async def test_many_measurements_are_few_readings(visit: Visit, goals: GoalPages) -> None:
    _, path = await goals.goal(26)
    await hear(goals.coaching, goals.pages)
    page = await follow(await visit.page("family", "parent", SCOPES), visit, "/our-goals")
    readings: list[str] = []
    page.on("request", lambda request: readings.append(request.url) if request.url.endswith("/our-goals") else None)
    for day in range(10, 20):
        await measure(goals, path, 30 + day, f"2026-11-{day}")
    await expect(page.locator("#view")).to_contain_text("49 percent on Nov 19, 2026", timeout=SOON)
    await page.wait_for_timeout(3500)
    assert len(readings) <= 5
