"""People of a district who plan, and the jobs that work for them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from sqlalchemy import text

from competency.handlers import subscriptions
from shared.contracts.competency import PaceChanged
from shared.contracts.rostering import ClassChanged, EnrolmentChanged, PersonChanged, TermChanged
from shared.events import Event
from shared.testing import DISTRICT_A, Deliveries, RunningService

RULES = "/competency/v1/planning-rules"
PERSON = ("competency.read", "competency.take-part")
TODAY = datetime.now(UTC).date()
FIRST, LAST = TODAY - timedelta(days=60), TODAY + timedelta(days=240)


def day(offset: int) -> str:
    return (TODAY + timedelta(days=offset)).isoformat()


def enrolled(person: UUID, class_id: UUID, role: str, **more: Any) -> EnrolmentChanged:
    """The same person in the same class is the same enrolment, whenever it is told."""
    return EnrolmentChanged(
        enrolment_id=UUID(int=(person.int ^ class_id.int) | 1), person_id=person, class_id=class_id, role=role, **more
    )


def told_of(event: type[Event], running: RunningService) -> Deliveries:
    """The log of the consumer that keeps the roster by this kind of event."""
    (subscription,) = [s for s in subscriptions if event in s.handlers and s.consumer != "competency.learners"]
    return Deliveries(subscription, running.worker)


class School:
    """A district's people, as rostering tells of them, and clients for each."""

    def __init__(self, running: RunningService, district: UUID = DISTRICT_A) -> None:
        self.running, self.district = running, district
        self.log = told_of(EnrolmentChanged, running)
        self.roster = told_of(ClassChanged, running)

    async def class_of(self, *learners: UUID, educators: int = 1, **more: Any) -> tuple[UUID, list[UUID]]:
        """A class of these learners; its id and its educators."""
        class_id, taught_by = uuid4(), [uuid4() for _ in range(educators)]
        await self.tell(ClassChanged(class_id=class_id, title="Grade 7", organisation_id=uuid4(), **more))
        told = [enrolled(one, class_id, "educator") for one in taught_by]
        await self.log.send(self.district, *told, *(enrolled(one, class_id, "learner") for one in learners))
        return class_id, taught_by

    async def tell(self, *events: ClassChanged | TermChanged | PersonChanged) -> None:
        await self.roster.send(self.district, *events)

    async def send(self, *enrolments: EnrolmentChanged) -> None:
        await self.log.send(self.district, *enrolments)

    def person(self, role: str, person_id: UUID | None, *scopes: str) -> httpx.AsyncClient:
        return self.running.client(self.district, *(scopes or PERSON), role=role, person_id=person_id)

    def learner(self, learner_id: UUID) -> httpx.AsyncClient:
        return self.person("learner", learner_id)

    def educator(self, person_id: UUID) -> httpx.AsyncClient:
        return self.person("educator", person_id)


def plans_of(learner: UUID) -> str:
    return f"/competency/v1/learners/{learner}/plans"


def planned(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"first_day": FIRST.isoformat(), "last_day": LAST.isoformat(), "items": list(items)} | more


async def begun(client: httpx.AsyncClient, learner: UUID, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = await client.post(plans_of(learner), json=planned(*items, **more))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def run_job(running: RunningService, name: str) -> int:
    """The job to its end, as its runner runs it; how many transactions found something to do."""
    for count in range(1000):
        if not await running.run_job(name):
            return count
    raise AssertionError("it does not end")


def pace_of(learner: UUID) -> str:
    return f"/competency/v1/learners/{learner}/pace"


async def paces_told(running: RunningService, learner: UUID) -> list[tuple[str | None, str | None, str | None]]:
    """Each change of the learner's pace: from what to what, and by what."""
    events = [p.event for p in await running.published(PaceChanged)]
    changes = [e for e in events if isinstance(e, PaceChanged) and e.learner_id == learner]
    return [(e.previous_status, e.pace.status, e.pace.basis) for e in changes]


async def a_day_on(running: RunningService, learner: UUID, days: int = 1) -> None:
    """As if the pace had been reckoned so many days ago."""
    async with running.worker.transaction(DISTRICT_A) as session:
        moved = "update learner_pace set due_at = due_at - make_interval(days => :days) where learner_id = :learner_id"
        await session.execute(text(moved), {"days": days, "learner_id": learner})


async def school_after(running: RunningService, job: str) -> School:
    """A school for whose district the job has done all that was due, and nothing of it waits to be told."""
    await run_job(running, job)
    await running.clear_outbox()
    return School(running)
