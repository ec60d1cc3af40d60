"""Pages that ask competency say what is news to them, and from where on they have to hear it."""

import re
from typing import Any

import pytest

from services.dashboards.tests import competency_says as says
from services.dashboards.tests import planning_told as told
from services.dashboards.tests.visitors import signed_in, uid

MAP = f"/learners/{uid('ana')}/map?framework={uid('framework')}"


@pytest.mark.parametrize("path", ["/reviews", MAP, f"/learners/{uid('ana')}/items/{uid('MA.NQ.2')}"])
async def test_what_changes_while_competency_answers_is_not_missed(district: Any, competency: Any, path: str) -> None:
    head = await district.head()

    async def meanwhile() -> None:
        await district.tell(told.asked("ana"), told.paced("ana"), district.mastery("ana", "MA.NQ.2", "4"))

    competency.answers = {
        "/competency/v1/reviews": says.reviews(uid),
        competency.learner("ana", f"mastery/{uid('MA.NQ.2')}/explain"): says.explanation(uid),
    }
    competency.meanwhile = meanwhile
    async with signed_in(district) as client:
        text = (await client.get(path)).text
    assert re.findall(r'data-after="([^"]*)"', text) == [f"1-{head}"]
    assert await district.head() > head


async def test_a_part_says_what_is_news_to_it(district: Any, competency: Any) -> None:
    competency.answers = {
        "/competency/v1/reviews": says.reviews(uid),
        competency.learner("ana", "pace"): says.pace("behind"),
    }
    async with signed_in(district) as client:
        inbox, map_ = (await client.get("/reviews")).text, (await client.get(MAP)).text
    assert re.findall(r'id="(\w+)" data-news="([^"]*)"', inbox) == [("view", "reviews")]
    assert 'data-stream="only=reviews"' in inbox
    assert re.findall(r'id="(\w+)" data-news="([^"]*)"', map_) == [("view", "mastery"), ("beside", "pace plan")]
    beside = map_[map_.index('id="beside"') : map_.index('id="map-title"')]
    assert "pace-title" in beside
