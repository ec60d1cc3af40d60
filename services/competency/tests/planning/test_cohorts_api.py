"""Cohorts over REST: who joins and leaves them, what is looked at before, and the job that goes on where it was."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from competency.planning.usecases.sync_plans import sync_plans
from services.competency.tests.pieces import ALL
from services.competency.tests.planning.planning_pieces import (
    TODAY,
    School,
    day,
    enrolled,
    plans_of,
    run_job,
    school_after,
)
from services.competency.tests.planning.template_pieces import (
    JOB,
    TEMPLATES,
    YEAR,
    changed,
    fresh,
    given,
    made,
    plan_of,
    targets,
)
from shared.contracts.competency import PlanChanged
from shared.contracts.rostering import ClassChanged, PersonChanged, TermChanged
from shared.testing import DISTRICT_A, DISTRICT_B, LEARNER_ID_KEY, RunningService
from shared.values.ids import mint_learner_id


@pytest.fixture
async def school(running: RunningService) -> School:
    return await school_after(running, JOB)


Told = ClassChanged | TermChanged | PersonChanged


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
