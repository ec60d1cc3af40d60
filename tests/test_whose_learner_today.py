"""Who sees a learner today, from rostering's routes to the answers of those who read a roster.

Rostering, competency and dashboards run in this process, and what rostering tells is handed to the others' consumers.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from competency.handlers import subscriptions
from competency.main import service as competency
from dashboards.handlers import read_models
from dashboards.main import service as dashboards
from rostering.main import service as rostering
from shared.contracts.rostering import ROSTERING
from shared.testing import DISTRICT_A, Deliveries, RunningService, run_service
from shared.testing.deliveries import as_sent

TODAY = datetime.now(UTC).date()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
SCOPES = ("rostering.read", "rostering.write", "competency.read", "competency.write", "competency.take-part",
          "dashboards.read")  # fmt: skip


class District:
    """A district's systems and people before three services."""

    def __init__(self, services: dict[str, RunningService]) -> None:
        self._services = services
        hear_rostering = [s for s in subscriptions if any(event.topic is ROSTERING for event in s.handlers)]
        self._logs = [Deliveries(one, services["competency"].worker) for one in hear_rostering]
        self._logs.append(Deliveries(read_models, services["dashboards"].worker))
        self._told = 0

    def client(self, service: str, role: str = "system", person: str | None = None) -> httpx.AsyncClient:
        person_id = UUID(person) if person else None
        return self._services[service].client(DISTRICT_A, *SCOPES, role=role, person_id=person_id)

    async def ask(self, method: str, path: str, body: Any = None, *, role: str = "system", person: str | None = None,
                  **headers: str) -> httpx.Response:  # fmt: skip
        """The answer of the service that the path belongs to."""
        async with self.client(path.split("/")[1], role, person) as client:
            return await client.request(method, path, json=body, headers=headers)

    async def add(self, collection: str, **body: Any) -> dict[str, Any]:
        answer = await self.ask("POST", f"/rostering/v1/{collection}", body)
        assert answer.status_code == 201, answer.text
        await self._tell()
        return dict(body) | {"id": answer.json()["id"]}

    async def put(self, collection: str, thing: dict[str, Any], **changes: Any) -> None:
        body = {k: v for k, v in thing.items() if k != "id"} | changes
        answer = await self.ask("PUT", f"/rostering/v1/{collection}/{thing['id']}", body, **{"If-Match": "*"})
        assert answer.status_code == 200, answer.text
        await self._tell()

    async def _tell(self) -> None:
        """Everybody hears what rostering has told since."""
        async with self._services["rostering"].worker.transaction(None) as session:
            rows = (
                await session.execute(text("select * from outbox where id > :last order by id"), {"last": self._told})
            ).all()
        self._told = max((row.id for row in rows), default=self._told)
        records = [as_sent(row) for row in rows if row.topic == ROSTERING.name]
        for log in self._logs:
            await log.deliver(*records)

    async def person(self, role: str) -> dict[str, Any]:
        return await self.add("people", given_name="A", family_name="B", roles=[role])

    async def sees(self, learner: str, role: str, person: str) -> dict[str, int]:
        paths = {
            "records": f"/competency/v1/learners/{learner}/mastery",
            "plans": f"/competency/v1/learners/{learner}/plans",
            "pace": f"/competency/v1/learners/{learner}/pace",
            "page": f"/dashboards/v1/learners/{learner}",
        }
        return {
            name: (await self.ask("GET", path, role=role, person=person)).status_code for name, path in paths.items()
        }


EVERYTHING = dict.fromkeys(("records", "plans", "pace", "page"), 200)
NOTHING = dict.fromkeys(EVERYTHING, 404)


@pytest.fixture(scope="module")
async def district(databases: Any) -> AsyncIterator[District]:
    async with AsyncExitStack() as stack:
        yield District(
            {
                one.name: await stack.enter_async_context(run_service(one, databases(one)))
                for one in (rostering, competency, dashboards)
            }
        )


@pytest.fixture
async def school(district: District) -> dict[str, dict[str, Any]]:
    """A class of one learner and one educator in a term that goes on; a guardian; each as it was sent."""
    made: dict[str, dict[str, Any]] = {"school": await district.add("organisations", name="North", kind="school")}
    made["term"] = await district.add("terms", title="Term", starts_on=str(YESTERDAY), ends_on=str(TOMORROW))
    made["class"] = await district.add(
        "classes", title="Maths", organisation_id=made["school"]["id"], term_id=made["term"]["id"]
    )
    for role in ("learner", "educator", "guardian"):
        made[role] = await district.person(role)
    for role in ("learner", "educator"):
        made[f"{role} enrolment"] = await district.add(
            "enrolments", person_id=made[role]["id"], class_id=made["class"]["id"], role=role
        )
    made["tie"] = await district.add(
        "guardians", learner_id=made["learner"]["id"], guardian_id=made["guardian"]["id"], relation="guardian"
    )
    return made


def dated(starts_on: date | None, ends_on: date | None) -> dict[str, str | None]:
    return {"starts_on": str(starts_on) if starts_on else None, "ends_on": str(ends_on) if ends_on else None}


OF = {"term": "terms", "class": "classes", "learner": "people", "educator": "people", "guardian": "people",
      "learner enrolment": "enrolments", "educator enrolment": "enrolments", "tie": "guardians"}  # fmt: skip
NEXT_TERM = dated(TOMORROW, TOMORROW + timedelta(days=100))
LAST_TERM = dated(YESTERDAY - timedelta(days=100), YESTERDAY)


@pytest.mark.parametrize(
    ("what", "ends"),
    [
        ("educator enrolment", NEXT_TERM), ("learner enrolment", NEXT_TERM), ("educator enrolment", LAST_TERM),
        ("learner enrolment", LAST_TERM), ("educator enrolment", {"active": False}), ("term", NEXT_TERM),
        ("term", LAST_TERM), ("term", {"active": False}), ("class", {"active": False}), ("educator", {"active": False}),
        ("learner", {"active": False}),
    ],
)  # fmt: skip
async def test_an_educator_sees_a_learner_of_a_class_that_goes_on_today(
    district: District, school: dict[str, dict[str, Any]], what: str, ends: dict[str, Any]
) -> None:
    sight = (school["learner"]["id"], "educator", school["educator"]["id"])
    assert await district.sees(*sight) == EVERYTHING
    await district.put(OF[what], school[what], **ends)
    assert await district.sees(*sight) == NOTHING
    await district.put(OF[what], school[what], **{key: school[what].get(key, True) for key in ends if key == "active"})
    assert await district.sees(*sight) == EVERYTHING


@pytest.mark.parametrize("what", ["tie", "guardian", "learner"])
async def test_a_family_sees_a_learner_while_the_tie_and_both_people_are_the_districts(
    district: District, school: dict[str, dict[str, Any]], what: str
) -> None:
    sight = (school["learner"]["id"], "family", school["guardian"]["id"])
    assert await district.sees(*sight) == EVERYTHING
    await district.put(OF[what], school[what], active=False)
    assert await district.sees(*sight) == NOTHING
    await district.put(OF[what], school[what], active=True)
    assert await district.sees(*sight) == EVERYTHING


async def test_a_class_of_nobody_is_a_class_everywhere(district: District, school: dict[str, dict[str, Any]]) -> None:
    """Templates are made in August, before anybody is enrolled."""
    empty = await district.add("classes", title="Empty", organisation_id=school["school"]["id"])
    page = await district.ask("GET", f"/dashboards/v1/classes/{empty['id']}")
    pace = await district.ask("GET", f"/competency/v1/classes/{empty['id']}/pace")
    template = await district.ask("POST", "/competency/v1/plan-templates", {"title": "Grade 7"})
    assert template.status_code == 201, template.text
    cohort = await district.ask(
        "POST", f"/competency/v1/plan-templates/{template.json()['template_id']}/cohorts",
        {"class_id": empty["id"], "first_day": "2026-09-01", "last_day": "2027-06-15"},
    )  # fmt: skip
    assert [page.status_code, pace.status_code, cohort.status_code] == [200, 200, 201]
    assert pace.json()["items"] == []
    assert cohort.json()["members"] == 0
