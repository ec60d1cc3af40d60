"""A family, its learner and a leader, and what they do about a record."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from competency.handlers import subscriptions
from services.competency.tests.pieces import ALL, piece
from shared.contracts.rostering import GuardianChanged
from shared.events import Event
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, Deliveries, RunningService
from shared.values.ids import mint_learner_id

PERSON = ("competency.read", "competency.take-part")
AMENDMENTS = "/competency/v1/amendments"
RULES = "/competency/v1/amendment-rules"


def today() -> date:
    return datetime.now(UTC).date()


def days_ago(days: int) -> str:
    return (today() - timedelta(days=days)).isoformat()


class Family:
    """A learner of District A with a parent; a leader of the district."""

    def __init__(self, running: RunningService) -> None:
        self.running = running
        self.learner = mint_learner_id(DISTRICT_A, LEARNER_ID_KEY)
        self.parent, self.leader = uuid4(), uuid4()

    @property
    def path(self) -> str:
        return f"/competency/v1/learners/{self.learner}/amendments"

    def as_(
        self, role: str, person: UUID | None = None, district: UUID = DISTRICT_A, scopes: tuple[str, ...] = PERSON
    ) -> httpx.AsyncClient:
        people = {"family": self.parent, "learner": self.learner, "leader": self.leader}
        person = person or people.get(role) or uuid4()
        return self.running.client(district, *scopes, role=role, person_id=person)

    async def tie(self) -> None:
        (relations,) = [s for s in subscriptions if GuardianChanged in s.handlers]
        log = Deliveries(relations, self.running.worker)
        await log.send(DISTRICT_A, GuardianChanged(learner_id=self.learner, guardian_id=self.parent))

    async def shown(self, item: str, score: float = 4, **more: Any) -> str:
        """A piece of the learner's; its id."""
        async with self.running.client(DISTRICT_A, *ALL) as client:
            answer = await client.post("/competency/v1/evidence", json=piece(self.learner, item, score, **more))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["evidence_id"])

    async def asked(self, *contested: str | tuple[str], role: str = "family", **more: Any) -> dict[str, Any]:
        async with self.as_(role) as client:
            answer = await client.post(self.path, json=asking(*contested, **more))
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def post(
        self, role: str, amendment: dict[str, Any], act: str, body: dict[str, Any] | None = None, status: int = 200
    ) -> dict[str, Any]:
        async with self.as_(role) as client:
            answer = await client.post(f"{AMENDMENTS}/{amendment['amendment_id']}/{act}", json=body)
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def read(self, path: str, role: str = "family") -> Any:  # JSON as it was answered
        async with self.as_(role) as client:
            answer = await client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def refused(self, *contested: str | tuple[str], **more: Any) -> dict[str, Any]:
        made = await self.asked(*contested, **more)
        return await self.post("leader", made, "decision", refusing())


@asynccontextmanager
async def rules_of_district(running: RunningService, **other: Any) -> AsyncIterator[None]:
    """Rules of District A for a while, and then ours again."""
    ours = {
        "decide_days": 45, "hearing_days": 45, "hearing_decision_days": 45, "notice_days": 10, "minors_may_ask": False,
    }  # fmt: skip
    async with running.client(DISTRICT_A, *PERSON, role="leader", person_id=uuid4()) as client:
        put = await client.put(RULES, json=ours | other, headers={"If-Match": "*"})
        assert put.status_code == 200, put.text
        yield
        assert (await client.put(RULES, json=ours, headers={"If-Match": "*"})).status_code == 200


def asking(*contested: str | tuple[str], **more: Any) -> dict[str, Any]:
    """A request about pieces of evidence by their ids, or about (item,) for its mastery."""
    named = [{"item_id": one[0]} if isinstance(one, tuple) else {"evidence_id": one} for one in contested]
    words = {"wrong": "That score is another learner's.", "should_be": "She has not shown it yet."}
    return {"contested": named} | words | more


def accepting(*amended: str, **corrections: Any) -> dict[str, Any]:
    return {
        "outcome": "accepted",
        "amended": [{"evidence_id": one, "correction": corrections.get(one)} for one in amended],
        "reasons": "It was entered for the wrong learner.",
    }


def refusing(**more: Any) -> dict[str, Any]:
    return {"outcome": "refused", "reasons": "The rubric shows the score given."} | more


def remedy(score: float, **more: Any) -> dict[str, Any]:
    return {"score": score, "observed_at": "2026-11-01T10:00:00Z", "source": "performance task"} | more


async def published(family: Family, *kinds: type[Event]) -> list[Any]:
    events: list[Any] = [p.event for p in await family.running.published(*kinds)]  # each of them of a learner
    return [event for event in events if event.learner_id == family.learner]
