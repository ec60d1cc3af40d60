"""The parts of pages in a real Chromium: accessible in both schemes, whole on a phone and on paper, usable by keyboard,
readable without scripts; and what somebody types survives whatever happens to it on its way.

Pictures are not compared with stored ones: each machine has its own fonts, so they would differ without a fault. What a
picture would show is asked as facts instead: nothing is wider than its page, no text leaves its drawing or covers
another, and axe reads the contrast off the styles as they are computed.
"""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route, expect

from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting
from services.dashboards.tests.gallery.served import PATHS, gallery_service
from services.dashboards.tests.visitors import uid

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]
WORDS = "Longer library evenings, so that families can come together."

_MISPLACED = """() => {
  const wrong = [];
  for (const svg of document.querySelectorAll("svg.drawing")) {
    if (!svg.checkVisibility()) continue;
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].map((one) => [one.textContent, one.getBoundingClientRect()]);
    texts.forEach(([words, box], place) => {
      const sides = box.left < frame.left - 1 || box.right > frame.right + 1;
      if (sides || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) wrong.push(`${words} is cut`);
      for (const [other, beside] of texts.slice(place + 1)) {
        const wide = Math.min(box.right, beside.right) - Math.max(box.left, beside.left);
        const high = Math.min(box.bottom, beside.bottom) - Math.max(box.top, beside.top);
        if (wide > 1 && high > 3) wrong.push(`${words} covers ${other}`);
      }
    });
  }
  return wrong;
}"""
_CUT = """() => [...document.querySelectorAll("main :is(p, li, th, td, a, b, button, label, legend, dt, dd, h1, h2)")]
  .filter((one) => one.checkVisibility() && !one.closest(".hidden, svg, .scroll, .star-words"))
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
  .map((one) => one.outerHTML.slice(0, 90))"""


@pytest_asyncio.fixture(scope="module")
async def visit(databases: Any) -> AsyncIterator[Visit]:
    async with gallery_service(databases) as running, visiting(SimpleNamespace(running=running, uid=uid)) as visit:
        yield visit


async def opened(visit: Visit, path: str, **options: Any) -> Page:
    page = await visit.page("", None, **options)
    await page.goto(visit.base + path)
    return page


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1100), ("light", 1100), ("dark", 360)])
async def test_every_part_is_accessible_and_whole(visit: Visit, scheme: Any, width: int) -> None:
    visit.complaints.clear()
    page = await visit.page("", None, color_scheme=scheme, viewport={"width": width, "height": 800})
    for path in PATHS:
        await page.goto(visit.base + path)
        assert await problems(page) == "", path
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert await page.evaluate(_MISPLACED) == [], path
        assert await page.evaluate(_CUT) == [], path
    assert visit.complaints == []
    await page.context.close()


async def test_longer_languages_have_room_too(visit: Visit) -> None:
    page = await visit.page("", None, viewport={"width": 360, "height": 800})
    for path in PATHS:
        await page.goto(f"{visit.base}{path}?lang=es")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert await page.evaluate(_MISPLACED) == [], path
    await page.context.close()


async def test_a_scheme_is_the_readers_and_paper_is_light(visit: Visit) -> None:
    page = await opened(visit, "/gallery/pace", color_scheme="dark")
    ground = "getComputedStyle(document.documentElement).getPropertyValue('--card').trim()"
    assert await page.evaluate(ground) == "#1a221e"
    await page.emulate_media(media="print")
    assert await page.evaluate(ground) == "#ffffff"
    await page.context.close()


async def test_paper_has_no_navigation_and_every_column(visit: Visit) -> None:
    page = await opened(visit, "/gallery/heat-map", viewport={"width": 700, "height": 900})
    await page.emulate_media(media="print")
    for hidden in (".path", ".top-end", ".foot"):
        await expect(page.locator(hidden)).to_be_hidden()
    assert await page.evaluate("document.querySelector('.heat').getBoundingClientRect().right") <= 700
    assert await page.locator(".heat thead th").count() == 9
    await page.goto(f"{visit.base}/gallery/table")
    await expect(page.locator(".card-table thead")).to_be_visible()
    await expect(page.locator(".filters")).to_be_hidden()
    await page.context.close()


async def test_a_phone_shows_a_table_as_cards_that_can_still_be_sorted(visit: Visit) -> None:
    page = await opened(visit, "/gallery/table", viewport={"width": 360, "height": 800})
    await expect(page.locator(".card-table thead")).to_be_hidden()
    cards = page.get_by_role("row")
    assert await cards.first.get_by_role("cell").count() == 4
    await page.get_by_role("navigation", name="Sort: Learners").get_by_role("link", name="Evidence").click()
    await expect(page.locator("tbody th").first).to_have_text("Cruz Ñandú")
    await page.context.close()


async def test_a_table_is_sorted_and_filtered_by_keyboard(visit: Visit) -> None:
    page = await opened(visit, "/gallery/table")
    await page.get_by_label("Grade").focus()
    await page.keyboard.type("Grade 3")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**grade=03**")
    await page.locator("thead").get_by_role("link", name="Evidence").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_url("**grade=03&sort=shown**")
    assert await page.locator("tbody th").all_inner_texts() == ["Cruz Ñandú", "Ben Example"]
    await expect(page.get_by_role("columnheader", name="Evidence")).to_have_attribute("aria-sort", "ascending")
    await page.context.close()


async def test_stars_are_given_with_the_arrows(visit: Visit) -> None:
    page = await opened(visit, "/gallery/stars")
    await page.get_by_role("radio", name="1 star: Not at all").focus()
    await page.keyboard.press("Space")
    for _ in range(3):
        await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("radio", name="4 stars: Largely")).to_be_checked()
    filled = "[...document.querySelectorAll('.star path')].map((one) => getComputedStyle(one).fill !== 'none')"
    assert await page.evaluate(filled) == [True, True, True, True, False]
    async with page.expect_request("**/gallery/thoughts") as sent:
        await page.keyboard.press("Enter")
    assert (await sent.value).post_data_json["stars"] == 4
    await expect(page.get_by_role("status")).to_have_text("Thank you. Your rating has arrived.")
    await page.context.close()


async def test_everything_that_reads_does_so_without_scripts(visit: Visit) -> None:
    page = await opened(visit, "/gallery/pace", java_script_enabled=False)
    await page.locator("#pace-table summary").click()
    await expect(page.get_by_role("columnheader", name="Planned").first).to_be_visible()
    for name in ("table", "heat-map", "levels", "trend", "bars", "timeline", "notices", "head"):
        await page.goto(f"{visit.base}/gallery/{name}")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert "browser must run its scripts" not in await page.inner_text("main")
    await page.goto(f"{visit.base}/gallery/table")
    await page.locator("thead").get_by_role("link", name="Score").click()
    await expect(page.locator("tbody th").first).to_have_text("élan Example")
    await page.goto(f"{visit.base}/gallery/form")
    # This browser leaves <noscript> out although it runs no scripts, so its words are looked for in what was sent.
    assert "To send this form your browser must run its scripts." in await page.content()
    await page.get_by_label("What should we do next?").fill(WORDS)
    await share(page)
    assert "library" not in page.url
    await page.context.close()


class Answers:
    """What the form's service and the renewal of the session answer, in turn; the last for ever. None is no network."""

    def __init__(self, page: Page, *statuses: int | None, renews: bool = True) -> None:
        self._page, self._statuses, self._renews = page, list(statuses), renews
        self.sent: list[tuple[Any, str]] = []

    async def begin(self) -> "Answers":
        await self._page.route("**/gallery/thoughts", self._answer)
        await self._page.route("**/partners/v1/session/renew*", self._renew)
        return self

    async def _answer(self, route: Route) -> None:
        self.sent.append((route.request.post_data_json, route.request.headers["idempotency-key"]))
        status = self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0]
        if status is None:
            await route.abort()
        else:
            await route.fulfill(status=status, json={})

    async def _renew(self, route: Route) -> None:
        target = route.request.url.partition("next=")[2].replace("%2F", "/") if self._renews else "/sign-in"
        await route.fulfill(status=303, headers={"location": target})


async def filled(visit: Visit, *statuses: int | None, renews: bool = True) -> tuple[Page, Answers]:
    """The gallery's form with everything filled in, by keyboard where that is how it is done."""
    page = await visit.page("", None)
    answers = await Answers(page, *statuses, renews=renews).begin()
    await page.goto(f"{visit.base}/gallery/form")
    await page.get_by_label("What should we do next?").fill(WORDS)
    await page.keyboard.press("Tab")
    await page.keyboard.type("Buildings")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    return page, answers


async def still_there(page: Page) -> None:
    await expect(page.get_by_label("What should we do next?")).to_have_value(WORDS)
    await expect(page.locator("#thought-area")).to_have_value("place")
    await expect(page.get_by_label("Others may read it")).to_be_checked()


async def share(page: Page) -> None:
    await page.get_by_role("button", name="Share").first.click()


async def test_words_survive_a_network_that_failed_and_are_sent_once(visit: Visit) -> None:
    page, answers = await filled(visit, None, 201)
    await share(page)
    summary = page.get_by_role("alert")
    await expect(summary).to_contain_text("Send it again: it has its effect once.")
    await expect(summary).to_be_focused()
    assert await problems(page) == ""
    await page.reload()
    await still_there(page)
    await expect(page.get_by_text("What you typed here before has not been sent yet.")).to_be_visible()
    await share(page)
    await expect(page.locator("#announce")).to_have_text("Thank you. Your thought has arrived.")
    assert answers.sent == [({"words": WORDS, "area": "place", "shared": True}, answers.sent[0][1])] * 2
    await page.reload()
    await expect(page.get_by_label("What should we do next?")).to_have_value("")
    await page.context.close()


async def test_a_session_that_ended_is_renewed_and_the_words_are_sent_again(visit: Visit) -> None:
    page, answers = await filled(visit, 401, 201)
    await share(page)
    await expect(page.locator("#announce")).to_have_text("Thank you. Your thought has arrived.")
    assert len(answers.sent) == 2
    assert answers.sent[0] == answers.sent[1]
    await page.context.close()


async def test_whoever_must_sign_in_finds_their_words_again(visit: Visit) -> None:
    page, _ = await filled(visit, 401, renews=False)
    await share(page)
    await page.wait_for_url("**/sign-in")
    await page.goto(f"{visit.base}/gallery/form")
    await still_there(page)
    await page.context.close()


async def test_words_survive_a_conflict_and_what_is_there_now_is_shown(visit: Visit) -> None:
    page, answers = await filled(visit, 412, 201)
    await share(page)
    await expect(page.get_by_role("alert")).to_contain_text("Somebody has changed this since you opened it.")
    await still_there(page)
    await page.get_by_role("link", name="Show what is there now").click()
    await still_there(page)
    await share(page)
    await expect(page.locator("#announce")).to_have_text("Thank you. Your thought has arrived.")
    assert answers.sent[0][1] != answers.sent[1][1], "it is another request"
    await page.context.close()


async def test_words_survive_a_tab_that_dies_while_they_are_typed(visit: Visit) -> None:
    page = await opened(visit, "/gallery/form")
    await page.get_by_label("What should we do next?").press_sequentially("Half a th")
    kept = await page.evaluate("Object.values(sessionStorage).join()")
    assert "Half a th" in kept
    await page.context.close()


async def test_what_is_wrong_stands_beside_its_field_and_leads_there(visit: Visit) -> None:
    page = await opened(visit, "/gallery/form")
    await share(page)
    summary = page.get_by_role("alert")
    await expect(summary).to_be_focused()
    await expect(summary.get_by_role("link")).to_have_text(
        ["What should we do next?: Fill this in.", "Area: Fill this in."]
    )
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    field = page.get_by_label("What should we do next?")
    await expect(field).to_be_focused()
    await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(field).to_have_accessible_description("Ten letters or more. Fill this in.")
    assert await problems(page) == ""
    await field.fill("Short")
    await page.locator("#thought-area").select_option("place")
    await share(page)
    await expect(page.locator("#thought-wrong")).to_have_text("Say it in 10 letters or more.")
    await expect(page.locator("#thought-wrong")).to_have_attribute("lang", "en")
    await expect(field).to_have_value("Short")
    await page.context.close()


async def test_a_file_is_sent_and_one_that_cannot_be_taken_is_not(visit: Visit) -> None:
    page = await opened(visit, "/gallery/upload")
    lost = [True]

    async def answer(route: Route) -> None:
        if lost and lost.pop():
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/gallery/files", answer)
    await page.get_by_label("Files of your work").set_input_files([
        {"name": "private name.png", "mimeType": "image/png", "buffer": b"1234"},
        {"name": "song.mp3", "mimeType": "audio/mpeg", "buffer": b"1234"},
        {"name": "large.png", "mimeType": "image/png", "buffer": b"1" * 2_500_001},
    ])  # fmt: skip
    rows = page.locator(".upload-files li")
    await expect(rows.nth(1)).to_contain_text("That kind of file cannot be taken. Choose PDF or picture.")
    await expect(rows.nth(2)).to_contain_text("That file is larger than 2.5 MB.")
    await expect(rows.nth(0)).to_contain_text("Send it again: it is kept once.")
    assert await problems(page) == ""
    async with page.expect_request("**/gallery/files") as sent:
        await page.get_by_role("button", name="Send again: private name.png").click()
    assert "private" not in (await sent.value).url
    await expect(rows.nth(0)).to_contain_text("Arrived.")
    await page.context.close()


async def test_what_is_said_in_the_live_region_can_be_heard_twice(visit: Visit) -> None:
    page = await opened(visit, "/gallery/live")
    region = page.get_by_role("status")
    await page.evaluate("""() => { document.body.dataset.heard = 0;
      new MutationObserver(() => {
        if (document.querySelector('[data-announce]').textContent) document.body.dataset.heard++; })
        .observe(document.querySelector('[data-announce]'), { childList: true }); }""")
    for times in (1, 2):
        await page.get_by_role("button", name="Say something").click()
        await expect(page.locator("body")).to_have_attribute("data-heard", str(times))
        await expect(region).to_have_text("The figures on this page have changed.")
    await page.context.close()
