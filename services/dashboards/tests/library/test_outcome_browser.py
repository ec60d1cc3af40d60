"""The page of an item's use in a real Chromium: accessible and whole on a phone and a desk, in both schemes."""

from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

import pytest

from services.dashboards.tests.browsing import CHROMIUM, Visit, problems
from services.dashboards.tests.library.library_pages import LEADERS, LibraryPages
from services.dashboards.tests.library.test_outcome_pages import measured_in, use_page
from services.resources.tests.items.library import ITEMS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1100)])
async def test_the_page_of_an_items_use_is_accessible_and_fits(
    visit: Visit, sharing: LibraryPages, scheme: Any, width: int
) -> None:
    async with sharing.library() as here, AsyncExitStack() as stack:
        measured = measured_in(sharing, here, stack)
        await measured.begin()
        resource, other = await measured.resource("Strips of paper that learners fold"), await measured.resource("Film")
        (using, used), (_, beside) = await measured.class_of(30), await measured.class_of(40)
        await measured.show([*used, *beside], 2, -20)
        await measured.show([*used[:20], *beside[:10]], 3, 10)
        await measured.use(resource, using)
        await measured.use(other, (await measured.class_of(3))[0])
        said = {"kind": "meeting", "used_in": str(uuid4()), "used_on": "2026-11-02"}
        await here.ask("POST", f"{ITEMS}/{resource}/uses", 201, json=said)
        await measured.release()
    page = await visit.page("leader", "leader", LEADERS, color_scheme=scheme, viewport={"width": width, "height": 800})
    for shown in (use_page(resource), use_page(other)):
        answer = await page.goto(f"{visit.base}{shown}?lang={'es' if width == 360 else 'en'}")
        assert answer is not None
        assert answer.ok, shown
        assert await problems(page) == "", shown
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, shown
    assert visit.complaints == []
