"""The rules of planning over REST: how pace is reckoned, in which zone, after how many days a review is late."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.competency.tests.pieces import ALL
from services.competency.tests.planning.planning_pieces import (
    RULES,
    School,
    begun,
    day,
    pace_of,
    paces_told,
    run_job,
    school_after,
)
from shared.testing import DISTRICT_A, RunningService


@pytest.fixture
async def school(running: RunningService) -> School:
    return await school_after(running, "competency.pace")


async def test_a_district_lays_down_how_pace_is_reckoned(
    running: RunningService, school: School, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client, school.person("leader", uuid4()) as leader:
        await begun(client, learner, {"item_id": items[0], "target": day(-5)})
        before = await client.get(RULES)
        body = {"time_zone": "America/New_York", "pace": {"by": "hand"}, "reviews": {"asked": 2}}
        missing = await client.put(RULES, json=body)
        first = await leader.put(RULES, json=body, headers={"If-Match": before.headers["ETag"]})
        stale = await client.put(RULES, json=body, headers={"If-Match": before.headers["ETag"]})
        await run_job(running, "competency.pace")
        pace = (await client.get(pace_of(learner))).json()
        restored = await client.put(RULES, json={}, headers={"If-Match": "*"})
        await run_job(running, "competency.pace")
    assert (missing.status_code, first.status_code, stale.status_code) == (428, 200, 412)
    assert (first.json()["time_zone"], first.json()["reviews"]["asked"]) == ("America/New_York", 2)
    assert (pace["status"], restored.json()["pace"]["by"]) == (None, "dates")
    assert await paces_told(running, learner) == [
        (None, "behind", "dates"),
        ("behind", None, None),
        (None, "behind", "dates"),
    ]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"time_zone": "Mars/Olympus"}, "/time_zone"),
        ({"pace": {"behind_below": 0}}, "/pace/behind_below"),
        ({"pace": {"ahead_from": 99}}, "/pace/ahead_from"),
        ({"pace": {"by": "hours"}}, "/pace/by"),
        ({"reviews": {"asked": 0}}, "/reviews/asked"),
        ({"reviews": {"asked": True}}, "/reviews/asked"),
        ({"seat_time": 3}, "/seat_time"),
    ],
)
async def test_rules_that_cannot_be_are_refused(
    running: RunningService, school: School, body: dict[str, Any], pointer: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await client.put(RULES, json=body, headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text
