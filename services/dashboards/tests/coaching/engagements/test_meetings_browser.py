"""A meeting is planned by whoever has no mouse, in a real Chromium."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting
from services.dashboards.tests.coaching.engagements.engaging import Engaging
from shared.auth.dependencies import SESSION_COOKIE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]
NEW = "/coaching-meetings/new"
AGENDA = "Look at rubrics, then plan."
FIELDS = """() => [...new Map([...document.querySelector('main form.form').elements]
  .filter(one => one.type !== 'hidden' && one.tagName !== 'FIELDSET')
  .map(one => [one.type === 'radio' ? one.name : one.id || one.type, one])).keys()]"""
"""What of the form is to be filled in or pressed, in order; radios of one name are one stop."""
AT = """() => { const one = document.activeElement; return one.type === 'radio' ? one.name : one.id || one.type }"""


@pytest_asyncio.fixture
async def visit(engaging: Engaging) -> AsyncIterator[Visit]:
    await engaging.keep_time("America/Denver")
    await engaging.name(engaging.people.staff, "Ada", "Okafor")
    await engaging.name(engaging.people.student, "Mei", "Lin")
    async with visiting(engaging, engaging) as visit:
        yield visit


async def planning(visit: Visit, engaging: Engaging) -> Page:
    """The planning page, as a leader of the host opens it."""
    page = await visit.page("", None, locale="en-US")
    token = engaging.leader(engaging.two.host)
    await page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": visit.base}])
    await page.goto(f"{visit.base}{NEW}")
    return page


class Keyboard:
    """Somebody with a keyboard alone: what they press, and where that has led them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stops: list[str] = []

    async def tab_to(self, name: str) -> None:
        """On to the field of this id, the radios of this name, or the button."""
        for _ in range(100):
            await self.page.keyboard.press("Tab")
            at = await self.page.evaluate(AT)
            if at != (self.stops[-1] if self.stops else ""):  # days and times have a stop for each of their parts
                self.stops.append(at)
            if at == name:
                return
        raise AssertionError(f"no way leads to {name}: {self.stops}")

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def type(self, words: str) -> None:
        await self.page.keyboard.type(words)


async def fill_in(person: Keyboard, engaging: Engaging) -> None:
    """Plans an hour on the afternoon of the second of September, of the gap that was brought, with everybody."""
    await person.tab_to("about")
    await person.press("ArrowDown")
    for one in engaging.people.everybody:
        await person.tab_to(f"m-{one.member_id}")
        await person.press("Space")
    await person.tab_to("day")
    await person.type("09022026")
    await person.tab_to("starts")
    await person.type("0200PM")
    await person.tab_to("lasts")
    await person.tab_to("repeats")
    await person.tab_to("last_on")
    await person.tab_to("mode")
    await person.press("ArrowDown")
    await person.tab_to("place")
    await person.type("Room 12")
    await person.tab_to("agenda")
    await person.type(AGENDA)
    await person.tab_to("submit")


async def test_a_meeting_is_planned_by_keyboard_alone(visit: Visit, engaging: Engaging) -> None:
    page = await planning(visit, engaging)
    person = Keyboard(page)
    fields: list[str] = await page.evaluate(FIELDS)
    await fill_in(person, engaging)
    assert person.stops[-len(fields) :] == fields, "every field is come by, in the order of the form, and nothing else"
    await person.press("Enter")
    await page.wait_for_url("**/coaching-week/meetings/*")
    main = page.locator("main")
    await expect(main).to_contain_text("Sep 2, 2026, 2:00")
    for words in ("Room 12", AGENDA, "Ada Okafor", "Mei Lin"):
        await expect(main).to_contain_text(words)
    meeting = await engaging.people.seen(page.url.rpartition("/")[2])
    assert {one["member_id"] for one in meeting["participants"]} == {one.member_id for one in engaging.people.everybody}
    assert (meeting["starts_at"], meeting["gap_id"]) == ("2026-09-02T20:00:00Z", engaging.acting.gap)
    assert visit.complaints == []


async def test_the_summary_of_two_errors_leads_by_keyboard_to_each_field(visit: Visit, engaging: Engaging) -> None:
    page = await planning(visit, engaging)
    person = Keyboard(page)
    for one in engaging.people.everybody:
        await person.tab_to(f"m-{one.member_id}")
        await person.press("Space")
    await person.tab_to("starts")
    await person.type("0200PM")
    await person.tab_to("repeats")
    await person.press("ArrowDown")
    await person.tab_to("agenda")
    await person.type(AGENDA)
    await person.tab_to("submit")
    await person.press("Enter")
    summary = page.get_by_role("alert")
    await expect(summary).to_be_focused()
    links = summary.get_by_role("link")
    assert [await one.get_attribute("href") for one in await links.all()] == ["#day", "#last_on"]
    assert await page.locator(".field-error").count() == 2
    assert await problems(page) == ""
    for place, name in enumerate(("day", "last_on")):
        await links.nth(place).focus()
        await person.press("Enter")
        field = page.locator(f"#{name}")
        await expect(field).to_be_focused()
        await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(page.locator("#agenda")).to_have_value(AGENDA)
    assert not [one for one in visit.complaints if "422" not in one]
