"""Learning plans over REST: who may write them, what is refused with words, that no update is lost, the history."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from demo import framework as demo_framework
from services.competency.tests.pieces import ALL
from services.competency.tests.planning.planning_pieces import PERSON, School, begun, day, planned, plans_of
from shared.contracts.competency import PaceChanged, PlanChanged
from shared.http.paging import encode
from shared.testing import DISTRICT_A, DISTRICT_B, LEARNER_ID_KEY, RunningService
from shared.values.ids import mint_learner_id


@pytest.fixture
def school(running: RunningService) -> School:
    return School(running)


@pytest.fixture
async def known(running: RunningService, learner: UUID) -> UUID:
    """A learner whom competency knows of."""
    async with running.client(DISTRICT_A, *ALL) as client:
        assert (await client.get(f"/competency/v1/learners/{learner}/mastery")).status_code == 200
    return learner


async def edited(
    client: httpx.AsyncClient, plan: dict[str, Any], *changes: dict[str, Any], match: str | None = None
) -> httpx.Response:
    path = f"{plans_of(plan['learner_id'])}/{plan['plan_id']}"
    headers = {"If-Match": match or f'"{plan["version"]}"'}
    return await client.patch(path, json={"changes": list(changes)}, headers=headers)


async def test_a_learner_plans_a_year_in_their_own_words(
    running: RunningService, school: School, known: UUID, items: list[str]
) -> None:
    await running.clear_outbox()
    project = str(uuid4())
    goals = [{"words": "I want to build a bridge that holds me.", "target": day(30)}]
    async with school.learner(known) as client:
        plan = await begun(
            client,
            known,
            {"item_id": items[0], "target": day(10), "focus": "power", "project": project},
            {"item_id": items[1], "focus": "challenge"},
            goals=goals,
            projects=[{"key": project, "title": "Bridge"}],
        )
        path = f"{plans_of(known)}/{plan['plan_id']}"
        read = await client.get(path)
        listed = (await client.get(plans_of(known))).json()
    assert read.headers["ETag"] == '"1"'
    assert read.json() == plan
    assert (plan["goals"][0]["words"], plan["items"][0]["project"]) == (goals[0]["words"], project)
    assert [(one["plan_id"], one["items"]) for one in listed["items"]] == [(plan["plan_id"], 2)]
    told: list[Any] = [p.event for p in await running.published(PlanChanged, PaceChanged)]
    assert [(type(e).__name__, e.learner_id) for e in told] == [("PlanChanged", known), ("PaceChanged", known)]
    assert "bridge" not in told[0].model_dump_json().lower(), "what people write stays with its owner"


@pytest.mark.parametrize(
    ("change", "pointer", "words"),
    [
        ({"last_day": day(-61)}, "/last_day", "ends after it begins"),
        ({"last_day": day(400)}, "/last_day", "at most 400 days"),
        ({"last_day": 7}, "/last_day", "YYYY-MM-DD"),
        ({"items": [{"item_id": str(UUID(int=9))}]}, "/items/0/item_id", "No framework of this district"),
        ({"items": [{"item_id": demo_framework.identifier(demo_framework.targets()[0].code), "target": day(999)}]},
         "/items/0/target", "outside the plan's year"),
        ({"items": [{"item_id": demo_framework.identifier(demo_framework.targets()[0].code),
                     "project": str(UUID(int=9))}]}, "/items/0/project", "no such project"),
        ({"items": [{"item_id": demo_framework.identifier(demo_framework.targets()[0].code)}] * 2},
         "/items/1/item_id", "name it once"),
        ({"items": [{"item_id": demo_framework.identifier(demo_framework.targets()[0].code), "focus": "fun"}]},
         "/items/0/focus", "power"),
        ({"goals": [{"words": "  "}]}, "/goals/0/words", "nothing that can be seen"),
        ({"goals": [{"words": "x" * 2001}]}, "/goals/0/words", "2000"),
        ({"minutes": 50}, "/minutes", "nothing of this name"),
    ],
)  # fmt: skip
async def test_a_plan_that_cannot_be_is_refused_with_words(
    school: School, known: UUID, change: dict[str, Any], pointer: str, words: str
) -> None:
    async with school.learner(known) as client:
        answer = await client.post(plans_of(known), json=planned() | change)
        assert (await client.get(plans_of(known))).json()["items"] == []
    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert words in answer.json()["errors"][0]["detail"]


async def test_an_item_that_is_retired_takes_no_target(running: RunningService, school: School, known: UUID) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        framework = (await client.post("/competency/v1/frameworks", json={"title": "T", "creator": "c"})).json()
        path = f"/competency/v1/frameworks/{framework['framework_id']}"
        added = [await client.post(f"{path}/items", json={"full_statement": words}) for words in ("A", "B")]
        one, two = [answer.json()["item_id"] for answer in added]
        draft = await client.post(plans_of(known), json=planned({"item_id": one}))
        await client.post(f"{path}/adopt", headers={"If-Match": "*"})
        plan = await begun(client, known, {"item_id": one, "target": day(9)}, {"item_id": two})
        await client.post(f"{path}/items/{one}/retire", headers={"If-Match": "*"})
        target = await edited(client, plan, {"do": "change", "kind": "item", "key": one, "target": day(5)})
        other = await edited(client, plan, {"do": "change", "kind": "item", "key": two, "target": day(5)})
        dropped = await edited(client, plan, {"do": "drop", "kind": "item", "key": one}, match="*")
    assert (draft.status_code, target.status_code, other.status_code, dropped.status_code) == (422, 422, 200, 200)
    assert "draft" in draft.json()["errors"][0]["detail"]
    assert target.json()["errors"][0]["pointer"] == "/changes/0/key"
    assert "retired" in target.json()["errors"][0]["detail"]
    assert [item["in_use"] for item in other.json()["items"]] == [False, True]


async def test_edits_say_who_and_when_and_no_update_is_lost(school: School, known: UUID, items: list[str]) -> None:
    _, (educator,) = await school.class_of(known)
    async with school.learner(known) as mine, school.educator(educator) as theirs:
        plan = await begun(mine, known, {"item_id": items[0]}, goals=[{"words": "Read aloud"}])
        change = {"do": "change", "kind": "item", "key": items[0]}
        answers = await asyncio.gather(
            edited(mine, plan, change | {"target": day(3)}, {"do": "add", "kind": "goal", "words": "Sing"}),
            edited(theirs, plan, change | {"target": day(8), "focus": "power"}),
        )
        won = next(a for a in answers if a.status_code == 200)
        path = f"{plans_of(known)}/{plan['plan_id']}"
        unmatched = await mine.patch(path, json={"changes": [change | {"target": None}]})
        again = await edited(theirs, won.json(), change | {"target": None, "focus": None})
        same = await edited(theirs, again.json(), change | {"focus": None})
        history = (await mine.get(f"{path}/changes", params={"limit": 2})).json()
        older = (await mine.get(f"{path}/changes", params={"after": history["next"]})).json()
    assert sorted(a.status_code for a in answers) == [200, 412]
    assert (unmatched.status_code, won.headers["ETag"], again.headers["ETag"]) == (428, '"2"', '"3"')
    assert same.json()["version"] == 3, "an edit that changes nothing is none"
    assert [one["version"] for one in history["items"] + older["items"]] == [3, 2, 1]
    newest = history["items"][0]
    assert (newest["person_id"], newest["role"]) == (str(educator), "educator")
    assert newest["changes"][0]["before"]["target"] in (day(3), day(8))
    assert newest["changes"][0]["after"]["target"] is None
    assert older["items"][0]["changes"][0]["after"]["words"] == "Read aloud"


@pytest.mark.parametrize(
    ("change", "pointer", "words"),
    [
        ({"do": "change", "kind": "goal", "key": str(UUID(int=3)), "words": "w"}, "/changes/0/key", "no such goal"),
        ({"do": "drop", "kind": "item", "key": str(UUID(int=3))}, "/changes/0/key", "no such item"),
        ({"do": "drop", "kind": "item"}, "/changes/0", "key"),
        ({"do": "add", "kind": "item", "key": str(UUID(int=3))}, "/changes/0/key", "No framework"),
        ({"do": "add", "kind": "goal", "focus": "power", "words": "w"}, "/changes/0", "a goal has no focus"),
        ({"do": "add", "kind": "goal"}, "/changes/0", "words"),
        ({"do": "add", "kind": "project", "title": "t", "target": day(999)}, "/changes/0/target", "outside"),
        ({"do": "sit", "kind": "goal"}, "/changes/0/do", "drop"),
    ],
)
async def test_a_change_that_cannot_be_is_refused_with_words(
    school: School, known: UUID, items: list[str], change: dict[str, Any], pointer: str, words: str
) -> None:
    async with school.learner(known) as client:
        plan = await begun(client, known, {"item_id": items[0]})
        answer = await edited(client, plan, change)
        after = (await client.get(f"{plans_of(known)}/{plan['plan_id']}")).json()
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == pointer, answer.text
    assert words in answer.json()["errors"][0]["detail"]
    assert after == plan


async def test_who_may_write_a_plan_and_who_may_read_it(
    running: RunningService, school: School, known: UUID, items: list[str]
) -> None:
    _, (educator,) = await school.class_of(known)
    other = mint_learner_id(DISTRICT_A, LEARNER_ID_KEY)
    statuses = {}
    people = {
        "another learner": school.learner(other),
        "another educator": school.educator(uuid4()),
        "no family of theirs": school.person("family", uuid4()),
        "the leader": school.person("leader", uuid4()),
        "an operator": school.person("operator", uuid4()),
        "anonymous": running.client(),
        "without the scope": school.person("learner", known, "competency.read"),
        "a system that reads": running.client(DISTRICT_A, *PERSON),
        "another district": running.client(DISTRICT_B, *ALL),
        "a system": running.client(DISTRICT_A, *ALL),
    }
    async with school.educator(educator) as theirs:
        plan = await begun(theirs, known, {"item_id": items[0]})
    path = f"{plans_of(known)}/{plan['plan_id']}"
    for name, client in people.items():
        async with client:
            wrote = await edited(client, plan, {"do": "add", "kind": "goal", "words": "w"}, match="*")
            begins = await client.post(plans_of(known), json=planned())
            read, history = await client.get(path), await client.get(f"{path}/changes")
            assert read.status_code == history.status_code
            statuses[name] = (wrote.status_code, begins.status_code, read.status_code)
    assert statuses == {
        "another learner": (404, 404, 404),
        "another educator": (404, 404, 404),
        "no family of theirs": (404, 404, 404),
        "the leader": (403, 403, 200),
        "an operator": (403, 403, 200),
        "anonymous": (401, 401, 401),
        "without the scope": (403, 403, 200),
        "a system that reads": (403, 403, 200),
        "another district": (404, 404, 404),
        "a system": (200, 409, 200),
    }


async def test_a_cursor_of_any_number_is_answered(school: School, known: UUID, items: list[str]) -> None:
    """Whoever makes one up is told nothing new, and breaks nothing."""
    class_id, (educator,) = await school.class_of(known)
    far = 2**40
    async with school.learner(known) as client:
        plan = await begun(client, known, {"item_id": items[0]})
        path = f"{plans_of(known)}/{plan['plan_id']}/changes"
        changes = await client.get(path, params={"after": encode([far])})
    async with school.educator(educator) as client:
        after = encode([far, "0", str(known)])
        paces = await client.get(f"/competency/v1/classes/{class_id}/pace", params={"after": after})
    assert [one["version"] for one in changes.json()["items"]] == [1]
    assert (paces.status_code, paces.json()["items"]) == (200, [])


async def test_a_learner_has_one_plan_for_a_day_however_it_is_begun(
    school: School, known: UUID, items: list[str]
) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    body = planned({"item_id": items[0]})
    async with school.learner(known) as client:
        answers = await asyncio.gather(*(client.post(plans_of(known), json=body) for _ in range(3)))
        later = planned() | {"first_day": day(241), "last_day": day(500)}
        first, again = [await client.post(plans_of(known), json=later, headers=key) for _ in range(2)]
        listed = (await client.get(plans_of(known), params={"limit": 1})).json()
        rest = (await client.get(plans_of(known), params={"after": listed["next"]})).json()
        unknown = await client.get(f"{plans_of(known)}/{uuid4()}")
        cursor = await client.get(plans_of(known), params={"after": "x"})
    assert sorted(a.status_code for a in answers) == [201, 409, 409]
    assert (first.status_code, again.content) == (201, first.content)
    assert [one["first_day"] for one in listed["items"] + rest["items"]] == [day(241), day(-60)]
    assert (unknown.status_code, cursor.status_code) == (404, 422)


async def test_an_answer_does_not_outgrow_what_was_sent(school: School, known: UUID) -> None:
    async with school.learner(known) as client:
        answer = await client.post(plans_of(known), json=planned() | {"items": [7] * 900})
    assert (answer.status_code, len(answer.json()["errors"])) == (422, 100)
