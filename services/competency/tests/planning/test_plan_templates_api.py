"""Templates over REST: given to a cohort, followed where a plan has not gone its own way, looked at before."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import text

from competency.planning.usecases.sync_plans import sync_plans
from services.competency.tests.pieces import ALL
from services.competency.tests.planning.planning_pieces import (
    FIRST,
    LAST,
    TODAY,
    School,
    begun,
    day,
    enrolled,
    plans_of,
    run_job,
)
from shared.contracts.competency import PlanChanged
from shared.contracts.rostering import ClassChanged, PersonChanged, TermChanged
from shared.testing import DISTRICT_A, DISTRICT_B, LEARNER_ID_KEY, RunningService
from shared.values.ids import mint_learner_id

TEMPLATES = "/competency/v1/plan-templates"
YEAR = {"first_day": FIRST.isoformat(), "last_day": LAST.isoformat()}
JOB = "competency.templates"


@pytest.fixture
async def school(running: RunningService) -> School:
    await run_job(running, JOB)
    await running.clear_outbox()
    return School(running)


def fresh(count: int) -> list[UUID]:
    return [mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(count)]


Told = ClassChanged | TermChanged | PersonChanged


def template(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"title": "Grade 7", "items": list(items)} | more


async def made(client: httpx.AsyncClient, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = await client.post(TEMPLATES, json=template(*items, **more))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def given(client: httpx.AsyncClient, to: dict[str, Any], **cohort: Any) -> dict[str, Any]:
    answer = await client.post(f"{TEMPLATES}/{to['template_id']}/cohorts", json=YEAR | cohort)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def changed(
    client: httpx.AsyncClient, one: dict[str, Any], *items: dict[str, Any], preview: bool = False, **more: Any
) -> httpx.Response:
    path = f"{TEMPLATES}/{one['template_id']}" + ("?preview=true" if preview else "")
    return await client.put(path, json=template(*items, **more), headers={"If-Match": "*"})


async def plan_of(client: httpx.AsyncClient, learner: UUID) -> dict[str, Any]:
    """The learner's one plan."""
    (short,) = (await client.get(plans_of(learner))).json()["items"]
    found: dict[str, Any] = (await client.get(f"{plans_of(learner)}/{short['plan_id']}")).json()
    return found


def targets(plan: dict[str, Any]) -> dict[str, str | None]:
    return {item["item_id"]: item["target"] for item in plan["items"]}


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


async def test_who_joins_a_class_gets_the_plan_and_who_leaves_keeps_it(
    running: RunningService, school: School, items: list[str]
) -> None:
    stays, joins, leaves = fresh(3)
    class_id, (educator,) = await school.class_of(stays, leaves)
    async with running.client(DISTRICT_A, *ALL) as client:
        one = await made(client, {"item_id": items[0]})
        await given(client, one, class_id=str(class_id))
        await run_job(running, JOB)
        await school.send(enrolled(joins, class_id, "learner"), enrolled(leaves, class_id, "learner", active=False))
        await run_job(running, JOB)
        await changed(client, one, {"item_id": items[1]})
        await run_job(running, JOB)
        found = [list(targets(await plan_of(client, learner))) for learner in (stays, joins, leaves)]
        follows = [len((await plan_of(client, learner))["templates"]) for learner in (stays, joins, leaves)]
        # And who comes back follows again from where they left.
        await school.send(enrolled(leaves, class_id, "learner"))
        await run_job(running, JOB)
        back = targets(await plan_of(client, leaves))
        assert await run_job(running, JOB) == 0
    assert found == [[items[1]], [items[1]], [items[0]]]
    assert follows == [1, 1, 0]
    assert list(back) == [items[1]]
    assert educator


async def a_day_later(running: RunningService, class_id: UUID) -> None:
    """As if all that is set for a day in this class had been set for the day before."""
    async with running.worker.transaction(DISTRICT_A) as session:
        for shifted in (
            "enrolment set starts_on = starts_on - 1, ends_on = ends_on - 1",
            "plan_cohort set look_at = look_at - interval '1 day'",
        ):
            await session.execute(text(f"update {shifted} where class_id = :id"), {"id": class_id})


async def test_who_joins_and_who_leaves_by_the_calendar_is_noticed_as_the_day_begins(
    running: RunningService, school: School, items: list[str]
) -> None:
    joins, leaves, stays = fresh(3)
    class_id, _ = await school.class_of(stays)
    await school.send(
        enrolled(joins, class_id, "learner", starts_on=TODAY + timedelta(days=1), ends_on=TODAY + timedelta(days=9)),
        enrolled(leaves, class_id, "learner", starts_on=TODAY - timedelta(days=9), ends_on=TODAY),
    )
    async with running.client(DISTRICT_A, *ALL) as client:
        one = await made(client, {"item_id": items[0]})
        cohort = await given(client, one, class_id=str(class_id))
        await run_job(running, JOB)
        assert cohort["members"] == 2
        assert (await client.get(plans_of(joins))).json()["items"] == []
        assert await run_job(running, JOB) == 0, "the day goes on"
        await a_day_later(running, class_id)
        await run_job(running, JOB)
        found = [len((await plan_of(client, learner))["templates"]) for learner in (joins, leaves, stays)]
        assert found == [1, 0, 1]
        assert await run_job(running, JOB) == 0, "once a day"


async def test_a_cohort_of_a_class_of_nobody_fills_as_enrolments_come(
    running: RunningService, school: School, items: list[str]
) -> None:
    class_id, _ = await school.class_of(educators=0)
    (joins,) = fresh(1)
    async with running.client(DISTRICT_A, *ALL) as client:
        one = await made(client, {"item_id": items[0]})
        cohort = await given(client, one, class_id=str(class_id))
        await run_job(running, JOB)
        assert cohort["members"] == 0
        await school.send(enrolled(joins, class_id, "learner"))
        await run_job(running, JOB)
        assert list(targets(await plan_of(client, joins))) == [items[0]]


@pytest.mark.parametrize("what", ["class", "term", "person", "term over", "other term"])
async def test_who_is_in_a_class_no_longer_though_nobody_ended_the_enrolment_leaves_its_cohorts(
    running: RunningService, school: School, items: list[str], what: str
) -> None:
    (learner,) = fresh(1)
    term = TermChanged(
        term_id=uuid4(), title="Autumn", starts_on=TODAY - timedelta(days=9), ends_on=TODAY + timedelta(days=9)
    )
    over = term.model_copy(update={"term_id": uuid4(), "ends_on": TODAY - timedelta(days=1)})
    class_id, _ = await school.class_of(learner, term_id=term.term_id)
    same = ClassChanged(class_id=class_id, title="Grade 7", organisation_id=uuid4(), term_id=term.term_id)
    person = PersonChanged(person_id=learner, roles=("learner",))
    await school.tell(term, over, person)
    told: dict[str, tuple[Told, Told]] = {
        "class": (same.model_copy(update={"active": False}), same),
        "term": (term.model_copy(update={"active": False}), term),
        "person": (person.model_copy(update={"active": False}), person),
        "term over": (term.model_copy(update={"ends_on": TODAY - timedelta(days=1)}), term),
        "other term": (same.model_copy(update={"term_id": over.term_id}), same),
    }
    ends, goes_on = told[what]
    async with running.client(DISTRICT_A, *ALL) as client:
        one = await made(client, {"item_id": items[0]})
        await given(client, one, class_id=str(class_id))
        follows = []
        for event in (None, ends, goes_on):
            await school.tell(*[event] if event else [])
            await run_job(running, JOB)
            follows.append(len((await plan_of(client, learner))["templates"]))
        assert await run_job(running, JOB) == 0
    assert follows == [1, 0, 1]


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


async def test_a_cohort_is_looked_at_first_and_refused_with_words(
    running: RunningService, school: School, items: list[str]
) -> None:
    mine, foreign = fresh(1)[0], mint_learner_id(DISTRICT_B, LEARNER_ID_KEY)
    class_id, (educator,) = await school.class_of(mine)
    async with running.client(DISTRICT_A, *ALL) as client, school.educator(educator) as theirs:
        one = await made(client, {"item_id": items[0], "target": day(700)})
        path = f"{TEMPLATES}/{one['template_id']}/cohorts"
        seen = await client.post(f"{path}?preview=true", json=YEAR | {"class_id": str(class_id)})
        none = (await client.get(path)).json()["items"]
        answers = {
            "nobody": await client.post(path, json=YEAR),
            "both": await client.post(path, json=YEAR | {"class_id": str(class_id), "learners": [str(mine)]}),
            "foreign": await client.post(path, json=YEAR | {"learners": [str(mine), str(foreign)]}),
            "not theirs": await theirs.post(path, json=YEAR | {"learners": [str(fresh(1)[0])]}),
            "no class": await client.post(path, json=YEAR | {"class_id": str(uuid4())}),
            "not their class": await theirs.post(path, json=YEAR | {"class_id": str(uuid4())}),
            "no year": await client.post(path, json={"learners": [str(mine)]} | YEAR | {"last_day": day(-99)}),
            "no template": await client.post(f"{TEMPLATES}/{uuid4()}/cohorts", json=YEAR | {"learners": [str(mine)]}),
        }
    assert (seen.status_code, none) == (200, [])
    assert (seen.json()["plans"], seen.json()["begun"], seen.json()["changed"]) == (1, 1, 1)
    assert [line["why"] for line in seen.json()["learners"][0]["lines"]] == [None, "outside_year"]
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "nobody": 422, "both": 422, "foreign": 422, "not theirs": 422, "no class": 404, "not their class": 404,
        "no year": 422, "no template": 404,
    }  # fmt: skip
    assert answers["foreign"].json()["errors"][0]["pointer"] == "/learners/1"


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


async def cut_off(running: RunningService) -> None:
    async with running.worker.transaction(None) as session:
        await sync_plans(session)
        raise RuntimeError


async def test_a_job_that_is_cut_off_goes_on_where_it_was(
    running: RunningService, school: School, items: list[str]
) -> None:
    learners = fresh(45)
    async with running.client(DISTRICT_A, *ALL) as client:
        one = await made(client, {"item_id": items[0]})
        cohort = await given(client, one, learners=[str(learner) for learner in learners])
        with pytest.raises(RuntimeError):
            await cut_off(running)
        counts = []
        path = f"{TEMPLATES}/{one['template_id']}/cohorts/{cohort['cohort_id']}"
        for _ in range(3):
            counts.append((await client.get(path)).json()["following"])
            async with running.worker.transaction(None) as session:
                assert await sync_plans(session)
        assert await run_job(running, JOB) == 1
        ended = await client.post(f"{path}/end")
        await run_job(running, JOB)
        after = (await client.get(path)).json()
    assert counts == [0, 20, 40]
    assert (ended.json()["ended"], after["following"], after["up_to_date"]) == (True, 0, True)
    told = [p.event for p in await running.published(PlanChanged)]
    assert sorted(event.learner_id for event in told) == sorted(learners)
