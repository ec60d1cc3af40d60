"""Pages of workshops in a real Chromium while seats are assigned elsewhere."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from services.coaching.tests.workshops.kickoff import offered
from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting
from services.dashboards.tests.coaching.following import SOON, follow, hear, stayed
from services.dashboards.tests.coaching.workshops.choosing_pages import Choosing
from shared.auth.dependencies import SESSION_COOKIE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]
SESSIONS = [offered("Grading for mastery", 2), offered("Advisory that works", 1)]


@pytest_asyncio.fixture
async def visit(choosing: Choosing) -> AsyncIterator[Visit]:
    async with visiting(choosing, choosing) as visit:
        yield visit


async def signed_in(visit: Visit, person: UUID | None = None) -> Page:
    page = await visit.page("", None)
    token = visit.world.token(person)
    await page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": visit.base}])
    return page


async def test_whoever_takes_part_sees_their_seat_once_seats_are_assigned(visit: Visit, choosing: Choosing) -> None:
    async with choosing.workshop(*SESSIONS) as made:
        [first, second] = await made.invite(2)
        await first.rank("Advisory that works", "Grading for mastery")
        await hear(choosing.coaching, choosing.pages)
        mine, typing = [
            await follow(await signed_in(visit, guest.person), visit, f"/my-workshops/{made.workshop}")
            for guest in (first, second)
        ]
        board = await follow(await signed_in(visit), visit, f"/workshops/{made.workshop}")
        await typing.get_by_label("Place of Grading for mastery").fill("1")
        await made.seat()
        await hear(choosing.coaching, choosing.pages)
        await expect(mine.get_by_role("heading", name="Advisory that works")).to_be_visible(timeout=SOON)
        await expect(board.locator("#board")).to_contain_text("Advisory that works", timeout=SOON)
        await expect(board.locator(".about").first).to_contain_text("Seats are assigned", timeout=SOON)
        held = typing.get_by_role("button", name="There is something new. Show it")
        await expect(held).to_be_visible(timeout=SOON)
        await expect(typing.get_by_label("Place of Grading for mastery")).to_have_value("1")
        await held.click()
        await expect(typing.get_by_role("heading", name="Grading for mastery")).to_be_visible(timeout=SOON)
        for page in (mine, typing, board):
            assert await stayed(page)
            assert await problems(page) == ""
    assert visit.complaints == []


async def test_a_list_of_own_workshops_shows_what_was_cancelled(visit: Visit, choosing: Choosing) -> None:
    async with choosing.workshop(*SESSIONS) as made:
        [guest] = await made.invite(1)
        await hear(choosing.coaching, choosing.pages)
        page = await follow(await signed_in(visit, guest.person), visit, "/my-workshops")
        await expect(page.locator("#view")).not_to_contain_text("Cancelled")
        answer = await made.move("cancelled", reason="The school is closed.")
        assert answer.status_code == 200, answer.text
        await hear(choosing.coaching, choosing.pages)
        await expect(page.locator("#view")).to_contain_text("Cancelled", timeout=SOON)
        assert await stayed(page)
