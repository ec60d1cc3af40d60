"""The parts of pages in a real Chromium: accessible in both schemes, whole on a phone and on paper, usable by keyboard,
readable without scripts.

Pictures are not compared with stored ones: each machine has its own fonts, so they would differ without a fault. What a
picture would show is asked as facts instead: nothing is wider than its page, no text leaves its drawing or covers
another, and axe reads the contrast off the styles as they are computed.
"""

from typing import Any

import pytest
from playwright.async_api import FilePayload, Route, expect

from services.dashboards.tests.browsing import CHROMIUM, Visit, problems
from services.dashboards.tests.gallery.served import PATHS, WORDS, opened, share

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]

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

_BROKEN = """() => [...document.querySelectorAll(".heat thead th")].flatMap((head) => {
  const broken = [], inner = head.querySelector("span")?.getBoundingClientRect(), outer = head.getBoundingClientRect();
  if (inner && (inner.left < outer.left - 1 || inner.right > outer.right + 1)) broken.push(`${head.innerText} is cut`);
  for (const text of [...head.childNodes].map((node) => node.firstChild ?? node))
    for (const word of text.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (range.getClientRects().length > 1) broken.push(`${word[0]} is broken`);
    }
  return broken;
})"""


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
    assert await page.locator("#heat thead th").count() == 9
    assert await page.evaluate(_BROKEN) == []
    await page.goto(f"{visit.base}/gallery/table")
    await expect(page.locator("#learners thead")).to_be_visible()
    await expect(page.locator(".filters")).to_be_hidden()
    await page.context.close()


async def test_a_phone_shows_a_table_as_cards_that_can_still_be_sorted(visit: Visit) -> None:
    page = await opened(visit, "/gallery/table", viewport={"width": 360, "height": 800})
    await expect(page.locator("#learners thead")).to_be_hidden()
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
    assert await page.locator("#learners tbody th").all_inner_texts() == ["Cruz Ñandú", "Ben Example"]
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
    rating: Any = (await sent.value).post_data_json
    assert rating["stars"] == 4
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


async def test_a_file_is_sent_and_one_that_cannot_be_taken_is_not(visit: Visit) -> None:
    page = await opened(visit, "/gallery/upload")
    lost = [True]

    async def answer(route: Route) -> None:
        if lost and lost.pop():
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/gallery/files", answer)
    files: list[FilePayload] = [
        {"name": "private name.png", "mimeType": "image/png", "buffer": b"1234"},
        {"name": "song.mp3", "mimeType": "audio/mpeg", "buffer": b"1234"},
        {"name": "large.png", "mimeType": "image/png", "buffer": b"1" * 2_500_001},
    ]
    await page.get_by_label("Files of your work").set_input_files(files)
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
