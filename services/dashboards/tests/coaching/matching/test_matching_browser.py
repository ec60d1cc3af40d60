"""Pages of matching in a real Chromium: on a phone and at a desk, in both schemes, and without scripts."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from services.coaching.tests.coaches.coaching_district import CoachingDistrict
from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting
from services.dashboards.tests.coaching.matching.matching_pages import Matched
from shared.auth.dependencies import SESSION_COOKIE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest_asyncio.fixture
async def visit(matched: Matched) -> AsyncIterator[Visit]:
    async with visiting(matched, matched) as visit:
        yield visit


async def signed_in(visit: Visit, of: CoachingDistrict | None = None, **options: Any) -> Page:
    page = await visit.page("", None, **options)
    await page.context.add_cookies([{"name": SESSION_COOKIE, "value": visit.world.token(of), "url": visit.base}])
    return page


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
async def test_each_page_is_accessible_and_fits(visit: Visit, matched: Matched, scheme: Any, width: int) -> None:
    made = matched.made
    await made.coach()
    left = await made.coach("student", languages=["fr"])
    need = await made.brought()
    await made.brought(languages=["nl"])
    board = f"/matchings/{(await made.matching())['matching_id']}"
    await made.propose(board.rpartition("/")[2])
    (match,) = await made.matches(state="proposed")
    page = await signed_in(visit, color_scheme=scheme, viewport={"width": width, "height": 740})
    for path in (
        "/matchings", "/matchings/new", board, f"{board}/coaches/{left}", "/needs", f"/needs/{need}", "/matches",
        f"/matches/{match['match_id']}",
    ):  # fmt: skip
        await page.goto(visit.base + path)
        assert await problems(page) == "", path
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert visit.complaints == []


async def test_without_scripts_both_districts_confirm_a_match(visit: Visit, matched: Matched) -> None:
    await matched.made.coach()
    await matched.made.brought()
    matching = (await matched.made.matching())["matching_id"]
    page = await signed_in(visit, java_script_enabled=False, viewport={"width": 390, "height": 740})
    await page.goto(f"{visit.base}/matchings/{matching}")
    await page.get_by_role("button", name="Propose these pairs").click()
    await page.get_by_role("link", name="Confirm or decline matches").click()
    await page.get_by_role("button", name="Confirm:").click()
    await expect(page.get_by_role("link", name="Waits for the partner")).to_be_visible()
    theirs = await signed_in(visit, matched.made.partner, java_script_enabled=False)
    await theirs.goto(f"{visit.base}/matches")
    await theirs.get_by_role("button", name="Confirm:").click()
    await page.goto(f"{visit.base}/matchings/{matching}")
    await expect(page.get_by_role("link", name="Confirmed by both")).to_be_visible()
