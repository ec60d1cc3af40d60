"""Pace over REST: by dates, by rate; the line; the class by who is farthest behind; the job that keeps it."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from competency.planning.usecases.compute_pace import compute_due_paces
from services.competency.tests.pieces import ALL, piece
from services.competency.tests.planning.planning_pieces import (
    FIRST,
    LAST,
    School,
    a_day_on,
    begun,
    day,
    enrolled,
    pace_of,
    paces_told,
    run_job,
    school_after,
)
from shared.testing import DISTRICT_A, DISTRICT_B, LEARNER_ID_KEY, RunningService
from shared.values.ids import mint_learner_id


@pytest.fixture
async def school(running: RunningService) -> School:
    return await school_after(running, "competency.pace")


async def shown(running: RunningService, learner: UUID, item: str, *, score: int = 4, on: int = -1) -> str:
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await client.post("/competency/v1/evidence", json=piece(learner, item, score, f"{day(on)}T10:00:00Z"))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["evidence_id"])


async def test_by_dates_a_learner_is_behind_until_what_was_due_is_mastered(
    running: RunningService, school: School, learner: UUID, items: list[str]
) -> None:
    async with school.learner(learner) as client:
        await begun(client, learner, {"item_id": items[0], "target": day(-5)}, {"item_id": items[1], "target": day(9)})
        behind = (await client.get(pace_of(learner))).json()
        evidence = await shown(running, learner, items[0])
        first = await run_job(running, "competency.pace")
        await shown(running, learner, items[0], score=3)
        again = await run_job(running, "competency.pace")
        on = (await client.get(pace_of(learner))).json()
        await shown(running, learner, items[1])
        await run_job(running, "competency.pace")
        ahead = (await client.get(pace_of(learner))).json()
        async with running.client(DISTRICT_A, *ALL) as system:
            await system.post(f"/competency/v1/evidence/{evidence}/void", json={"reason": "mistaken"})
            await run_job(running, "competency.pace")
    assert [p["status"] for p in (behind, on, ahead)] == ["behind", "on", "ahead"]
    assert [p["shortfall"] for p in (behind, on, ahead)] == [1, 0, -1]
    assert behind["words"].startswith("0 of 1 items due by")
    assert (first, again) == (1, 0), "a result that stays as it is makes nobody's pace due"
    assert await paces_told(running, learner) == [
        (None, "behind", "dates"), ("behind", "on", "dates"), ("on", "ahead", "dates"),
    ]  # fmt: skip
    weeks = behind["line"]["weeks"]
    assert (behind["line"]["by"], weeks[-1]["planned"], weeks[-1]["achieved"]) == ("dates", 2, None)
    assert (weeks[0]["ends_on"], weeks[-1]["ends_on"]) == (day(-54), LAST.isoformat())
    assert max(week["achieved"] or 0 for week in ahead["line"]["weeks"]) == 2


async def test_evidence_of_learners_without_a_plan_makes_no_pace_due(
    running: RunningService, learner: UUID, school: School, items: list[str]
) -> None:
    await shown(running, learner, items[0])
    assert await run_job(running, "competency.pace") == 0
    async with school.learner(learner) as client:
        none = (await client.get(pace_of(learner))).json()
    assert (none["status"], none["line"], none["words"]) == (None, None, "There is nothing to reckon pace by.")


async def test_as_days_go_by_only_those_are_reckoned_whose_day_has_come(
    running: RunningService, school: School, learner: UUID, items: list[str]
) -> None:
    other = mint_learner_id(DISTRICT_A, LEARNER_ID_KEY)
    async with running.client(DISTRICT_A, *ALL) as client:
        await begun(client, learner, {"item_id": items[0], "target": day(1)})
        await begun(client, other, {"item_id": items[0], "target": day(9)})
    assert await run_job(running, "competency.pace") == 0
    async with running.worker.transaction(DISTRICT_A) as session:
        wanted = text("select cast(due_at at time zone 'UTC' as date) from learner_pace where learner_id = :id")
        days = [(await session.scalar(wanted, {"id": one})).isoformat() for one in (learner, other)]
    assert days == [day(1), day(9)]
    await a_day_on(running, learner, 1)
    assert await run_job(running, "competency.pace") == 1


async def test_by_rate_the_line_is_straight_and_the_pace_is_reckoned_every_day(
    running: RunningService, school: School, learner: UUID, items: list[str]
) -> None:
    async with school.learner(learner) as client:
        await begun(client, learner, *({"item_id": item} for item in items[:3]))
        pace = (await client.get(pace_of(learner))).json()
    assert (pace["status"], pace["basis"], pace["line"]["by"], pace["line"]["left_out"]) == (
        "behind",
        "rate",
        "rate",
        0,
    )
    assert pace["shortfall"] == round(3 * 61 / ((LAST - FIRST).days + 1), 2)
    await a_day_on(running, learner, 1)
    assert await run_job(running, "competency.pace") == 1


async def test_a_class_is_listed_by_who_is_farthest_behind(
    running: RunningService, school: School, items: list[str]
) -> None:
    learners = sorted(mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(5))
    class_id, (educator,) = await school.class_of(*learners)
    plans = {
        0: [{"item_id": items[0], "target": day(-1)}],
        1: [{"item_id": item, "target": day(-1)} for item in items[:3]],
        2: [{"item_id": items[0], "target": day(9)}],
        3: [{"item_id": items[1], "target": day(9)}],
    }
    async with school.educator(educator) as client:
        for number, wanted in plans.items():
            await begun(client, learners[number], *wanted)
        await shown(running, learners[3], items[1])
        await run_job(running, "competency.pace")
        path = f"/competency/v1/classes/{class_id}/pace"
        whole = (await client.get(path)).json()
        first = (await client.get(path, params={"limit": 3})).json()
        rest = (await client.get(path, params={"limit": 3, "after": first["next"]})).json()
        other = await client.get(f"/competency/v1/classes/{uuid4()}/pace")
    order = [learners.index(UUID(one["learner_id"])) for one in whole["items"]]
    assert order == [1, 0, 2, 3, 4]
    assert [one["shortfall"] for one in whole["items"]] == [3, 1, 0, -1, 0]
    assert [whole[name] for name in ("behind", "on", "ahead", "none")] == [2, 1, 1, 1]
    assert first["items"] + rest["items"] == whole["items"]
    assert other.status_code == 404
    await school.send(enrolled(learners[1], class_id, "learner", active=False))
    statuses = {}
    for name, client in {
        "educator": school.educator(educator),
        "leader": school.person("leader", uuid4()),
        "system": running.client(DISTRICT_A, *ALL),
        "other educator": school.educator(uuid4()),
        "learner": school.learner(learners[0]),
        "family": school.person("family", uuid4()),
        "other district": running.client(DISTRICT_B, *ALL),
        "no scope": running.client(DISTRICT_A, "competency.write"),
        "anonymous": running.client(),
    }.items():
        async with client:
            answer = await client.get(path)
            statuses[name] = answer.status_code if answer.status_code != 200 else len(answer.json()["items"])
    assert statuses == {
        "educator": 4, "leader": 4, "system": 4, "other educator": 404, "learner": 404, "family": 404,
        "other district": 404, "no scope": 403, "anonymous": 401,
    }  # fmt: skip


async def test_an_item_that_takes_no_evidence_any_more_holds_nobody_back(
    running: RunningService, school: School, learner: UUID, items: list[str]
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        framework = (await client.post("/competency/v1/frameworks", json={"title": "T", "creator": "c"})).json()
        path = f"/competency/v1/frameworks/{framework['framework_id']}"
        item = (await client.post(f"{path}/items", json={"full_statement": "A"})).json()["item_id"]
        await client.post(f"{path}/items", json={"full_statement": "B"})
        await client.post(f"{path}/adopt", headers={"If-Match": "*"})
        await begun(client, learner, {"item_id": item, "target": day(-1)}, {"item_id": items[0], "target": day(9)})
        before = (await client.get(pace_of(learner))).json()
        await client.post(f"{path}/items/{item}/retire", headers={"If-Match": "*"})
        after = (await client.get(pace_of(learner))).json()
        await run_job(running, "competency.pace")
    assert (before["status"], after["status"], after["total"]) == ("behind", "on", 1)
    assert await paces_told(running, learner) == [(None, "behind", "dates"), ("behind", "on", "dates")]


async def test_however_writes_and_the_job_meet_the_pace_that_is_kept_ends_as_it_stands(
    running: RunningService, school: School, items: list[str]
) -> None:
    learners = [mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(6)]
    class_id, (educator,) = await school.class_of(*learners)
    async with school.educator(educator) as client:
        for learner in learners:
            await begun(client, learner, *({"item_id": item, "target": day(-2)} for item in items[:4]))

        async def writes(learner: UUID) -> None:
            for item in items[:4]:
                evidence = await shown(running, learner, item)
                if item == items[3] and learner < learners[0]:
                    async with running.client(DISTRICT_A, *ALL) as system:
                        await system.post(f"/competency/v1/evidence/{evidence}/void", json={"reason": "mistaken"})

        async def job() -> None:
            for _ in range(12):
                async with running.worker.transaction(None) as session:
                    await compute_due_paces(session)

        await asyncio.gather(*(writes(learner) for learner in learners), job(), job())
        await run_job(running, "competency.pace")
        listed = (await client.get(f"/competency/v1/classes/{class_id}/pace")).json()["items"]
        kept = {one["learner_id"]: one for one in listed}
        for learner in learners:
            fresh = (await client.get(pace_of(learner))).json()
            of_class = kept[str(learner)]
            assert {name: of_class[name] for name in of_class} == {name: fresh[name] for name in of_class}
