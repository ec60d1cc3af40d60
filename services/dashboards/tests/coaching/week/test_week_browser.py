"""Somebody's week in a real Chromium: on a phone and at a desk, in both schemes, and without scripts."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from services.coaching.tests.meetings.meeting_people import STARTS, leave
from services.coaching.tests.meetings.test_notes import write
from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting
from services.dashboards.tests.coaching.engagements.engaging import Engaging
from services.dashboards.tests.coaching.week.test_childrens_meetings import PAGE, family_of
from services.dashboards.tests.coaching.week.test_own_actions import agreed
from services.dashboards.tests.coaching.week.test_week_pages import WEEK, page_of
from shared.auth.dependencies import SESSION_COOKIE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest_asyncio.fixture
async def visit(engaging: Engaging) -> AsyncIterator[Visit]:
    async with visiting(engaging, engaging) as visit:
        yield visit


async def signed_in(visit: Visit, token: str, **options: Any) -> Page:
    page = await visit.page("", None, **options)
    await page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": visit.base}])
    return page


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 390), ("light", 1280), ("dark", 1280)])
async def test_each_page_is_accessible_and_fits(visit: Visit, engaging: Engaging, scheme: Any, width: int) -> None:
    people = engaging.people
    meeting = await people.plan()
    note = (await write(people.staff, meeting, "team")).rpartition("/")[2]
    long = "Two teachers of each grade plan by competencies together, an hour a week. " * 3
    action = await agreed(engaging, people.staff, words=long, steps=["Name them"], resource_title="Planning backwards")
    await leave(people.other)
    people.two.host.at = STARTS
    page = await signed_in(
        visit, engaging.token(people.staff), color_scheme=scheme, viewport={"width": width, "height": 844}
    )
    one = page_of(meeting)
    for path in (WEEK, action, one, f"{one}?note={note}", f"{one}?for=pair", f"{WEEK}/concern", f"{WEEK}/calendars"):
        await page.goto(visit.base + path)
        await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert await problems(page) == "", path
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert visit.complaints == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 390), ("light", 1280), ("dark", 1280)])
async def test_a_familys_page_is_accessible_and_fits(visit: Visit, engaging: Engaging, scheme: Any, width: int) -> None:
    people = engaging.people
    token = engaging.token(await family_of(engaging, people.student), role="family")
    page = await signed_in(visit, token, color_scheme=scheme, viewport={"width": width, "height": 844})
    for planned in (False, True):
        if planned:
            await people.plan(people.student, people.staff, people.other, mode="in_person", place="Room" * 40)
            await leave(people.other)
        await page.goto(visit.base + PAGE)
        await expect(page.get_by_role("heading", level=2)).to_have_count(1)
        assert await problems(page) == ""
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert visit.complaints == []


async def test_without_scripts_a_meeting_begins_and_a_note_is_written_by_keyboard(
    visit: Visit, engaging: Engaging
) -> None:
    people = engaging.people
    await people.plan(people.staff, people.educator)
    people.two.host.at = STARTS
    token = engaging.token(people.staff)
    page = await signed_in(visit, token, java_script_enabled=False, viewport={"width": 390, "height": 844})
    await page.goto(visit.base + WEEK)
    await page.get_by_role("link", name="Check in").press("Enter")
    for who in await page.get_by_role("checkbox").all():
        await who.set_checked(True)
    await page.get_by_role("button", name="Begin the meeting").press("Enter")
    await expect(page.get_by_role("button", name="End the meeting")).to_be_visible()
    await page.get_by_role("link", name="For the team").press("Enter")
    await page.get_by_label("What you write").fill("Bring the rubric.")
    await page.get_by_role("button", name="Keep the note").press("Enter")
    await page.get_by_role("link", name="Open the note").press("Enter")
    await expect(page.get_by_text("Bring the rubric.").first).to_be_visible()
