"""The pages of assessments and instruments in a real Chromium: accessible and whole on a phone and a desk, in both
schemes, and usable without scripts.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting
from services.dashboards.tests.readiness.asking import LEADERS, Asking

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest_asyncio.fixture
async def visit(asking: Asking) -> AsyncIterator[Visit]:
    async with visiting(asking, asking) as visit:
        yield visit


async def paths_of(asking: Asking) -> list[str]:
    """Every page of a leader, with something on each."""
    await asking.invite(address="rosa@x.example", language="es")
    await asking.link(role="union")
    async with asking.visitor() as client:
        await client.post(f"/instruments/{asking.instrument_id}/versions/1", data={"do": "offer", "key": "offer1"})
        made = await client.post(f"/instruments/{asking.instrument_id}/versions/1", data={"do": "clone"})
    one, shelf, draft = (
        f"/assessments/{asking.assessment_id}",
        f"/instruments/{asking.instrument_id}",
        made.headers["location"],
    )
    return [
        "/assessments", "/assessments/new", one, f"{one}/settings", f"{one}/review", f"{one}/raters",
        f"{one}/paper?role=teacher",
        "/instruments", "/instruments/new", shelf, f"{shelf}/versions/1", draft, f"{draft}/about",
        f"{draft}/sections/0", f"{draft}/sections/0/questions/0", f"{draft}/sections/1/questions/0",
        f"{draft}/sections/1/questions/1", f"{draft}/sections/1/questions/2", f"{draft}/preview?role=teacher",
        "/my-invitations",
    ]  # fmt: skip


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1100)])
async def test_each_page_is_accessible_and_fits(visit: Visit, asking: Asking, scheme: Any, width: int) -> None:
    page = await visit.page("leader", "leader", LEADERS, color_scheme=scheme, viewport={"width": width, "height": 800})
    for path in await paths_of(asking):
        await page.goto(f"{visit.base}{path}{'&' if '?' in path else '?'}lang={'es' if width == 360 else 'en'}")
        assert await problems(page) == "", path
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert visit.complaints == []


async def test_an_assessment_is_planned_and_raters_invited_without_scripts(visit: Visit, asking: Asking) -> None:
    page = await visit.page(
        "leader", "leader", LEADERS, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    await page.goto(f"{visit.base}/assessments")
    await page.get_by_role("link", name="Plan an assessment").click()
    await page.get_by_label("Title").fill("Planned on a phone")
    await page.get_by_label("Instrument").select_option(f"{asking.instrument_id} 1")
    await page.get_by_label("First day").fill(str(asking.at.date()))
    await page.get_by_label("Last day").fill(str(asking.at.date() - timedelta(days=30)))
    await page.get_by_role("group", name="Educators").get_by_label("People").fill("12")
    await page.get_by_role("button", name="Plan it").click()
    await expect(page.get_by_text("is before the first").first).to_be_visible()
    assert await page.get_by_label("Title").input_value() == "Planned on a phone"
    await page.get_by_label("Last day").fill(str(asking.at.date() + timedelta(days=9)))
    await page.get_by_role("button", name="Plan it").click()
    await page.get_by_role("button", name="Open it now").click()
    await page.get_by_role("link", name="Raters: invite, revoke, renew").click()
    await page.get_by_text("Make links to hand out").click()
    await page.get_by_label("Role").last.select_option("teacher")
    await page.get_by_label("How many").fill("2")
    await page.get_by_role("button", name="Make the links").click()
    await expect(page.get_by_text("/take-part/")).to_have_count(2)


async def test_a_question_is_written_and_previewed_without_scripts(visit: Visit, asking: Asking) -> None:
    page = await visit.page("leader", "leader", LEADERS, java_script_enabled=False)
    await page.goto(f"{visit.base}/instruments/{asking.instrument_id}/versions/1")
    await page.get_by_role("button", name="Make an instrument of it to adapt").click()
    await page.get_by_role("link", name="How is model.voted?").click()
    await page.get_by_label("What it wants").select_option("choice")
    await page.get_by_role("button", name="Change it").click()
    option = page.get_by_role("group", name="Option 1")
    await option.get_by_label("English").fill("Nobody has asked")
    await page.get_by_role("group", name="Option 2").get_by_label("English").fill("Everybody agreed")
    await page.get_by_role("button", name="Save").last.click()
    await expect(page.get_by_role("status")).to_contain_text("Saved.")
    await page.get_by_role("link", name="Draft").click()
    await page.get_by_role("link", name="As a rater reads it").click()
    await expect(page.get_by_label("Nobody has asked")).to_be_visible()
