"""A district that has goals: its calls, its clock, what it was told and what it tells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from coaching.handlers import goals as subscription
from shared.contracts.competency import ItemPublished, MasteryChanged
from shared.events.event import Event
from shared.testing import Deliveries, RunningService

CRY = "/coaching/v1/rallying-cry"
GOALS = "/coaching/v1/goals"
MINE = "/coaching/v1/my-district-goals"
SCOPES = ("coaching.read", "coaching.write", "coaching.take-part")
ANY = {"If-Match": "*"}
TODAY = date(2026, 9, 1)
DUE = TODAY + timedelta(days=100)


def days(count: int) -> timedelta:
    return timedelta(days=count)


def moment(on: date, hour: int = 12) -> datetime:
    return datetime(on.year, on.month, on.day, hour, tzinfo=UTC)


@dataclass
class GoalsDistrict:
    """A district of its own; `at` is what time it is."""

    running: RunningService
    client: httpx.AsyncClient
    district: UUID
    at: datetime = field(default_factory=lambda: moment(TODAY))

    def __post_init__(self) -> None:
        self.log = Deliveries(subscription, self.running.worker)

    @contextmanager
    def clock(self) -> Iterator[None]:
        with self.running.set_clock(lambda: self.at):
            yield

    async def ask(self, path: str, status: int = 200, **query: str) -> Any:
        answer = await self.client.get(path, params=query)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def send(self, path: str, body: Any = None, status: int = 201) -> Any:
        answer = await self.client.post(path, json=body, headers=ANY)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def goal(self, kind: str = "engagement") -> str:
        """A draft; its path."""
        made = await self.send(GOALS, {"kind": kind, "words": "Learners choose how they show what they know."})
        return f"{GOALS}/{made['goal_id']}"

    async def indicator(self, goal: str, **more: Any) -> str:
        """One that is complete and entered; its path."""
        made = await self.send(f"{goal}/indicators", indicator(**more))
        return f"{goal}/indicators/{made['indicator_id']}"

    async def published(self, **more: Any) -> tuple[str, str]:
        """A published goal with one indicator; the paths of both."""
        goal = await self.goal()
        found = await self.indicator(goal, **more)
        await self.send(f"{goal}/publish", status=200)
        return goal, found

    async def measure(self, of: str, value: float, on: date | None = None, **more: Any) -> str:
        """A measurement; its path."""
        body = {"measured_on": str(on or self.at.date()), "value": value, **more}
        made = await self.send(f"{of}/measurements", body)
        return f"{of}/measurements/{made['measurement_id']}"

    async def history(self, of: str, **query: str) -> list[tuple[str, float | None]]:
        found = await self.ask(f"{of}/history", 200, **query)
        return [(one["measured_on"], one["value"]) for one in found["items"]]

    async def run_job(self) -> None:
        while await self.running.run_job("coaching.goals"):
            pass

    async def told(self, kind: type[Event] = Event) -> list[Any]:
        """What waits to be told of this district."""
        return [
            one.event
            for one in await self.running.published()
            if one.district_id == self.district and isinstance(one.event, kind)
        ]

    async def hear(self, *events: Event) -> None:
        await self.log.send(self.district, *events)

    async def framework(self, items: int = 1) -> tuple[UUID, list[UUID]]:
        """A framework of which the district was told; its id, and those of its items."""
        framework_id, ids = uuid4(), [uuid4() for _ in range(items)]
        await self.hear(
            *(ItemPublished(framework_id=framework_id, item_id=one, edition=1, statement="can do it") for one in ids)
        )
        return framework_id, ids


def indicator(**more: Any) -> dict[str, Any]:
    """A complete one, entered by people, from 20 to 80 per cent in a hundred days."""
    return {
        "words": "Learners who choose",
        "direction": "up",
        "unit": "per_cent",
        "source": "entered",
        "baseline": {"value": 20, "on": str(TODAY)},
        "target": 80,
        "due_on": str(DUE),
    } | more


def counting(measure: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What makes an indicator that is computed, from 0 to 200."""
    zero = {"value": 0, "on": str(TODAY)}
    return {"unit": "count", "source": "computed", "measure": measure, "baseline": zero, "target": 200} | more


def mastery(learner: UUID, item: UUID, since: date | None, *, by: str = "evidence") -> MasteryChanged:
    """That a learner masters an item since a day, or does not."""
    return MasteryChanged(
        learner_id=learner,
        item_id=item,
        mastered=since is not None,
        known_at=moment(since or TODAY),
        mastered_since=None if since is None else moment(since),
        cause="voiding" if by == "voiding" else "evidence",
    )


def refused(answer: httpx.Response, status: int = 422) -> list[str]:
    """The places that a refusal of this status names."""
    assert answer.status_code == status, answer.text
    return [one["pointer"] for one in answer.json().get("errors", [])]
