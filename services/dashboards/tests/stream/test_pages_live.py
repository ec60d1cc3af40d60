"""Pages in a real Chromium while what they ask competency for changes."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route, expect

from services.dashboards.tests import competency_says as says
from services.dashboards.tests import planning_told as told
from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting
from services.dashboards.tests.visitors import uid

REVIEWS = "/competency/v1/reviews"
MAP = f"/learners/{uid('ana')}/map?framework={uid('framework')}"
SOON = 8000
"""Milliseconds: the longest wait between two readings (5 s), and a busy machine."""
FIRST = 3000
"""Milliseconds: by then a page that has read nothing again so far would have (2 s)."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]


def ready(*codes: str) -> dict[str, Any]:
    return {"items": [says.named(uid, code, f"About {code}") | {"blocked_by": []} for code in codes], "next": None}


@pytest_asyncio.fixture
async def visit(district: Any, competency: Any) -> AsyncIterator[Visit]:
    competency.answers = {
        REVIEWS: says.reviews(uid),
        competency.learner("ana", "pace"): says.pace("behind"),
        competency.learner("ana", "next"): ready("MA.NQ.2", "LI.WK.1"),
    }
    async with visiting(district) as visit:
        yield visit


async def _open(
    visit: Visit, path: str, role: str = "educator", person: str = "teacher", *, chance: float | None = None
) -> Page:
    """With `chance`, what this browser draws by lot is that, from 0 to 1."""
    page = await visit.page(role, person)
    if chance is not None:
        await page.add_init_script(f"Math.random = () => {chance}")
    await page.goto(visit.base + path)
    await page.wait_for_selector(".live-on")
    await page.evaluate("window.notReloaded = true")
    return page


def _asks_too(competency: Any, name: str = "third") -> None:
    """A learner's new request, at the head of the inbox."""
    reviews = competency.answers[REVIEWS]["items"]
    competency.answers[REVIEWS] = says.reviews(uid) | {
        "items": [reviews[0] | {"review_id": str(uid(name)), "words": "Me too, please."}, *reviews]
    }


def _entry(page: Page, name: str) -> Any:
    return page.locator(f"#review-{uid(name)}")


@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_new_request_appears_and_one_decided_elsewhere_goes(
    visit: Visit, competency: Any, language: str
) -> None:
    page = await _open(visit, f"/reviews?lang={language}")
    _asks_too(competency)
    await visit.world.tell(told.asked("ana"))
    await expect(_entry(page, "third")).to_contain_text("Me too, please.", timeout=SOON)
    said = {"en": "The requests on this page have changed.", "es": "Las solicitudes de esta página han cambiado."}
    await expect(page.locator("[data-live-announce]")).to_contain_text(said[language])
    competency.answers[REVIEWS]["items"].pop(1)
    await visit.world.tell(told.decided("ana"))
    await expect(_entry(page, "first")).to_have_count(0, timeout=SOON)
    await expect(_entry(page, "third")).to_be_visible()
    assert await page.evaluate("window.notReloaded")
    assert await problems(page) == ""
    assert visit.complaints == []


@pytest.mark.parametrize("language", ["en", "es"])
async def test_who_is_writing_is_not_disturbed_and_shown_it_at_their_word(
    visit: Visit, competency: Any, language: str
) -> None:
    page = await _open(visit, f"/reviews?lang={language}")
    decide = page.locator(f"#decide-{uid('second')}")
    await decide.locator("summary").click()
    await page.fill(f"#answer-{uid('second')}", "You explained it")
    _asks_too(competency)
    await visit.world.tell(told.asked("ana"))
    button = page.locator("[data-held]")
    words = {"en": "There is something new. Show it", "es": "Hay algo nuevo. Mostrarlo"}[language]
    await expect(button).to_have_text(words, timeout=SOON)
    await expect(page.locator("[data-live-announce]")).to_have_text(words)
    assert await problems(page) == ""
    await expect(page.locator(f"#answer-{uid('second')}")).to_be_focused()
    await page.keyboard.type(" twice.")
    await page.locator("h1").click()
    await visit.world.tell(told.taken("ana"))
    await page.wait_for_timeout(SOON)
    await expect(_entry(page, "third")).to_have_count(0)
    await expect(button).to_have_count(1)
    await button.click()
    await expect(_entry(page, "third")).to_be_visible()
    await expect(button).to_have_count(0)
    await expect(page.locator("#main")).to_be_focused()
    await expect(page.locator(f"#answer-{uid('second')}")).to_have_value("You explained it twice.")
    await expect(decide).to_have_attribute("open", "")
    assert visit.complaints == []


async def test_who_leaves_a_form_without_a_word_in_it_sees_what_waited(visit: Visit, competency: Any) -> None:
    page = await _open(visit, "/reviews")
    await page.get_by_role("button", name="Take it").focus()
    _asks_too(competency)
    await visit.world.tell(told.asked("ana"))
    await expect(page.locator("[data-held]")).to_be_visible(timeout=SOON)
    await expect(_entry(page, "third")).to_have_count(0)
    await page.locator(".skip").focus()
    await expect(_entry(page, "third")).to_be_visible(timeout=SOON)
    await expect(page.locator("[data-held]")).to_have_count(0)
    await expect(page.locator(".skip")).to_be_focused()


async def test_what_somebody_stands_on_is_not_taken_away_under_them(visit: Visit, competency: Any) -> None:
    page = await _open(visit, "/reviews")
    link = _entry(page, "first").locator("h3 a")
    await link.focus()
    _asks_too(competency)
    await visit.world.tell(told.asked("ana"))
    await expect(_entry(page, "third")).to_be_visible(timeout=SOON)
    await expect(link).to_be_focused()
    competency.answers[REVIEWS]["items"].pop(1)
    await visit.world.tell(told.decided("ana"))
    await expect(page.locator("[data-held]")).to_be_visible(timeout=SOON)
    await expect(link).to_be_focused()


async def test_what_was_read_stays_while_competency_is_away_and_is_read_again_after(
    visit: Visit, competency: Any
) -> None:
    page = await _open(visit, "/reviews")
    competency.away = True
    before = len(competency.heard)
    await visit.world.tell(told.asked("ana"))
    await page.wait_for_timeout(FIRST)
    assert len(competency.heard) == before + 1
    await expect(_entry(page, "first")).to_be_visible()
    await expect(page.locator("[data-away]")).to_have_count(0)
    competency.away = False
    _asks_too(competency)
    await expect(_entry(page, "third")).to_be_visible(timeout=15000)


async def test_many_changes_are_few_questions(visit: Visit, competency: Any) -> None:
    page = await _open(visit, "/reviews", chance=0)
    before = len(competency.heard)
    for _ in range(15):
        await visit.world.tell(told.asked("ana"), told.asked("ben"))
        await page.wait_for_timeout(200)
    await page.wait_for_timeout(SOON)
    assert 2 <= len(competency.heard) - before <= 4, "at once, then every three seconds, then the last"


async def test_readers_do_not_all_ask_at_once(visit: Visit, competency: Any) -> None:
    early, late = [await _open(visit, "/reviews", chance=chance) for chance in (0, 0.99)]
    before = len(competency.heard)
    _asks_too(competency)
    await visit.world.tell(told.asked("ana"))
    await expect(_entry(early, "third")).to_be_visible(timeout=1500)
    assert len(competency.heard) == before + 1
    await expect(_entry(late, "third")).to_have_count(0)
    await expect(_entry(late, "third")).to_be_visible(timeout=SOON)


async def test_what_one_may_not_see_is_not_asked_for(visit: Visit, competency: Any) -> None:
    page = await _open(visit, "/reviews")
    before = len(competency.heard)
    await visit.world.tell(told.asked("cruz"), told.paced("ana"), visit.world.mastery("ana", "MA.AL.1", "3"))
    await page.wait_for_timeout(FIRST)
    assert len(competency.heard) == before


async def test_the_pace_and_what_is_ready_next_follow_and_the_tree_stays(visit: Visit, competency: Any) -> None:
    page = await _open(visit, MAP, "learner", "ana")
    await page.evaluate("document.querySelector('.tree').kept = true")
    link = page.locator("#beside .ready a").first
    await link.focus()
    for tells, status, word in ((told.paced, "ahead", "Ahead"), (told.planned, "on", "On pace")):
        competency.answers[competency.learner("ana", "pace")] = says.pace(status)
        await visit.world.tell(tells("ana"))
        await expect(page.locator(".pace-word")).to_have_text(word, timeout=SOON)
        await expect(page.locator("[data-live-announce]")).to_contain_text("The pace, or what is ready next")
        await expect(link).to_be_focused()
    assert await page.evaluate("document.querySelector('.tree').kept")
    assert await page.evaluate("window.notReloaded")
    assert await problems(page) == ""
    assert visit.complaints == []


async def test_what_is_ready_next_follows_mastery(visit: Visit, competency: Any) -> None:
    page = await _open(visit, MAP, "family", "parent")
    await expect(page.locator(".ready")).to_contain_text("About MA.NQ.2")
    competency.answers[competency.learner("ana", "next")] = ready("MA.AL.1")
    await visit.world.tell(visit.world.mastery("ana", "MA.NQ.2", "4", minutes=30))
    await expect(page.locator(".ready")).to_have_text("MA.AL.1 About MA.AL.1", timeout=SOON)
    await expect(page.locator("#view .tiles dd").first).to_have_text("2")
    assert visit.complaints == []


async def test_a_change_of_mastery_and_of_the_pace_by_it_are_one_reading(visit: Visit, competency: Any) -> None:
    page = await _open(visit, MAP, "learner", "ana")
    before = len(competency.heard)
    await visit.world.tell(visit.world.mastery("ana", "MA.NQ.2", "4", minutes=30), told.paced("ana"))
    await expect(page.locator("#view .tiles dd").first).to_have_text("2", timeout=SOON)
    await page.wait_for_timeout(FIRST)
    assert len(competency.heard) == before + 3, "pace, what is ready, what waits"


async def test_an_answer_that_was_long_on_its_way_does_not_take_the_place_of_a_newer_one(
    visit: Visit, competency: Any
) -> None:
    page = await _open(visit, MAP, "learner", "ana")
    asked: list[str] = []

    async def slow(route: Route) -> None:
        asked.append(route.request.url)
        answer = await route.fetch()
        if len(asked) == 1:
            competency.answers[competency.learner("ana", "pace")] = says.pace("ahead")
            await visit.world.tell(told.paced("ana"))
            await page.wait_for_timeout(FIRST)
        await route.fulfill(response=answer)

    await page.route("**/map?*", slow)
    await visit.world.tell(visit.world.mastery("ana", "MA.NQ.2", "4", minutes=30))
    await expect(page.locator("#view .tiles dd").first).to_have_text("2", timeout=SOON)
    await expect(page.locator(".pace-word")).to_have_text("Ahead", timeout=SOON)
    assert len(asked) == 2
