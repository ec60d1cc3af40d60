"""What was known under an earlier scale is explained by that scale, whatever the framework's is by now."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from competency.main import service
from devstack.provision import ServiceUrls
from services.competency.tests.frameworks.case_pieces import FRAMEWORKS, key
from services.competency.tests.mastery.criteria_pieces import begun, item_id, laid, map_of
from services.competency.tests.mastery.policy_pieces import recalculated
from services.competency.tests.migration_pieces import upgraded
from services.competency.tests.pieces import ALL, piece
from shared.run.service import Service
from shared.testing import DISTRICT_A, RunningService, run_service

TREE = {"Numbers": None, "count": "Numbers", "add": "Numbers"}
EXPLAINED = ("result", "level", "policy", "criterion", "children", "steps", "prospect")
"""Of an explanation, without the times that it was asked for."""


@pytest.fixture(scope="module")
def urls(databases: Callable[[Service], ServiceUrls]) -> ServiceUrls:
    return databases(service)


@pytest.fixture(scope="module")
async def running(urls: ServiceUrls) -> AsyncIterator[RunningService]:
    async with run_service(service, urls) as started:
        yield started


@pytest.fixture
def name() -> str:
    return f"framework {uuid4()}"


def now() -> str:
    return datetime.now(UTC).isoformat()


async def explained(client: httpx.AsyncClient, learner: UUID, name: str, code: str, **asked: Any) -> dict[str, Any]:
    path = f"/competency/v1/learners/{learner}/mastery/{item_id(name, code)}/explain"
    answer = await client.get(path, params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def level_names(client: httpx.AsyncClient, name: str, **levels: int) -> None:
    body = {"levels": [{"label": label, "value": value} for label, value in levels.items()]}
    answer = await client.put(f"{FRAMEWORKS}/{key(name)}/levels", json=body, headers={"If-Match": "*"})
    assert answer.status_code == 204, answer.text


async def shown(client: httpx.AsyncClient, learner: UUID, name: str, code: str, score: int) -> None:
    answer = await client.post("/competency/v1/evidence", json=piece(learner, item_id(name, code), score))
    assert answer.status_code == 201, answer.text


async def test_every_explanation_is_given_again_for_its_moment(
    running: RunningService, learner: UUID, name: str
) -> None:
    """Whatever the scale was made since, its levels were called, and whether results had been brought under it."""
    seen: list[tuple[str, dict[str, Any], dict[str, Any]]] = []

    async def look(client: httpx.AsyncClient) -> None:
        read = {code: await explained(client, learner, name, code) for code in ("count", "Numbers")}
        seen.append((now(), read, await map_of(client, learner)))

    async with running.client(DISTRICT_A, *ALL) as client:
        await begun(client, name, TREE)
        await laid(client, item_id(name, "Numbers"), "weighted")
        await level_names(client, name, Beginning=0, Proficient=3)
        await shown(client, learner, name, "count", 3)
        await shown(client, learner, name, "add", 4)
        await look(client)
        await level_names(client, name, Novice=0, Expert=3)
        await look(client)
        await begun(client, name, TREE, scale_minimum=0, scale_maximum=10, mastery_score=4)
        await look(client)
        await recalculated(running)
        await look(client)
        await begun(client, name, TREE, scale_minimum=2, scale_maximum=8, mastery_score=3)
        await recalculated(running)
        await look(client)
        for moment, read, found in seen:
            for code, explanation in read.items():
                again = await explained(client, learner, name, code, known_at=moment)
                assert {one: again[one] for one in EXPLAINED} == {one: explanation[one] for one in EXPLAINED}
            then = await map_of(client, learner, as_of=moment, known_at=moment)
            assert {i: row["mastered"] for i, row in then.items()} == {
                item: again_mastered(found, read, item, name) for item in found
            }
    count, numbers = ([read[code] for _, read, _ in seen] for code in ("count", "Numbers"))
    assert [one["level"] for one in count] == ["Proficient", "Expert", "Expert", "Expert", "Expert"]
    assert [one["policy"]["scale_maximum"] for one in count] == [4, 4, 4, 10, 8]
    assert [one["result"]["mastered"] for one in count] == [True, True, True, False, True]
    assert [one["result"]["mastered"] for one in numbers] == [True, True, True, False, True]
    assert [one["up_to_date"] for one in count] == [True, True, False, True, True]


def again_mastered(found: dict[str, Any], read: dict[str, Any], item: str, name: str) -> bool:
    """Worked out for that moment: by the scale in force then, though results were not all brought under it."""
    pending = not read["count"]["up_to_date"]
    return False if pending and item != item_id(name, "add") else found[item]["mastered"]


async def test_a_result_that_comes_to_the_same_on_another_scale_is_explained_by_the_newer_one(
    running: RunningService, learner: UUID, name: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await begun(client, name, TREE)
        await shown(client, learner, name, "count", 4)
        before = now()
        await begun(client, name, TREE, scale_minimum=0, scale_maximum=5)
        await recalculated(running)
        then, later = [
            await explained(client, learner, name, "count", **asked)
            for asked in ({"known_at": before}, {"known_at": now()})
        ]
        held = await explained(client, learner, name, "count")
    assert [one["policy"]["scale_maximum"] for one in (then, later, held)] == [4, 5, 5]
    assert [one["up_to_date"] for one in (then, later, held)] == [True] * 3


async def test_a_scale_that_was_not_written_down_is_not_guessed(
    running: RunningService, urls: ServiceUrls, learner: UUID, name: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        await begun(client, name, TREE)
        await shown(client, learner, name, "count", 3)
        await shown(client, learner, name, "add", 4)
        before = now()
        await begun(client, name, TREE, scale_minimum=0, scale_maximum=10, mastery_score=4)
        await recalculated(running)
        await upgraded(urls, "scales_as_they_were", ["framework_scale"], "delete from framework_scale")
        path = f"/competency/v1/learners/{learner}/mastery/{item_id(name, 'count')}/explain"
        answer = await client.get(path, params={"known_at": before})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/known_at")
        assert (await explained(client, learner, name, "add", known_at=before))["result"]["mastered"] is True
        assert (await explained(client, learner, name, "count", known_at=now()))["result"]["mastered"] is False
