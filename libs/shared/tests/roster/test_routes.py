"""Who may see whom, as a service's routes answer it."""

from typing import Any
from uuid import UUID, uuid4

from noted.models import ROSTER_TABLES

from libs.shared.tests.roster.school import School
from shared.events.apply import Subscription
from shared.roster.handlers import roster_handlers
from shared.testing import DISTRICT_A, DISTRICT_B, Deliveries, RunningService


async def told(noted: RunningService, school: School) -> None:
    await Deliveries(Subscription("noted.roster", roster_handlers(ROSTER_TABLES)), noted.worker).send(
        DISTRICT_A, *school.all()
    )


async def answer(noted: RunningService, path: str, role: str, person: UUID, district: UUID = DISTRICT_A) -> Any:
    async with noted.client(district, "noted.read", role=role, person_id=person) as client:
        found = await client.get(f"/noted/v1/{path}")
    return found.status_code, found.json() if found.content else None


async def test_whom_one_may_not_see_is_answered_as_nobody_is(noted: RunningService) -> None:
    school = School()
    await told(noted, school)
    learner, stranger = f"learners/{school.learner}", f"learners/{uuid4()}"
    for role, person in (("family", school.guardian), ("educator", school.educator), ("learner", school.learner)):
        assert await answer(noted, learner, role, person) == (204, None)
        nobody = await answer(noted, stranger, role, person)
        assert nobody[0] == 404
        for asked in ((role, uuid4(), DISTRICT_A), (role, person, DISTRICT_B)):
            if asked[:2] != ("learner", school.learner):
                hidden = await answer(noted, learner, *asked)
                assert said(hidden) == said(nobody)


async def test_a_class_that_one_does_not_teach_is_answered_as_none_is(noted: RunningService) -> None:
    school = School()
    await told(noted, school)
    assert await answer(noted, f"classes/{school.class_id}", "educator", school.educator) == (204, None)
    none = await answer(noted, f"classes/{uuid4()}", "leader", uuid4())
    assert said(await answer(noted, f"classes/{school.class_id}", "educator", uuid4())) == said(none)
    assert said(await answer(noted, f"classes/{school.class_id}", "leader", uuid4(), DISTRICT_B)) == said(none)


def said(answered: Any) -> Any:
    """The answer without what differs from request to request."""
    status, problem = answered
    return status, {key: problem[key] for key in ("type", "title", "status", "detail")}
