"""The rater's form in a real Chromium: on a phone, in both schemes, with and without scripts, by keyboard, on two pages
at once, and while the network is away.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting
from services.dashboards.tests.readiness.asking import Asking, Link

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]
SHARED, VOTED, OWN = "How is model.shared?", "How is model.voted?", "How is model.own?"
PHONE = {"width": 360, "height": 740}


@pytest_asyncio.fixture
async def visit(asking: Asking) -> AsyncIterator[Visit]:
    async with visiting(asking, asking) as visit:
        yield visit


async def opened(visit: Visit, link: Link, part: str = "/questions", **options: Any) -> Page:
    page = await visit.page("", None, **options)
    await page.goto(visit.base + link.path + part)
    return page


def asked(page: Page, text: str) -> Any:
    return page.get_by_role("radiogroup", name=text).or_(page.get_by_role("group", name=text))


async def saved(page: Page) -> None:
    await expect(page.get_by_role("status")).to_have_text("Saved")


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 360), ("light", 1100), ("dark", 1100)])
async def test_each_page_is_accessible_and_fits(visit: Visit, asking: Asking, scheme: Any, width: int) -> None:
    link = await asking.link()
    await asking.save(link, "model.shared", 1, value=3)
    page = await visit.page("", None, color_scheme=scheme, viewport={"width": width, "height": 740})
    for part in ("", "/questions", "/questions?page=all", "/questions?page=2&language=es", "/review", "/nothing", "x"):
        await page.goto(visit.base + link.path + part)
        assert await problems(page) == "", part
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, part
    assert [one for one in visit.complaints if "404" not in one] == []


async def test_each_answer_is_saved_as_it_is_given_and_goes_on_on_another_device(visit: Visit, asking: Asking) -> None:
    link = await asking.link()
    page = await opened(visit, link, viewport=PHONE)
    await asked(page, SHARED).get_by_label("In some schools").check()
    await saved(page)
    await expect(page.get_by_text("1 of 6 answered")).to_be_visible()
    await asked(page, OWN).get_by_role("textbox").fill('Ours is 3.5 "good" <b>')
    await expect(page.get_by_text("2 of 6 answered")).to_be_visible()
    assert {key: one["value"] for key, one in (await asking.stored(link)).items()} == {
        "model.shared": 2, "model.own": "Ours is 3.5 \"good\" <b>",
    }  # fmt: skip
    desk = await opened(visit, link, "")
    await desk.get_by_role("link", name="Go on").click()
    await expect(asked(desk, SHARED).get_by_label("In some schools")).to_be_checked()
    await expect(asked(desk, OWN).get_by_role("textbox")).to_have_value('Ours is 3.5 "good" <b>')
    assert visit.complaints == []


async def test_all_kinds_are_saved_in_the_numbers_order(visit: Visit, asking: Asking) -> None:
    link = await asking.link()
    page = await opened(visit, link, "/questions?page=all")
    await asked(page, "How is means.share?").get_by_role("textbox").fill("3,5")
    await asked(page, "How is means.shown?").get_by_role("textbox").first.fill("https://example.org/a")
    await asked(page, "How is means.kind?").get_by_label("Bought").check()
    for answer in ("Yes", "No", "Don't know", "No answer", "Not applicable"):
        await asked(page, VOTED).get_by_label(answer, exact=True).check()
    await asked(page, SHARED).get_by_label("Not yet").check()
    await asked(page, SHARED).get_by_text("Add a link that shows it").click()
    await asked(page, SHARED).get_by_label("Link").fill("https://example.org/b")
    await expect(page.get_by_text("5 of 6 answered")).to_be_visible()
    await page.wait_for_timeout(1200)
    stored = await asking.stored(link)
    assert {key: (one["said"], one["value"]) for key, one in stored.items()} == {
        "means.share": ("value", "3.5"), "means.shown": ("value", {"kind": "link", "reference": "https://example.org/a"}),
        "means.kind": ("value", "bought"), "model.voted": ("not_applicable", None), "model.shared": ("value", 1),
    }  # fmt: skip
    assert stored["model.shared"]["evidence"] == {"kind": "link", "reference": "https://example.org/b"}


async def test_two_pages_at_once_overwrite_nothing_and_the_rater_chooses(visit: Visit, asking: Asking) -> None:
    link = await asking.link()
    one, other = await opened(visit, link), await opened(visit, link)
    await asked(one, SHARED).get_by_label("Everywhere").check()
    await saved(one)
    await asked(other, SHARED).get_by_label("Not yet").check()
    await expect(other.get_by_role("alert")).to_contain_text("Another answer was saved meanwhile")
    await expect(asked(other, SHARED)).to_contain_text("Everywhere")
    await expect(asked(other, SHARED).get_by_label("Not yet")).to_be_checked()
    assert await problems(other) == ""
    assert (await asking.stored(link))["model.shared"]["value"] == 3
    await other.get_by_role("button", name="Save mine in its place").click()
    await saved(other)
    assert (await asking.stored(link))["model.shared"]["value"] == 1


async def test_an_answer_that_was_taken_back_elsewhere_is_no_conflict(visit: Visit, asking: Asking) -> None:
    link = await asking.link()
    await asking.save(link, "model.shared", 1, value=3)
    await asking.save(link, "model.shared", 2, said="left_out")
    page = await opened(visit, link)
    await asked(page, SHARED).get_by_label("Not yet").check()
    await saved(page)
    assert (await asking.stored(link))["model.shared"]["value"] == 1


async def test_while_the_network_is_away_it_says_so_keeps_the_words_and_saves_them_later(
    visit: Visit, asking: Asking
) -> None:
    link = await asking.link()
    page = await opened(visit, link)
    asking.away = True
    await asked(page, OWN).get_by_role("textbox").fill("Typed in a tunnel")
    await expect(page.get_by_role("status")).to_contain_text("Not saved yet", timeout=5000)
    asking.away = False
    await page.get_by_role("button", name="Try again now").click()
    await saved(page)
    assert (await asking.stored(link))["model.own"]["value"] == "Typed in a tunnel"


async def test_what_was_typed_just_before_the_page_was_left_is_saved(visit: Visit, asking: Asking) -> None:
    link = await asking.link()
    page = await opened(visit, link)
    await asked(page, OWN).get_by_role("textbox").fill("Just before")
    await page.goto(visit.base + link.path)
    while not await asking.stored(link):  # the test's own time limit ends it
        await page.wait_for_timeout(50)
    await page.goto(f"{visit.base}{link.path}/questions")
    await expect(asked(page, OWN).get_by_role("textbox")).to_have_value("Just before")


async def test_the_keyboard_chooses_an_answer_and_sees_where_it_is(visit: Visit, asking: Asking) -> None:
    link = await asking.link()
    page = await opened(visit, link)
    await asked(page, SHARED).get_by_label("No answer").focus()
    await page.keyboard.press("ArrowDown")
    await expect(asked(page, SHARED).get_by_label("Not yet")).to_be_checked()
    await page.keyboard.press("ArrowDown")
    await expect(asked(page, SHARED).get_by_label("In some schools")).to_be_focused()
    outline = "getComputedStyle(document.activeElement.closest('.answer-card')).outlineStyle"
    assert await page.evaluate(outline) == "solid"
    await saved(page)
    await page.wait_for_timeout(300)
    assert (await asking.stored(link))["model.shared"]["value"] == 2


async def test_without_scripts_the_buttons_save_from_the_first_page_to_the_thanks(visit: Visit, asking: Asking) -> None:
    link = await asking.link()
    page = await opened(visit, link, "", java_script_enabled=False, viewport=PHONE)
    await page.get_by_role("link", name="To the questions").click()
    await asked(page, SHARED).get_by_label("In some schools").check()
    await asked(page, OWN).get_by_role("textbox").fill("Without scripts")
    await page.get_by_role("button", name="Save and go on").last.click()
    await page.get_by_role("button", name="Save and check").click()
    await expect(page.get_by_role("link", name=VOTED)).to_be_visible()
    await page.get_by_role("link", name=VOTED).click()
    await asked(page, VOTED).get_by_label("Yes").check()
    await page.get_by_role("button", name="All questions on one page").click()
    await expect(asked(page, VOTED).get_by_label("Yes")).to_be_checked()
    await page.get_by_role("button", name="Save and check").click()
    await page.get_by_role("button", name="Send my answers").click()
    await expect(page.get_by_role("status")).to_contain_text("Received, thank you")


async def test_somebody_signed_in_saves_as_they_go_too(visit: Visit, asking: Asking) -> None:
    made = await asking.invite(kind="person", person_id=str(asking.uid("teacher")))
    page = await visit.page("educator", "teacher", ("dashboards.read", "readiness.take-part"))
    await page.goto(f"{visit.base}/my-invitations")
    await page.get_by_role("link", name="Ready in autumn?").click()
    await page.get_by_role("link", name="To the questions").click()
    await asked(page, VOTED).get_by_label("No", exact=True).check()
    await saved(page)
    await page.goto(f"{visit.base}/my-invitations/{made['invitation_id']}/questions")
    await expect(asked(page, VOTED).get_by_label("No", exact=True)).to_be_checked()
    assert await problems(page) == ""
    assert visit.complaints == []
