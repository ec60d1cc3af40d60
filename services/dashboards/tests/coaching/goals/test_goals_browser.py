"""The pages of goals in a real Chromium: accessible and whole on a phone and a desk, in both schemes."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from services.dashboards.tests.browsing import CHROMIUM, Visit, problems, visiting
from services.dashboards.tests.coaching.goals.goal_pages import LEADERS, GoalPages
from shared.testing import DISTRICT_A

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest_asyncio.fixture
async def visit(goals: GoalPages) -> AsyncIterator[Visit]:
    goals.district = DISTRICT_A  # whose people sign in there
    async with visiting(goals, goals) as visit:
        yield visit


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1100)])
async def test_each_page_is_accessible_and_fits(visit: Visit, goals: GoalPages, scheme: Any, width: int) -> None:
    goal, path = await goals.goal(26, 24, 41, smallest_group=10)
    await goals.goal(14, 9)
    page = await visit.page("leader", "leader", LEADERS, color_scheme=scheme, viewport={"width": width, "height": 800})
    for shown in ("/district-goals", "/district-goals/new", "/district-goals/rallying-cry", goal, f"{goal}/change",
                  f"{goal}/end", f"{goal}/indicators/new", path, f"{path}/change", "/our-goals"):  # fmt: skip
        answer = await page.goto(f"{visit.base}{shown}?lang={'es' if width == 360 else 'en'}")
        assert answer is not None
        assert answer.ok, shown
        assert await problems(page) == "", shown
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, shown
    assert visit.complaints == []
