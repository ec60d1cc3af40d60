"""What readers say in a real Chromium: accessible and whole on a phone and a desk, in both schemes, by keyboard."""

from typing import Any
from uuid import uuid4

import pytest

from services.dashboards.tests.browsing import CHROMIUM, Visit, problems
from services.dashboards.tests.library.desk_forms import DESK, name_curators
from services.dashboards.tests.library.library_pages import LEADERS, LibraryPages
from services.resources.tests.items.library import ANY, ITEMS, Library
from services.resources.tests.remarks.saying import STAFF, comment, person, rate, report

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]


async def talked_of(sharing: LibraryPages, here: Library, there: Library) -> tuple[str, str]:
    """An item with stars, comments of every kind and a report that was answered; its id and the report's."""
    await name_curators(sharing, here, "leader")
    item_id = await here.published()
    for _ in range(10):
        await rate(there, item_id, 4)
    await sharing.count_ratings()
    async with person(here, *STAFF, role="leader", person_id=sharing.uid("leader")) as leader:
        await comment(leader, item_id, "Our learners measured the strips first.\nThey argued better for it.")
        made = await report(leader, item_id, "The second part does not open.")
    hidden = await comment(there, item_id, "Ana could not do it.")
    hiding = {"state": "hidden", "because": "It names a learner."}
    path = f"{ITEMS}/{item_id}/comments/{hidden['comment_id']}/standing"
    await here.ask("PUT", path, 200, json=hiding, headers=ANY)
    await comment(there, item_id, f"See https://example.org/{'strips-' * 20}")
    answer = {"state": "answered", "words": "We look after it."}
    await here.ask("POST", f"/resources/v1/reports/{made['report_id']}/answer", 200, json=answer, headers=ANY)
    return item_id, str(made["report_id"])


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1100)])
async def test_each_page_is_accessible_and_fits(visit: Visit, sharing: LibraryPages, scheme: Any, width: int) -> None:
    async with sharing.library() as here, sharing.library("Bay District") as there:
        item_id, report_id = await talked_of(sharing, here, there)
    page = await visit.page("leader", "leader", LEADERS, color_scheme=scheme, viewport={"width": width, "height": 800})
    reports = f"{DESK}/reports"
    for shown in (f"/library/items/{item_id}", reports, f"{reports}?state=answered", f"{reports}/{report_id}"):
        answer = await page.goto(
            f"{visit.base}{shown}{'&' if '?' in shown else '?'}lang={'es' if width == 360 else 'en'}"
        )
        assert answer is not None
        assert answer.ok, shown
        await page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        assert await problems(page) == "", shown
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, shown
    assert visit.complaints == []


@pytest.mark.timeout(300)
async def test_stars_are_given_by_the_keyboard(visit: Visit, sharing: LibraryPages) -> None:
    async with sharing.library() as here:
        item_id = await here.published()
    page = await visit.page("leader", str(uuid4()), LEADERS)
    await page.goto(f"{visit.base}/library/items/{item_id}")
    await page.locator("#rating-1").focus()
    for key in ("Space", "ArrowRight", "ArrowRight", "Enter"):
        await page.keyboard.press(key)
    await page.wait_for_url("**/versions/1#stars")
    assert await page.locator("#rating-3").is_checked()
