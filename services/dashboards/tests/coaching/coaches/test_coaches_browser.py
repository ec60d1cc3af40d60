"""Pages of coaches in a real Chromium: on a phone and at a desk, in both schemes, and without scripts."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from services.coaching.tests.coaches.coaching_district import TODAY, days
from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting
from services.dashboards.tests.coaching.coaches.coach_pages import CoachPages
from services.dashboards.tests.coaching.coaches.test_concern_pages import WORDS, named
from services.dashboards.tests.coaching.coaches.test_joining_pages import enrolled
from shared.auth.dependencies import SESSION_COOKIE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest_asyncio.fixture
async def visit(district: CoachPages) -> AsyncIterator[Visit]:
    async with visiting(district, district) as visit:
        yield visit


async def signed_in(visit: Visit, token: str, **options: Any) -> Page:
    page = await visit.page("", None, **options)
    await page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": visit.base}])
    return page


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
async def test_each_page_is_accessible_and_fits(visit: Visit, district: CoachPages, scheme: Any, width: int) -> None:
    ana = district.here.person()
    await named(district, ana, district.here.person())
    times = [{"weekday": "tuesday", "starts": "15:30", "ends": "17:00"}]
    student, staff = await district.here.join("student", availability=times), await district.here.staff()
    first, second = await district.concern(WORDS, staff), await district.concern("Again.")
    token = district.token(person=ana)
    page = await signed_in(visit, token, color_scheme=scheme, viewport={"width": width, "height": 740})
    await page.goto(visit.base + second)
    await page.get_by_role("button", name="I see to it").click()
    await expect(page.get_by_text("Being seen to")).to_be_visible()
    for path in (
        "/coaches", "/coaches/new", "/relations",
        f"/coaches/{student}", f"/coaches/{staff}?on={TODAY + days(200)}", "/safeguarding-people",
        "/concerns", first, second,
    ):  # fmt: skip
        await page.goto(visit.base + path)
        for details in await page.locator("details").all():
            await details.evaluate("one => { one.open = true }")
        assert await problems(page) == "", path
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
    await enrolled(district, "Ada", "Quill")
    for path in ("/coaches/new", "/safeguarding-people"):
        await page.goto(visit.base + path)
        if path == "/safeguarding-people":
            await page.get_by_text("Name people in place of these").click()
        await page.get_by_label("Find somebody by name").fill("quill")
        await page.get_by_role("button", name="Look for them").click()
        await expect(page.get_by_label("Ada Quill")).to_be_in_viewport()
        assert await problems(page) == "", path
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert visit.complaints == []


async def test_without_scripts_a_leader_attests_what_is_missing(visit: Visit, district: CoachPages) -> None:
    coach_id = await district.here.join("staff")
    await district.name_coach(coach_id, "Ada", "Quill")
    page = await signed_in(visit, district.token(), java_script_enabled=False, viewport={"width": 390, "height": 740})
    await page.goto(f"{visit.base}/coaches")
    await page.get_by_role("link", name="Ada Quill").click()
    await page.get_by_text("Attest something").click()
    await page.get_by_label("What was found to be so").select_option("identity")
    await page.get_by_label("First day").fill(str(TODAY))
    attest = page.locator("form").filter(has=page.get_by_role("button", name="Attest it"))
    await attest.get_by_label("What it is known by").fill("ID-7")
    await page.get_by_role("button", name="Attest it").click()
    await expect(page.get_by_text("ID-7")).to_be_visible()
    await expect(page.get_by_text("Identity: nothing is attested")).to_have_count(0)


async def test_by_keyboard_alone_and_without_scripts_a_leader_makes_somebody_a_coach(
    visit: Visit, district: CoachPages
) -> None:
    await enrolled(district, "Ada", "Quill")
    page = await signed_in(visit, district.token(), java_script_enabled=False, viewport={"width": 360, "height": 740})
    await page.goto(f"{visit.base}/coaches")
    await page.get_by_role("link", name="Add a coach").focus()
    await page.keyboard.press("Enter")
    await page.get_by_label("Find somebody by name").focus()
    await page.keyboard.type("quill")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("1 person found")).to_be_visible()
    assert "quill" not in page.url, "a name gets into no address"
    await page.get_by_label("Ada Quill").focus()
    await page.keyboard.press("Space")
    await page.get_by_label("Student", exact=True).focus()
    await page.keyboard.press("Space")
    await page.get_by_label("Hours a week").focus()
    await page.keyboard.type("3")
    await page.get_by_role("button", name="Make them a coach").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Ada Quill")
    await expect(page.get_by_text("Age: nothing is attested")).to_be_visible()
