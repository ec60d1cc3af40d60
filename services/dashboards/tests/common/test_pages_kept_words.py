"""What somebody has typed outlives a session that ends, a page that is left and a service that does not answer."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route, expect

from services.dashboards.tests import competency_says as says
from services.dashboards.tests.browsing import CHROMIUM, problems, visiting
from services.dashboards.tests.visitors import uid
from shared.auth.dependencies import SESSION_COOKIE
from shared.testing import DISTRICT_A

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]
WORDS = "I can build it with blocks, and say why it holds."


@pytest_asyncio.fixture
async def visit(district: Any, competency: Any) -> AsyncIterator[Any]:
    competency.answers = {
        "/competency/v1/reviews": says.reviews(uid),
        competency.learner("ana", f"mastery/{uid('MA.NQ.2')}/explain"): says.explanation(uid),
    }
    async with visiting(district) as visit:
        yield visit


class Services:
    """Competency refuses `refusals` times as for a session that has ended; partners renews it, or asks to sign in."""

    def __init__(self, page: Page, *, refusals: int = 1, renews: bool = True) -> None:
        self._page, self.refusals, self.renews = page, refusals, renews
        self.sent: list[tuple[Any, str]] = []

    async def begin(self) -> None:
        await self._page.route("**/competency/v1/**", self._competency)
        await self._page.route("**/partners/v1/session/renew*", self._renew)

    async def _competency(self, route: Route) -> None:
        self.sent.append((route.request.post_data_json, route.request.headers["idempotency-key"]))
        if len(self.sent) <= self.refusals:
            await route.fulfill(status=401, json={"detail": "The access token has expired."})
        else:
            await route.fulfill(status=201, json={})

    async def _renew(self, route: Route) -> None:
        target = route.request.url.partition("next=")[2].replace("%2F", "/") if self.renews else "/sign-in"
        await route.fulfill(status=303, headers={"location": target})


async def typed(visit: Any, **services: Any) -> tuple[Page, Services]:
    """Ana's page of an item, with what she wants to show in the form."""
    page = await visit.page("learner", "ana")
    answering = Services(page, **services)
    await answering.begin()
    await page.goto(f"{visit.base}/learners/{uid('ana')}/items/{uid('MA.NQ.2')}")
    await page.get_by_label("Ask for a review: what can you show?").fill(WORDS)
    return page, answering


async def test_a_session_that_has_ended_is_renewed_and_the_words_are_sent_again(visit: Any) -> None:
    page, services = await typed(visit)
    address = page.url
    await page.get_by_role("button", name="Ask for a review").click()
    await expect(page.locator("[data-announce]")).to_have_text("Your educators have been asked.")
    assert page.url == address
    assert [body["words"] for body, _ in services.sent] == [WORDS, WORDS]
    assert services.sent[0][1] == services.sent[1][1], "it is the same request"


async def test_words_that_could_not_be_sent_are_there_again_after_signing_in(visit: Any) -> None:
    page, services = await typed(visit, renews=False)
    address = page.url
    await page.get_by_role("button", name="Ask for a review").click()
    await page.wait_for_url("**/sign-in")
    await page.goto(address)
    field = page.get_by_label("Ask for a review: what can you show?")
    await expect(field).to_have_value(WORDS)
    await expect(page.get_by_text("What you typed here before has not been sent yet.")).to_be_visible()
    assert await problems(page) == ""
    await page.get_by_role("button", name="Ask for a review").click()
    await expect(page.locator("[data-announce]")).to_have_text("Your educators have been asked.")
    await page.goto(address)
    await expect(field).to_have_value("")
    assert services.sent[-1][0]["words"] == WORDS


async def test_words_are_there_again_when_the_page_was_left_or_fetched_anew(visit: Any) -> None:
    page, _ = await typed(visit)
    address = page.url
    for leave in (page.reload(), page.goto(f"{visit.base}/verify")):
        await leave
        await page.goto(address)
        await expect(page.get_by_label("Ask for a review: what can you show?")).to_have_value(WORDS)
    await page.get_by_label("Ask for a review: what can you show?").fill("")
    await page.reload()
    await expect(page.get_by_text("What you typed here before")).to_have_count(0)


async def test_nobody_else_who_signs_in_at_the_same_browser_sees_them(visit: Any, competency: Any) -> None:
    page = await visit.page("educator", "teacher")
    await page.goto(f"{visit.base}/reviews")
    decide = page.locator("summary", has_text="Decide").first
    answer = page.locator(f"#answer-{uid('second')}").first
    await decide.click()
    await answer.fill("Ben, you explained it twice.")
    for role, person, expected in (("leader", "leader", ""), ("educator", "teacher", "Ben, you explained it twice.")):
        token = visit.world.running.tokens.token(DISTRICT_A, "dashboards.read", role=role, person_id=uid(person))
        await page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": visit.base}])
        await page.goto(f"{visit.base}/reviews")
        await expect(answer).to_have_value(expected)
    await expect(answer).to_be_visible()


async def test_a_page_that_must_be_renewed_comes_back_as_it_was_asked_for(visit: Any) -> None:
    address = f"/learners/{uid('ana')}/map?framework={uid('framework')}&at={uid('MA.NQ')}"
    async with visit.world.running.client() as nobody:
        whole = await nobody.get(address)
        part = await nobody.get(address, headers={"HX-Request": "true", "HX-Current-URL": f"{visit.base}{address}"})
    for location in (whole.headers["location"], part.headers["hx-redirect"]):
        assert location.partition("next=")[2].replace("%3F", "?").replace("%3D", "=").replace("%26", "&") == address
