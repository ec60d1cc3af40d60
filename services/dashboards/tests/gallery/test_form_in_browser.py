"""What somebody types into a form survives whatever happens to it on its way, in a real Chromium."""

from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from services.dashboards.tests.browsing import CHROMIUM, Visit, problems
from services.dashboards.tests.gallery.served import WORDS, opened, share

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]


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


async def test_parts_of_a_form_follow_the_choice_that_they_depend_on(visit: Visit) -> None:
    page = await opened(visit, "/gallery/form")
    line, number = page.locator("#parts-line"), page.locator("#parts-number")
    await expect(line).to_be_hidden()
    await page.locator("#parts-choice").select_option("words")
    await expect(line).to_be_visible()
    await expect(number).to_be_hidden()
    await page.get_by_role("button", name="Share").nth(2).click()
    await expect(page.get_by_role("alert").get_by_role("link")).to_have_text(["Title: Fill this in."])
    assert await problems(page) == ""
    await page.locator("#parts-choice").select_option("number")
    await number.fill("7")
    await page.get_by_role("button", name="Share").nth(2).click()
    await expect(page.locator("#parts-number-wrong")).to_be_visible()
    await page.context.close()


async def test_a_button_of_its_own_is_sent_and_speaks_of_no_words(visit: Visit) -> None:
    page = await visit.page("", None)
    answers = await Answers(page, 409, 201).begin()
    await page.goto(f"{visit.base}/gallery/form")
    button = page.get_by_role("button", name="Take it: A thought")
    await button.click()
    summary = page.get_by_role("alert")
    await expect(summary).to_contain_text("Somebody has changed this since you opened it. Look at what is there now.")
    await expect(page.locator("#announce")).to_have_text("")
    await button.click()
    await expect(page.locator("#announce")).to_have_text("Thank you. Your thought has arrived.")
    assert [body for body, _ in answers.sent] == [{}, {}]
    await page.context.close()
