"""Pages of engagements in a real Chromium: on a phone and at a desk, in both schemes, and without scripts."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from services.coaching.tests.coaches.coaching_district import TODAY, days
from services.coaching.tests.engagements.partnership import sign_both, to_summer, write
from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting
from services.dashboards.tests.coaching.engagements.engaging import Engaging
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


async def engaged(engaging: Engaging) -> str:
    """An engagement in its summer training, with all that a page can show; the path of an action."""
    two, people = engaging.two, engaging.people
    await engaging.name(people.staff, "Ada", "Okafor")
    await engaging.name(people.student, "Mei", "Lin")
    await to_summer(two)
    await sign_both(two, words="We meet on Tuesdays, and write in the platform.")
    await write(two, two.partner, words="We meet on Fridays.", cadence="monthly", first_contact_days=20)
    milestone = {"code": "first-visit", "title": "Teachers visit a class", "due_on": str(TODAY + days(2))}
    assert (await two.partner.client.post(f"{two.path}/milestones", json=milestone)).status_code == 201
    closure = {
        "last_meeting_on": str(TODAY + days(60)),
        "retention": [{"content": "team_notes", "destroy_on": str(TODAY + days(90))}],
    }
    assert (
        await two.host.client.put(f"{two.path}/closure", json=closure, headers={"If-Match": "*"})
    ).status_code == 200
    meeting = await people.plan()
    there = [people.staff, people.student, people.other, people.educator]
    assert (await people.begin(meeting, *there)).status_code == 200
    assert (await people.act(people.staff, meeting, "end")).status_code == 200
    await engaging.acting.propose(words="Visit each other's classes.")
    agreed = await engaging.acting.agreed(resource_title="A guide", due_on=str(TODAY + days(1)))
    two.host.at += days(5)
    return agreed.replace("/coaching/v1/actions", "/coaching-actions")


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 390), ("light", 1280), ("dark", 1280)])
async def test_each_page_is_accessible_and_fits(visit: Visit, engaging: Engaging, scheme: Any, width: int) -> None:
    action = await engaged(engaging)
    page = await signed_in(
        visit, engaging.leader(engaging.two.host), color_scheme=scheme, viewport={"width": width, "height": 844}
    )
    path = engaging.path
    for one in (
        "/engagements", "/engagements/report", path, f"{path}/charter", f"{path}/closing", action,
        f"{path}/actions/new",
    ):  # fmt: skip
        await page.goto(visit.base + one)
        assert await problems(page) == "", one
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, one
    assert visit.complaints == []


async def test_without_scripts_a_partner_agrees_to_an_action_by_keyboard(visit: Visit, engaging: Engaging) -> None:
    await engaging.acting.propose(words="Visit each other's classes.")
    token = engaging.leader(engaging.two.partner)
    page = await signed_in(visit, token, java_script_enabled=False, viewport={"width": 390, "height": 844})
    await page.goto(f"{visit.base}/engagements")
    await page.get_by_role("link", name="Riverside").press("Enter")
    await page.get_by_role("link", name="Visit each other's classes.").press("Enter")
    await page.get_by_role("button", name="Agree to it").press("Enter")
    await expect(page.get_by_role("button", name="Say that it is done")).to_be_visible()
    await page.locator("summary", has_text="Drop it").press("Enter")
    await page.get_by_label("It is not possible").check()
    await page.get_by_role("button", name="Drop the action").press("Enter")
    await expect(page.get_by_label("It is not possible")).to_be_checked()
