"""Pages of workshops in a real Chromium: on a phone and at a desk, in both schemes, by keyboard, without scripts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from services.coaching.tests.workshops.kickoff import offered
from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting
from services.dashboards.tests.coaching.workshops.choosing_pages import Choosing
from shared.auth.dependencies import SESSION_COOKIE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]
SESSIONS = [
    offered("Grading for mastery", 2, description="Bring one task of yours.", strand="Assessment"),
    offered("Advisory that works", 1, strand="Culture"),
    offered("Student-led conferences", 3),
    offered("Schedules without bells", 2, slot=2),
    offered("Families as partners", 2, slot=2, mode="online", room=None),
]
PHONE = {"width": 390, "height": 844}


@pytest_asyncio.fixture
async def visit(choosing: Choosing) -> AsyncIterator[Visit]:
    async with visiting(choosing, choosing) as visit:
        yield visit


async def signed_in(visit: Visit, person: UUID | None = None, **options: Any) -> Page:
    page = await visit.page("", None, **options)
    token = visit.world.token(person)
    await page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": visit.base}])
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_somebody_chooses_on_a_phone_by_single_taps_without_scripts(
    visit: Visit, choosing: Choosing, scheme: Any
) -> None:
    async with choosing.workshop(*SESSIONS) as made:
        [guest] = await made.invite(1)
        page = await signed_in(visit, guest.person, color_scheme=scheme, viewport=PHONE, java_script_enabled=False)
        await page.goto(f"{visit.base}/my-workshops/{made.workshop}")
        for button in ("Rank it next: Grading", "Rank it next: Advisory", "Up: Advisory"):
            await page.get_by_role("button", name=button).click()
        titles = page.locator(".ranked").first.locator("b")
        await expect(titles).to_have_text(["Advisory that works", "Grading for mastery"])
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"]


async def test_somebody_chooses_by_keyboard_alone(visit: Visit, choosing: Choosing) -> None:
    async with choosing.workshop(*SESSIONS) as made:
        [guest] = await made.invite(1)
        page = await signed_in(visit, guest.person)
        await page.goto(f"{visit.base}/my-workshops/{made.workshop}")
        for title, place in (("Grading for mastery", "2"), ("Student-led conferences", "1")):
            await page.get_by_label(f"Place of {title}").focus()
            await page.keyboard.type(place)
        await page.keyboard.press("Enter")
        await expect(page.locator(".ranked").first.locator("b")).to_have_text(
            ["Student-led conferences", "Grading for mastery"]
        )
        assert await problems(page) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1200])
async def test_pages_are_readable_for_everybody(visit: Visit, choosing: Choosing, scheme: Any, width: int) -> None:
    async with choosing.workshop(*SESSIONS) as made:
        guests = await made.invite(5)
        for guest in guests:
            await guest.rank("Advisory that works", "Grading for mastery", "Families as partners")
        options = {"color_scheme": scheme, "viewport": {"width": width, "height": 844}}
        leader = await signed_in(visit, **options)
        person = await signed_in(visit, guests[0].person, **options)
        await _look(person, visit, f"/my-workshops/{made.workshop}")
        for path in ("/workshops", "/workshops/new", f"/workshops/{made.workshop}/people"):
            await _look(leader, visit, path)
        await made.seat()
        await guests[0].propose(guests[1], slot=2)
        session = made.ids["Advisory that works"]
        for path in (f"/workshops/{made.workshop}", f"/workshops/{made.workshop}/sessions/{session}"):
            await _look(leader, visit, path)
        for path in ("/my-workshops", f"/my-workshops/{made.workshop}"):
            await _look(person, visit, path)


async def _look(page: Page, visit: Visit, path: str) -> None:
    answer = await page.goto(visit.base + path)
    assert answer is not None
    assert answer.ok, path
    await page.evaluate("document.querySelectorAll('details.branch').forEach(d => d.open = true)")
    assert await problems(page) == ""
    size = page.viewport_size
    assert size is not None
    assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
