"""A district's day is its calendar's everywhere: late in the evening, and where it is another day than in UTC."""

import json
from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from competency.amendments.usecases.remind_of_amendments import remind
from competency.republishing.usecases import republish
from services.competency.tests.amendments.amendment_pieces import Family, asking, published
from services.competency.tests.credentials.issued_pieces import SYSTEM, issue, show
from services.competency.tests.pieces import ALL
from services.competency.tests.planning.planning_pieces import RULES, School, enrolled, plans_of, run_job
from shared.contracts.competency import AmendmentDue, CalendarChanged
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, RunningService
from shared.testing.zones import another_day
from shared.values.calendar import last_of, start_of
from shared.values.ids import mint_learner_id

EVENING = "2026-11-02T04:30:00Z"
"""Of November 1, in New York."""


@pytest.fixture
def school(running: RunningService) -> School:
    return School(running)


LayDown = Callable[[str], Awaitable[None]]


@pytest.fixture
async def lies(running: RunningService) -> AsyncIterator[LayDown]:
    """Say in which zone the district lies; it goes back to UTC."""

    async def set_zone(zone: str) -> None:
        async with running.client(DISTRICT_A, *SYSTEM) as client:
            answer = await client.put(RULES, json={"time_zone": zone}, headers={"If-Match": "*"})
        assert answer.status_code == 200, answer.text

    yield set_zone
    await set_zone("UTC")


async def told(running: RunningService) -> list[CalendarChanged]:
    events = [published.event for published in await running.published(CalendarChanged)]
    return [event for event in events if isinstance(event, CalendarChanged)]


async def test_a_change_of_calendar_is_told_once_and_again_in_a_snapshot(
    running: RunningService, lies: LayDown
) -> None:
    await running.clear_outbox()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await lies("America/New_York")
        await lies("America/New_York")
        rules = (await client.get(RULES)).json()
    [event] = await told(running)
    assert (event.district_id, event.time_zone, event.version) == (DISTRICT_A, "America/New_York", rules["version"] - 1)
    async with running.worker.transaction(DISTRICT_A) as session:
        await republish.district(session, DISTRICT_A)
    again = (await told(running))[-1]
    assert (again.time_zone, again.version) == ("America/New_York", rules["version"])
    await lies("UTC")
    assert [event.time_zone for event in await told(running)][-1] == "UTC"


async def test_a_snapshot_says_utc_where_nothing_is_set(running: RunningService) -> None:
    """Readers may know of rules that were lost when the database was restored."""
    district = uuid4()
    await running.clear_outbox()
    async with running.worker.transaction(district) as session:
        await republish.district(session, district)
    [event] = await told(running)
    assert (event.district_id, event.time_zone, event.version) == (district, "UTC", 0)


@pytest.mark.parametrize("name", ["Mars/Olympus", "localtime", "CET", "america/new_york", "EST5EDT4", "+02:00"])
async def test_only_what_everybody_knows_names_a_zone(running: RunningService, name: str) -> None:
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        answer = await client.put(RULES, json={"time_zone": name}, headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/time_zone")


async def test_evidence_of_the_evening_is_of_that_day_for_pace(
    running: RunningService, lies: LayDown, learner: UUID, items: list[str]
) -> None:
    await lies("America/New_York")
    async with running.client(DISTRICT_A, *ALL) as client:
        plan: dict[str, Any] = {"first_day": "2026-08-01", "last_day": "2027-06-01"}
        plan["items"] = [{"item_id": items[0], "target": "2026-11-01"}]
        assert (await client.post(plans_of(learner), json=plan)).status_code == 201
        await show(client, learner, items[0], observed_at=EVENING)
        path = f"/competency/v1/learners/{learner}/pace"
        found = (await client.get(path, params={"as_of": "2026-11-02T04:59:59Z"})).json()
    assert (found["as_of"], found["due"], found["due_mastered"]) == ("2026-11-01", 1, 1)


async def test_a_badge_names_the_day_at_the_school(
    running: RunningService, lies: LayDown, learner: UUID, items: list[str]
) -> None:
    await lies("America/New_York")
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        await show(client, learner, items[0], observed_at=EVENING)
        token = (await issue(client, learner, items[0]))["token"]
    body = token.split(".")[1]
    claims = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    assert claims["evidence"][0]["narrative"].startswith("Shown on 2026-11-01")
    assert claims["validFrom"].endswith("Z")  # a moment, and in UTC


async def test_a_request_is_received_and_due_by_the_districts_days(
    family: Family, lies: LayDown, items: list[str]
) -> None:
    zone, today = another_day()
    await lies(zone)
    made = await family.asked(await family.shown(items[0]))
    assert made["received_on"] == today.isoformat()
    assert (made["clock"]["due_on"], made["clock"]["days_left"]) == ((today + timedelta(days=45)).isoformat(), 45)
    async with family.as_("leader") as leader:
        entered = asking(await family.shown(items[1]), on_behalf=received(today + timedelta(days=1)))
        assert (await leader.post(family.path, json=entered)).status_code == 422
        entered["on_behalf"] = received(today)
        assert (await leader.post(family.path, json=entered)).status_code == 201


def received(day: date) -> dict[str, Any]:
    return {"asked_as": "parent", "received_on": day.isoformat()}


async def test_an_enrolment_ends_with_its_last_day_in_the_district(
    running: RunningService, school: School, lies: LayDown
) -> None:
    zone, today = another_day()
    stays, left = (mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(2))
    class_id, [educator] = await school.class_of()
    await school.send(
        enrolled(stays, class_id, "learner", ends_on=today),
        enrolled(left, class_id, "learner", ends_on=today - timedelta(days=1)),
    )
    await lies(zone)
    async with school.educator(educator) as teacher:
        seen = [
            (await teacher.get(f"/competency/v1/learners/{one}/mastery")).status_code == 200 for one in (stays, left)
        ]
        members = (await teacher.get(f"/competency/v1/classes/{class_id}/pace")).json()["items"]
    assert seen == [True, False]
    assert [one["learner_id"] for one in members] == [str(stays)]


async def test_a_cohort_is_looked_at_again_when_the_districts_day_is_another(
    running: RunningService, school: School, lies: LayDown, items: list[str]
) -> None:
    zone, today = another_day()
    stays, leaves = (mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(2))
    class_id, _ = await school.class_of()
    await school.send(
        enrolled(stays, class_id, "learner", ends_on=today),
        enrolled(leaves, class_id, "learner", ends_on=today - timedelta(days=1)),
    )
    templates = "/competency/v1/plan-templates"
    async with running.client(DISTRICT_A, *ALL) as client:
        body = {"title": "Grade 7", "items": [{"item_id": items[0]}]}
        template = (await client.post(templates, json=body)).json()["template_id"]
        year = {
            "first_day": (today - timedelta(days=60)).isoformat(),
            "last_day": (today + timedelta(days=9)).isoformat(),
        }
        cohort = (await client.post(f"{templates}/{template}/cohorts", json=year | {"class_id": str(class_id)})).json()
        await run_job(running, "competency.templates")
        await lies(zone)
        await run_job(running, "competency.templates")
        found = (await client.get(f"{templates}/{template}/cohorts")).json()["items"]
    [after] = [one for one in found if one["cohort_id"] == cohort["cohort_id"]]
    assert (after["members"], after["following"], after["up_to_date"]) == (1, 1, True)


async def test_reminders_wait_for_the_districts_day(family: Family, lies: LayDown, items: list[str]) -> None:
    await lies("America/New_York")
    made = await family.asked(await family.shown(items[2]))
    due = date.fromisoformat(made["clock"]["due_on"])
    await family.running.clear_outbox()
    said = []
    for moment in (
        last_of(due - timedelta(days=15), "America/New_York"),
        start_of(due - timedelta(days=14), "America/New_York"),
    ):
        async with family.running.worker.transaction(None) as session:
            await remind(session, moment)
        said.append([event.days_left for event in await published(family, AmendmentDue)])
    assert said == [[], [14]]
