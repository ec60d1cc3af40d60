"""What a service refuses of a form that a script sends is said in the page's language, in a real Chromium."""

from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from dashboards.common.pages.translations import translations
from dashboards.kit.refusals import WORDS as REASONS
from services.dashboards.tests.browsing import CHROMIUM, Visit, problems
from services.dashboards.tests.gallery.served import WORDS, opened
from services.dashboards.tests.readiness.test_refusals import LIMITS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]
OWN = "What the service says."


class Refusing:
    """The gallery's form in Spanish, and what its service answers next."""

    def __init__(self, page: Page) -> None:
        self.page, self._status, self._said = page, 422, dict[str, Any]()

    async def begin(self) -> "Refusing":
        await self.page.route("**/gallery/thoughts", self._answer)
        await self.page.locator("#thought").fill(WORDS)
        await self.page.locator("#thought-area").select_option("place")
        return self

    async def _answer(self, route: Route) -> None:
        await route.fulfill(status=self._status, json=self._said)

    async def refuse(self, status: int, **said: Any) -> Any:
        """The summary that the page shows then."""
        self._status, self._said = status, {"detail": OWN, **said}
        async with self.page.expect_response("**/gallery/thoughts"):
            await self.page.locator("form.form button").first.click()
        summary = self.page.get_by_role("alert")
        await expect(summary).to_be_focused()
        return summary


async def refusing(visit: Visit) -> Refusing:
    return await Refusing(await opened(visit, "/gallery/form?lang=es")).begin()


async def test_whatever_a_value_is_refused_for_is_said_in_the_pages_language(visit: Visit) -> None:
    form = await refusing(visit)
    spanish = translations("es")
    for code, words in REASONS.items():
        error = {"pointer": "/words", "detail": OWN, "code": code, "limits": LIMITS}
        await form.refuse(422, errors=[error])
        note = form.page.locator("#thought-wrong")
        said = await note.inner_text()
        assert await note.get_attribute("lang") is None
        assert said == spanish.gettext(words) % {**LIMITS, "max_length": "2,000", "gt": "1,000"}, code
    assert await problems(form.page) == ""
    await form.page.context.close()


@pytest.mark.parametrize(
    "error",
    [
        {"code": "value_error"},
        {},
        {"code": "a_later_code"},
        {"code": "text_too_long"},
        {"code": "text_too_long", "limits": {"min_length": 1}},
    ],
)
async def test_what_only_the_service_can_say_is_marked_as_english(visit: Visit, error: dict[str, Any]) -> None:
    form = await refusing(visit)
    await form.refuse(422, errors=[{"pointer": "/words", "detail": OWN, **error}])
    note = form.page.locator("#thought-wrong")
    await expect(note).to_have_text(OWN)
    await expect(note).to_have_attribute("lang", "en")
    await form.page.context.close()


async def test_what_is_wrong_with_no_field_of_the_form_is_said_above_it(visit: Visit) -> None:
    form = await refusing(visit)
    elsewhere = {"pointer": "/elsewhere", "detail": OWN, "code": "text_blank"}
    summary = await form.refuse(422, errors=[elsewhere, elsewhere | {"code": "value_error"}])
    paragraphs = summary.locator("p:not(.form-summary-title)")
    await expect(paragraphs).to_have_text(["Complete este campo.", OWN])
    assert [await one.get_attribute("lang") for one in await paragraphs.all()] == [None, "en"]
    await form.page.context.close()


@pytest.mark.parametrize(
    ("status", "words", "own"),
    [
        (403, "Esto no es para su cuenta. Pregunte a su distrito si lo necesita.", False),
        (404, "Aquí no hay nada, o nada que usted pueda ver.", False),
        (413, "Un formulario puede contener 1 MB en total. Este contiene más", False),
        (422, "No es posible tal como están las cosas ahora.", True),
        (409, "Alguien cambió esto", True),
    ],
)
async def test_a_refusal_of_all_that_was_sent_is_said_in_the_pages_language(
    visit: Visit, status: int, words: str, own: bool
) -> None:
    form = await refusing(visit)
    summary = await form.refuse(status)
    await expect(summary).to_contain_text(words)
    await expect(summary.locator("[lang=en]")).to_have_text([OWN] if own else [])
    await expect(form.page.locator("#thought")).to_have_value(WORDS)
    assert await problems(form.page) == ""
    await form.page.context.close()
