"""Groups of places in the head, in a real Chromium: by keyboard, without scripts, on a phone, in both languages."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting
from services.dashboards.tests.visitors import SCOPE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]
SCOPES = (SCOPE, "coaching.take-part")
LINE = 46
"""How high a line of the head is on a phone, at most."""


@pytest_asyncio.fixture
async def visit(district: Any) -> AsyncIterator[Visit]:
    async with visiting(district) as visit:
        yield visit


def head(page: Page) -> Locator:
    return page.locator("header.top nav")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
async def test_by_keyboard_a_group_is_opened_a_place_chosen_and_another_closes_the_first(
    visit: Visit, scripts: bool
) -> None:
    page = await visit.page(scopes=SCOPES, java_script_enabled=scripts, viewport={"width": 360, "height": 700})
    await page.goto(f"{visit.base}/network")
    learning, partnership = (head(page).get_by_text(words, exact=True) for words in ("Learning", "Partnership"))
    await learning.focus()
    await page.keyboard.press("Enter")
    await expect(head(page).get_by_role("link", name="Reviews")).to_be_visible()
    await partnership.focus()
    await page.keyboard.press("Space")
    await expect(head(page).get_by_role("link", name="Reviews")).not_to_be_visible()
    await expect(head(page).get_by_role("link", name="Partner network")).to_have_attribute("aria-current", "page")
    await learning.focus()
    await page.keyboard.press("Enter")
    for _ in range(3):
        await page.keyboard.press("Tab")
    await expect(head(page).get_by_role("link", name="Frameworks")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/frameworks")
    await expect(head(page).get_by_role("link")).to_have_text(["Start"])
    await expect(head(page).locator("summary[aria-current]")).to_have_text("Learning")


async def test_escape_and_leaving_close_a_group(visit: Visit) -> None:
    page = await visit.page(scopes=SCOPES)
    await page.goto(f"{visit.base}/network")
    learning = head(page).get_by_text("Learning", exact=True)
    reviews = head(page).get_by_role("link", name="Reviews")
    await learning.click()
    await page.keyboard.press("Tab")
    await expect(reviews).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(reviews).not_to_be_visible()
    await expect(learning).to_be_focused()
    await learning.click()
    await expect(reviews).to_be_visible()
    await page.mouse.click(900, 600)
    await expect(reviews).not_to_be_visible()
    await learning.click()
    for _ in range(5):
        await page.keyboard.press("Tab")
    await expect(reviews).not_to_be_visible()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("role", "person"), [("leader", "leader"), ("educator", "teacher"), ("learner", "ana"),
                                              ("family", "parent")])  # fmt: skip
async def test_on_a_phone_two_lines_lead_everywhere_and_an_open_group_moves_nothing(
    visit: Visit, language: str, role: str, person: str
) -> None:
    page = await visit.page(role, person, SCOPES, color_scheme="dark", viewport={"width": 360, "height": 700})
    await page.goto(f"{visit.base}/frameworks?lang={language}")
    box = await head(page).bounding_box()
    assert box is not None
    assert box["height"] <= 2 * LINE
    title = await page.locator("h1").bounding_box()
    for group in await head(page).locator("summary").all():
        await group.click()
        assert await problems(page) == ""
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        assert await page.locator("h1").bounding_box() == title
        last = head(page).locator("details[open] a").last
        await expect(last).to_be_in_viewport(ratio=1)
    assert visit.complaints == []
