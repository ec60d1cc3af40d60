"""Templates over REST: followed where a plan has not gone its own way, including others, kept by those who may."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.competency.tests.pieces import ALL
from services.competency.tests.planning.planning_pieces import School, begun, day, plans_of, run_job, school_after
from services.competency.tests.planning.template_pieces import (
    JOB,
    TEMPLATES,
    changed,
    fresh,
    given,
    made,
    plan_of,
    targets,
    template,
)
from shared.contracts.competency import PlanChanged
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService


@pytest.fixture
async def school(running: RunningService) -> School:
    return await school_after(running, JOB)


async def test_a_change_reaches_every_plan_and_leaves_alone_what_a_learner_changed(
    running: RunningService, school: School, items: list[str]
) -> None:
    learners = fresh(3)
    class_id, (educator,) = await school.class_of(*learners)
    a, b, c, d = items[:4]
    async with school.educator(educator) as client:
        own = await begun(client, learners[0], {"item_id": d, "target": day(50)}, goals=[{"words": "Mine"}])
        one = await made(client, {"item_id": a, "target": day(10)}, {"item_id": b, "target": day(20), "focus": "power"})
        cohort = await given(client, one, class_id=str(class_id))
        assert (cohort["members"], cohort["following"], cohort["up_to_date"]) == (3, 0, False)
        await run_job(running, JOB)
        first = await plan_of(client, learners[0])
        # The first learner moves a date, the second drops an item, the third does nothing.
        moved = {"do": "change", "kind": "item", "key": a, "target": day(90)}
        dropped = {"do": "drop", "kind": "item", "key": a}
        for learner, change in ((learners[0], moved), (learners[1], dropped)):
            plan = await plan_of(client, learner)
            path = f"{plans_of(learner)}/{plan['plan_id']}"
            assert (await client.patch(path, json={"changes": [change]}, headers={"If-Match": "*"})).status_code == 200
        new = [{"item_id": a, "target": day(15), "focus": "challenge"}, {"item_id": c, "target": day(30)}]
        seen = (await changed(client, one, *new, preview=True)).json()
        unchanged = [targets(await plan_of(client, learner)) for learner in learners]
        assert (await changed(client, one, *new)).status_code == 200
        await run_job(running, JOB)
        plans = [await plan_of(client, learner) for learner in learners]
        history = (await client.get(f"{plans_of(learners[2])}/{plans[2]['plan_id']}/changes")).json()["items"]
        done = (await client.get(f"{TEMPLATES}/{one['template_id']}/cohorts/{cohort['cohort_id']}")).json()
    assert (first["plan_id"], targets(first)) == (own["plan_id"], {d: day(50), a: day(10), b: day(20)})
    assert unchanged == [
        {d: day(50), a: day(90), b: day(20)}, {b: day(20)}, {a: day(10), b: day(20)},
    ]  # fmt: skip
    assert [targets(plan) for plan in plans] == [
        {d: day(50), a: day(90), c: day(30)}, {c: day(30)}, {a: day(15), c: day(30)},
    ]  # fmt: skip
    came_from = {item["item_id"]: item["templates"] for item in plans[0]["items"]}
    assert came_from[d] == []
    assert came_from[a] == [{"template_id": one["template_id"], "changed": ["target"]}]
    assert came_from[c] == [{"template_id": one["template_id"], "changed": []}]
    assert [one["key"] for one in plans[1]["dropped"]] == [a]
    assert plans[0]["goals"][0]["words"] == "Mine"
    assert [(h["template_id"], h["role"]) for h in history] == [(one["template_id"], None)] * 2
    assert (done["following"], done["up_to_date"]) == (3, True)
    assert (seen["plans"], seen["changed"]) == (3, 3)
    assert seen["lines"] == {"added": 3, "changed": 2, "moved": 1, "left_alone": 2, "dropped": 3}
    lines = {one["learner_id"]: one["lines"] for one in seen["learners"]}
    assert [(line["outcome"], line["why"]) for line in lines[str(learners[1])] if line["key"] == a] == [
        ("left_alone", "dropped_here"),
    ]  # fmt: skip
    told = [p.event for p in await running.published(PlanChanged) if p.event.learner_id == learners[2]]
    assert [(event.cause, event.version, event.items) for event in told] == [("begun", 1, 2), ("template", 2, 2)]


async def test_templates_include_others_and_what_two_say_is_not_dropped(
    running: RunningService, school: School, items: list[str]
) -> None:
    (learner,) = fresh(1)
    a, b, c = items[:3]
    async with running.client(DISTRICT_A, *ALL) as client:
        base = await made(client, {"item_id": a}, {"item_id": b})
        whole = await made(client, {"item_id": c}, title="Whole", includes=[base["template_id"]])
        other = await made(client, {"item_id": b}, title="Other")
        for one in (whole, other):
            await given(client, one, learners=[str(learner)])
        await run_job(running, JOB)
        first = await plan_of(client, learner)
        await changed(client, base)
        await run_job(running, JOB)
        second = await plan_of(client, learner)
        read = (await client.get(f"{TEMPLATES}/{whole['template_id']}")).json()
    assert set(targets(first)) == {a, b, c}
    assert set(targets(second)) == {b, c}
    assert (read["number"], read["version"]) == (2, 1), "what it includes is other, it is not"


async def test_templates_that_include_one_another_are_refused_with_the_path(
    running: RunningService, school: School, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        first = await made(client, {"item_id": items[0]}, title="First")
        second = await made(client, title="Second", includes=[first["template_id"]])
        before = (await client.get(f"{TEMPLATES}/{first['template_id']}")).json()
        cycle = await changed(client, first, title="First", includes=[second["template_id"]])
        itself = await changed(client, first, title="First", includes=[first["template_id"]])
        unknown = await changed(client, first, includes=[str(uuid4())])
        after = (await client.get(f"{TEMPLATES}/{first['template_id']}")).json()
    assert [a.status_code for a in (cycle, itself, unknown)] == [422] * 3
    assert [a.json()["errors"][0]["pointer"] for a in (cycle, itself, unknown)] == ["/includes"] * 3
    assert "First" in cycle.json()["errors"][0]["detail"]
    assert "Second" in cycle.json()["errors"][0]["detail"]
    assert after == before


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"title": ""}, "/title"),
        ({"items": [{"item_id": str(UUID(int=5))}]}, "/items/0/item_id"),
        ({"items": [{"item_id": "x"}]}, "/items/0/item_id"),
        ({"projects": [{"title": " "}]}, "/projects/0/title"),
        ({"goals": []}, "/goals"),
        ({"hours": 3}, "/hours"),
    ],
)
async def test_a_template_that_cannot_be_is_refused_with_words(
    running: RunningService, school: School, body: dict[str, Any], pointer: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await client.post(TEMPLATES, json=template() | body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text


async def test_who_may_keep_templates(running: RunningService, school: School, items: list[str]) -> None:
    _, (owner, other) = await school.class_of(*fresh(1), educators=2)
    async with school.educator(owner) as client:
        one = await made(client, {"item_id": items[0]})
    statuses = {}
    for name, client in {
        "owner": school.educator(owner),
        "other educator": school.educator(other),
        "leader": school.person("leader", uuid4()),
        "learner": school.learner(fresh(1)[0]),
        "family": school.person("family", uuid4()),
        "system": running.client(DISTRICT_A, *ALL),
        "reading system": running.client(DISTRICT_A, "competency.read"),
        "other district": running.client(DISTRICT_B, *ALL),
        "anonymous": running.client(),
    }.items():
        async with client:
            begin = await client.post(TEMPLATES, json=template())
            change = await changed(client, one, {"item_id": items[1]})
            read = await client.get(f"{TEMPLATES}/{one['template_id']}")
            cohorts = await client.get(f"{TEMPLATES}/{one['template_id']}/cohorts")
            statuses[name] = tuple(answer.status_code for answer in (begin, change, read, cohorts))
    assert statuses == {
        "owner": (201, 200, 200, 200),
        "other educator": (201, 403, 200, 200),
        "leader": (201, 200, 200, 200),
        "learner": (403, 403, 200, 403),
        "family": (403, 403, 200, 403),
        "system": (201, 200, 200, 200),
        "reading system": (403, 403, 200, 200),
        "other district": (201, 404, 404, 404),
        "anonymous": (401, 401, 401, 401),
    }
    async with running.client(DISTRICT_A, *ALL) as client:
        path = f"{TEMPLATES}/{one['template_id']}"
        unmatched = await client.put(path, json=template())
        stale = await client.put(path, json=template(), headers={"If-Match": '"1"'})
        listed = (await client.get(TEMPLATES, params={"limit": 1})).json()
    assert (unmatched.status_code, stale.status_code, len(listed["items"]), bool(listed["next"])) == (428, 412, 1, True)
