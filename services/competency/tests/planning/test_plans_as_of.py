"""Plans as they stood: each reading of a plan is given again for the moment it was read, word for word."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from competency.main import service
from demo import framework as demo_framework
from devstack.provision import ServiceUrls
from services.competency.tests.migration_pieces import upgraded
from services.competency.tests.pieces import ALL, own_item, piece, taken_out_of_use
from services.competency.tests.planning.planning_pieces import FIRST, LAST, School, begun, day, plans_of, run_job
from shared.run.service import Service
from shared.testing import DISTRICT_A, DISTRICT_B, LEARNER_ID_KEY, RunningService, run_service
from shared.values.ids import mint_learner_id

TEMPLATES = "/competency/v1/plan-templates"
YEAR = {"first_day": FIRST.isoformat(), "last_day": LAST.isoformat()}
JOB = "competency.templates"


def now() -> str:
    return datetime.now(UTC).isoformat()


def just_before(moment: str) -> str:
    return (datetime.fromisoformat(moment) - timedelta(microseconds=1)).isoformat()


async def read(client: httpx.AsyncClient, path: str, **asked: Any) -> dict[str, Any]:
    answer = await client.get(path, params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def edited(client: httpx.AsyncClient, path: str, *changes: dict[str, Any]) -> None:
    answer = await client.patch(path, json={"changes": list(changes)}, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


def do(what: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {"do": what, "kind": kind, **fields}


Look = Callable[[httpx.AsyncClient, str], Awaitable[None]]


def readings_of(learner: UUID) -> tuple[list[tuple[str, dict[str, Any], dict[str, Any]]], Look]:
    """What was read, and when; and the function that reads once more."""
    seen: list[tuple[str, dict[str, Any], dict[str, Any]]] = []

    async def look(client: httpx.AsyncClient, path: str) -> None:
        plan, listed = await read(client, path), await read(client, plans_of(learner))
        seen.append((now(), plan, listed))

    return seen, look


async def test_every_reading_of_a_plan_is_given_again_for_its_moment(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    """Whatever was edited or mastered since, and however its template was followed: with the order of its parts."""
    school = School(running)
    class_id, (educator,) = await school.class_of(learner)
    seen, look = readings_of(learner)
    a, b, c, d = items[:4]
    goal, project = str(uuid4()), str(uuid4())
    async with school.educator(educator) as client, running.client(DISTRICT_A, *ALL) as system:
        plan = await begun(
            client, learner, {"item_id": a, "target": day(10), "project": project}, {"item_id": b, "focus": "power"},
            goals=[{"key": goal, "words": "Sing"}], projects=[{"key": project, "title": "Bridge"}],
        )  # fmt: skip
        path = f"{plans_of(learner)}/{plan['plan_id']}"
        await look(client, path)
        await edited(client, path, do("drop", "item", key=a), do("add", "item", key=a))
        await look(client, path)
        await edited(client, path, do("change", "goal", key=goal, words="Sing aloud"), do("add", "item", key=c))
        await look(client, path)
        made = (await client.post(TEMPLATES, json={"title": "Grade 7", "items": [
            {"item_id": b, "target": day(20)}, {"item_id": d, "target": day(30)}]})).json()  # fmt: skip
        template = f"{TEMPLATES}/{made['template_id']}"
        cohort = (await client.post(f"{template}/cohorts", json=YEAR | {"class_id": str(class_id)})).json()
        await run_job(running, JOB)
        await look(client, path)
        await edited(client, path, do("drop", "project", key=project), do("drop", "item", key=d))
        await look(client, path)
        shown = await system.post("/competency/v1/evidence", json=piece(learner, b, 4))
        assert shown.status_code == 201, shown.text
        await look(client, path)
        assert (await system.post(f"{shown.headers['Location']}/void", json={"reason": "hers"})).status_code == 200
        said = {"title": "Grade 7", "items": [{"item_id": c, "target": day(40)}]}
        assert (await client.put(template, json=said, headers={"If-Match": "*"})).status_code == 200
        await run_job(running, JOB)
        await look(client, path)
        assert (await client.post(f"{template}/cohorts/{cohort['cohort_id']}/end")).status_code in (200, 204)
        await run_job(running, JOB)
        await look(client, path)
        for moment, plan, listed in seen:
            assert await read(client, path, known_at=moment) == plan
            assert await read(client, plans_of(learner), known_at=moment) == listed
    assert [plan["version"] for _, plan, _ in seen] == [1, 2, 3, 4, 5, 5, 5, 5]
    assert [[item["item_id"] for item in plan["items"]] for _, plan, _ in seen[:2]] == [[a, b], [b, a]]
    followed = [[one["number"] for one in plan["templates"]] for _, plan, _ in seen]
    assert followed == [[], [], [], [1], [1], [1], [2], []], "it may be followed without a change of the plan"
    assert seen[4][1]["dropped"]
    mastered = [bool(plan["items"][0]["mastered_on"]) for _, plan, _ in seen]
    assert mastered == [False] * 5 + [True] + [False] * 2, "and lost again"


async def test_a_plan_is_absent_before_it_was_begun(running: RunningService, learner: UUID, items: list[str]) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        early = await begun(client, learner, {"item_id": items[0]})
        other = {"first_day": day(300), "last_day": day(400)}
        late = await begun(client, learner, **other)
        path = f"{plans_of(learner)}/{late['plan_id']}"
        before = just_before(late["changed_at"])
        absent = await client.get(f"{plans_of(learner)}/{uuid4()}")
        answer = await client.get(path, params={"known_at": before})
        assert (answer.status_code, answer.json()["detail"]) == (404, absent.json()["detail"])
        assert (await client.get(path, params={"known_at": late["changed_at"]})).headers["ETag"] == '"1"'
        listed = await read(client, plans_of(learner), known_at=before)
        assert [one["plan_id"] for one in listed["items"]] == [early["plan_id"]]
        first = await read(client, plans_of(learner), known_at=late["changed_at"], limit=1)
        second = await read(client, plans_of(learner), known_at=late["changed_at"], limit=1, after=first["next"])
        assert [one["plan_id"] for one in first["items"] + second["items"]] == [late["plan_id"], early["plan_id"]]
        assert second["next"] is None
    async with running.client(DISTRICT_B, *ALL) as theirs:
        assert (await theirs.get(path, params={"known_at": late["changed_at"]})).status_code == 404


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({"as_of": "2026-10-01T00:00:00Z"}, "/as_of"),
        ({"as_of": "2026-10-01T00:00:00Z", "known_at": "2026-10-01T00:00:00Z"}, "/as_of"),
        ({"known_at": "2026-10-01"}, "/known_at"),
    ],
)
async def test_a_plan_has_one_time_and_another_is_refused(
    running: RunningService, learner: UUID, items: list[str], asked: dict[str, Any], pointer: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        plan = await begun(client, learner, {"item_id": items[0]})
        for path in (plans_of(learner), f"{plans_of(learner)}/{plan['plan_id']}"):
            answer = await client.get(path, params=asked)
            assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_an_item_that_was_retired_later_was_in_use_then(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        framework, item = await own_item(client)
        plan = await begun(client, learner, {"item_id": item}, {"item_id": items[0]})
        path = f"{plans_of(learner)}/{plan['plan_id']}"
        moment = now()
        await taken_out_of_use(client, framework, item)
        assert [one["in_use"] for one in (await read(client, path))["items"]] == [False, True]
        assert [one["in_use"] for one in (await read(client, path, known_at=moment))["items"]] == [True, True]


async def test_what_was_not_written_down_is_said_to_be_unknown_and_not_guessed(
    databases: Callable[[Service], ServiceUrls], items: list[str]
) -> None:
    """Of plans from before the order of parts and the following of templates were written down."""
    urls = databases(service)
    async with run_service(service, urls) as running, running.client(DISTRICT_A, *ALL) as client:
        package = demo_framework.package()
        assert (await client.post("/competency/v1/frameworks/import", json=package)).status_code == 200
        learner = mint_learner_id(DISTRICT_A, LEARNER_ID_KEY)
        made = (await client.post(TEMPLATES, json={"title": "G", "items": [{"item_id": items[0]}]})).json()
        cohort = YEAR | {"learners": [str(learner)]}
        given = await client.post(f"{TEMPLATES}/{made['template_id']}/cohorts", json=cohort)
        assert given.status_code == 201, given.text
        await run_job(running, JOB)
        (short,) = (await read(client, plans_of(learner)))["items"]
        path = f"{plans_of(learner)}/{short['plan_id']}"
        began = now()
        await edited(client, path, do("add", "item", key=items[1]))
        edit = now()
        forgetting = "update plan_change set placed = null", "delete from plan_followed"
        await upgraded(urls, "plans_as_they_stood", ["plan_change", "plan_followed"], *forgetting)
        since = now()
        assert await read(client, path, known_at=since) == await read(client, path), "it stands so still"
        await edited(client, path, do("change", "item", key=items[1], target=day(5)))
        for moment, words in ((began, "templates"), (edit, "order"), (since, "order")):
            answer = await client.get(path, params={"known_at": moment})
            assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/known_at")
            assert words in answer.json()["errors"][0]["detail"]
        listed = await read(client, plans_of(learner), known_at=began)
        assert [(one["version"], one["items"]) for one in listed["items"]] == [(1, 1)]
        assert await read(client, path, known_at=now()) == await read(client, path)
