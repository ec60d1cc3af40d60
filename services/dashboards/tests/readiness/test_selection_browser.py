"""Pages of selection in a real Chromium: on a phone and at a desk, in both schemes, and without scripts."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting
from services.dashboards.tests.readiness.selecting import Selecting
from services.readiness.tests.selection.hosting import ok
from shared.auth.dependencies import SESSION_COOKIE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]
PHONE = {"width": 360, "height": 740}


@pytest_asyncio.fixture
async def visit(selecting: Selecting) -> AsyncIterator[Visit]:
    async with visiting(selecting, selecting) as visit:
        yield visit


async def signed_in(
    visit: Visit, role: str = "leader", district: UUID | None = None, subject: str = "the chair", **options: Any
) -> Page:
    page = await visit.page("", None, **options)
    token = visit.world.token(role, district, subject)
    await page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": visit.base}])
    return page


async def fits(visit: Visit, page: Page, path: str, width: int) -> None:
    await page.goto(visit.base + path)
    assert await problems(page) == "", path
    assert await page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 360), ("light", 1100), ("dark", 1100)])
async def test_each_page_is_accessible_and_fits(visit: Visit, selecting: Selecting, scheme: Any, width: int) -> None:
    applicants = await selecting.reviewed()
    await selecting.hosting.rank()
    changed = await selecting.hosting.person("reviewer 1", "readiness.review")
    ok(await selecting.hosting.score(changed, applicants[2], need=1, plan=5))
    ok(await selecting.hosting.decide(applicants[0], "chosen", departs="A sister district."))
    options: dict[str, Any] = {"color_scheme": scheme, "viewport": {"width": width, "height": 740}}
    first = applicants[0]
    base = selecting.call_path
    host = await signed_in(visit, **options)
    for path in (
        "/calls", "/calls/new", base, f"{base}/terms", f"{base}/reviewers", f"{base}/board", f"{base}/rankings/1",
        f"{base}/applications/{first.application_id}", f"{base}/applications/{first.application_id}/decision",
        f"{base}/decisions", f"{base}/record", "/open-calls", "/my-applications",
    ):  # fmt: skip
        await fits(visit, host, path, width)
    reviewer = await signed_in(visit, "educator", subject="reviewer 1", **options)
    for path in ("/my-reviews", f"/my-reviews/{first.application_id}"):
        await fits(visit, reviewer, path, width)
    leader = await signed_in(visit, district=first.district, **options)
    own = f"/my-applications/{first.application_id}"
    for path in (
        f"/open-calls/{selecting.hosting.call_id}",
        "/my-applications",
        own,
        f"{own}/withdraw",
        f"{own}/check",
    ):
        await fits(visit, leader, path, width)
    for one in applicants[1:]:
        ok(await selecting.hosting.decide(one, "not_chosen", departs="For the test."))
    ok(await selecting.hosting.release())
    await fits(visit, leader, own, width)
    await fits(visit, leader, f"{own}/accept", width)
    await fits(visit, host, f"{base}/record", width)
    assert visit.complaints == []


async def test_without_scripts_a_district_applies_and_accepts(visit: Visit, selecting: Selecting) -> None:
    await selecting.hosting.open()
    district = selecting.registered[0]
    page = await signed_in(visit, district=district, java_script_enabled=False, viewport=PHONE)
    await page.goto(f"{visit.base}/open-calls")
    await page.get_by_role("link", name="Partners for 2027").click()
    await page.get_by_role("button", name="Begin an application").click()
    await page.get_by_label("Why now?").fill("Our board has voted.")
    await page.get_by_label("Reviewers whom the host has named").check()
    await page.get_by_role("button", name="Save, check and send").click()
    await expect(page.get_by_text("Our board has voted.")).to_be_visible()
    await page.get_by_role("button", name="Send the application").click()
    await expect(page.get_by_text("The host has your application.")).to_be_visible()
    own = page.url
    applicant = (await selecting.applied_as(district)).application_id
    assert own.endswith(applicant)
    reviewers = [await selecting.hosting.reviewer(f"reviewer {number}") for number in (1, 2)]
    await selecting.hosting.end()
    await selecting.hosting.scored(reviewers, selecting.applicants, [(4, 4)])
    await selecting.hosting.chosen_by_rank(selecting.applicants)
    await page.goto(own)
    await page.get_by_role("link", name="Accept the place").click()
    await page.get_by_role("button", name="Yes, accept the place").click()
    await expect(page.get_by_role("heading", name="Your district has accepted its place")).to_be_visible()


async def test_without_scripts_a_host_writes_a_call_reviews_and_releases(visit: Visit, selecting: Selecting) -> None:
    page = await signed_in(visit, java_script_enabled=False, viewport=PHONE)
    await page.goto(f"{visit.base}/calls/new")
    await page.get_by_role("group", name="Title").get_by_role("textbox").fill("Partners for 2028")
    await page.get_by_role("button", name="Add a criterion").click()
    await expect(page.get_by_role("group", name="Title").get_by_role("textbox")).to_have_value("Partners for 2028")
    await page.get_by_role("button", name="Take out criterion 2").click()
    await page.get_by_role("group", name="Whom you look for").get_by_role("textbox").fill("Adopt it with us.")
    for name, value in (("First day", "2027-01-15"), ("Last day", "2027-02-20"), ("Its first day", "2027-07-01"),
                        ("Its last day", "2028-06-30"), ("How many can be chosen", "1")):  # fmt: skip
        await page.get_by_label(name, exact=True).fill(value)
    await page.get_by_role("group", name="Question 1").get_by_role("textbox").first.fill("Why now?")
    await page.get_by_role("group", name="Criterion 1").get_by_role("textbox").first.fill("Need")
    for level in (1, 2, 3):
        await page.get_by_role("group", name=f"Level {level}").get_by_role("textbox").fill(f"Need at {level}")
    await page.get_by_role("button", name="Save the call").click()
    await page.get_by_role("button", name="Open the call").click()
    selecting.hosting.call_id = page.url.rsplit("/", 1)[1]
    (applicant,) = await selecting.applied(1, answers={"prompt-1": "We are ready."})
    for number in (1, 2):
        ok(
            await selecting.hosting.chair.post(f"{selecting.hosting.path}/reviewers", json={"subject": f"r{number}"}),
            201,
        )
    await page.get_by_text("Close it now").click()
    await page.get_by_role("button", name="Yes, close it for good").click()
    for number in (1, 2):
        reviewer = await signed_in(visit, "educator", subject=f"r{number}", java_script_enabled=False, viewport=PHONE)
        await reviewer.goto(f"{visit.base}/my-reviews/{applicant.application_id}")
        await reviewer.get_by_label("Level 2: Need at 2").check()
        await reviewer.get_by_role("button", name="Give the sheet").click()
        await expect(reviewer.get_by_text("Your sheet is given.")).to_be_visible()
    await page.get_by_role("link", name="Applications and the ranked list").click()
    await page.get_by_role("button", name="Make the ranked list").click()
    await page.get_by_role("link", name="Decisions").first.click()
    await page.get_by_role("link", name="Lakeview").click()
    await page.get_by_label("Chosen", exact=True).check()
    await page.get_by_label("Reasons, for and against").fill("The need is shown.")
    await page.get_by_role("button", name="Keep this decision").click()
    await page.get_by_role("button", name="Release what is shown here").click()
    await expect(page.get_by_text("The decisions are released.")).to_be_visible()
