"""Pace set by hand, over REST: by whom, until when, and what cannot be set."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.competency.tests.pieces import ALL
from services.competency.tests.planning.planning_pieces import (
    PERSON,
    RULES,
    School,
    a_day_on,
    begun,
    day,
    pace_of,
    paces_told,
    run_job,
    school_after,
)
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService


@pytest.fixture
async def school(running: RunningService) -> School:
    return await school_after(running, "competency.pace")


async def test_by_hand_wins_until_it_ends(
    running: RunningService, school: School, learner: UUID, items: list[str]
) -> None:
    _, (educator,) = await school.class_of(learner)
    by_hand = f"{pace_of(learner)}/by-hand"
    async with school.educator(educator) as client:
        await begun(client, learner, {"item_id": items[0], "target": day(-5)})
        said = await client.post(by_hand, json={"status": "ahead", "until": day(3), "words": "shows it daily"})
        async with running.worker.transaction(DISTRICT_A) as session:
            # As if it had been said a week ago.
            await session.execute(
                text("update pace_setting set set_on = set_on - 7, until = until - 7, set_at = set_at - interval '7 d'")
            )
        await a_day_on(running, learner, 7)
        assert await run_job(running, "competency.pace") == 1
        ended = (await client.get(pace_of(learner))).json()
        await client.post(by_hand, json={"status": "on", "until": day(0)})
        taken_back = await client.post(by_hand, json={"status": None})
        history = (await client.get(by_hand, params={"limit": 2})).json()
    now = said.json()
    assert (now["status"], now["basis"], now["reckoned"]) == ("ahead", "hand", "behind")
    assert (now["hand"]["set_by"], now["hand"]["until"], now["hand"]["words"]) == (
        str(educator), day(3), "shows it daily",
    )  # fmt: skip
    assert (ended["status"], ended["basis"], ended["hand"]) == ("behind", "dates", None)
    assert taken_back.json()["status"] == "behind"
    assert [one["status"] for one in history["items"]] == [None, "on"]
    assert history["next"]
    assert await paces_told(running, learner) == [
        (None, "behind", "dates"), ("behind", "ahead", "hand"), ("ahead", "behind", "dates"),
        ("behind", "on", "hand"), ("on", "behind", "dates"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "pointer", "words"),
    [
        ({"status": "ahead"}, "/until", "until when"),
        ({"status": "ahead", "until": day(-1)}, "/until", "before it begins"),
        ({"status": "ahead", "until": day(300)}, "/until", "outlast"),
        ({"status": "fast", "until": day(3)}, "/status", "behind"),
        ({"until": day(3)}, "/status", "missing"),
        ({"status": "on", "until": day(3), "minutes": 4}, "/minutes", "nothing of this name"),
    ],
)
async def test_what_cannot_be_set_by_hand_is_refused_with_words(
    school: School, learner: UUID, items: list[str], body: dict[str, Any], pointer: str, words: str
) -> None:
    _, (educator,) = await school.class_of(learner)
    async with school.educator(educator) as client:
        early = await client.post(f"{pace_of(learner)}/by-hand", json={"status": "on", "until": day(3)})
        await begun(client, learner, {"item_id": items[0]})
        answer = await client.post(f"{pace_of(learner)}/by-hand", json=body)
    assert (early.status_code, answer.status_code) == (422, 422), answer.text
    assert "no plan" in early.json()["errors"][0]["detail"]
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert words in answer.json()["errors"][0]["detail"]


async def test_who_may_read_and_set_pace(
    running: RunningService, school: School, learner: UUID, items: list[str]
) -> None:
    _, (educator,) = await school.class_of(learner)
    async with school.educator(educator) as client:
        await begun(client, learner, {"item_id": items[0]})
    statuses = {}
    for name, client in {
        "learner": school.learner(learner),
        "other educator": school.educator(uuid4()),
        "leader": school.person("leader", uuid4()),
        "system": running.client(DISTRICT_A, *ALL, *PERSON),
        "no scope": school.person("educator", educator, "competency.read"),
        "anonymous": running.client(),
        "other district": running.client(DISTRICT_B, *ALL, *PERSON),
    }.items():
        async with client:
            read = await client.get(pace_of(learner))
            said = await client.post(f"{pace_of(learner)}/by-hand", json={"status": "on", "until": day(0)})
            rules = await client.put(RULES, json={}, headers={"If-Match": '"99"'})
            statuses[name] = (read.status_code, said.status_code, rules.status_code)
    assert statuses == {
        "learner": (200, 403, 403),
        "other educator": (404, 404, 403),
        "leader": (200, 200, 412),
        "system": (200, 403, 412),
        "no scope": (200, 403, 403),
        "anonymous": (401, 401, 401),
        "other district": (404, 404, 412),
    }
