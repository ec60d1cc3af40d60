"""A district that has coaches: its calls, its clock, and what it was told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from coaching.handlers import people
from shared.contracts.rostering import PersonChanged, PersonRole
from shared.events.event import Event
from shared.testing import Deliveries, RunningService
from shared.testing.callers import LEARNER_ID_KEY
from shared.values.ids import mint_learner_id

COACHES = "/coaching/v1/coaches"
RELATIONS = "/coaching/v1/relations"
QUORUM = "/coaching/v1/quorum-checks"
PEOPLE = "/coaching/v1/safeguarding-people"
CONCERNS = "/coaching/v1/concerns"
MY_CONCERNS = "/coaching/v1/my-concerns"
SCOPES = ("coaching.read", "coaching.write", "coaching.take-part")
ANY = {"If-Match": "*"}
TODAY = date(2026, 9, 1)


def moment(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def days(count: int) -> timedelta:
    return timedelta(days=count)


@dataclass
class CoachingDistrict:
    """A district of its own; `at` is what time it is."""

    running: RunningService
    client: httpx.AsyncClient
    district: UUID
    at: datetime = field(default_factory=lambda: moment(TODAY))
    roster: Deliveries = field(init=False)

    def __post_init__(self) -> None:
        self.roster = Deliveries(people, self.running.worker, self.running.app.context.now)

    @contextmanager
    def clock(self) -> Iterator[None]:
        with self.running.set_clock(lambda: self.at):
            yield

    def person(self) -> UUID:
        """The id of a person of the district's, as rostering mints it."""
        return mint_learner_id(self.district, LEARNER_ID_KEY)

    async def rostered(self, person: UUID, *roles: PersonRole, active: bool = True) -> None:
        """Has rostering tell what a person is in the district."""
        await self.roster.send(self.district, PersonChanged(person_id=person, roles=roles, active=active))

    async def try_to_join(self, kind: str, person: UUID) -> httpx.Response:
        return await self.client.post(COACHES, json=offer(kind, person))

    async def leave(self, coach_id: str) -> None:
        answer = await self.client.post(f"{COACHES}/{coach_id}/leave", headers=ANY)
        assert answer.status_code == 200, answer.text

    async def person_of(self, coach_id: str) -> UUID:
        """Who a coach is in rostering."""
        return UUID((await self.client.get(f"{COACHES}/{coach_id}")).json()["person_id"])

    async def join(self, kind: str = "staff", **more: Any) -> str:
        """Somebody who has just become a coach; their id."""
        answer = await self.client.post(COACHES, json=offer(kind, self.person(), **more))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["coach_id"])

    async def attest(self, coach_id: str, kind: str, last: int | None = 100, **more: Any) -> str:
        """Attests something from today on; its id."""
        answer = await self.try_to_attest(coach_id, kind, last, **more)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["attestation_id"])

    async def try_to_attest(self, coach_id: str, kind: str, last: int | None = 100, **more: Any) -> httpx.Response:
        today = self.at.date()
        body = {"kind": kind, "valid_from": str(today), "reference": f"of {kind}", **more}
        if last is not None:
            body.setdefault("valid_until", str(today + days(last)))
        return await self.client.post(f"{COACHES}/{coach_id}/attestations", json=body)

    async def revoke(self, coach_id: str, attestation_id: str, **more: Any) -> httpx.Response:
        path = f"{COACHES}/{coach_id}/attestations/{attestation_id}/revoke"
        return await self.client.post(path, json={"reference": "HR-1", **more})

    async def staff(self, last: int = 100, **more: Any) -> str:
        """A member of staff who may coach for so many days."""
        coach_id = await self.join("staff", **more)
        await self.attest(coach_id, "clearance", last)
        await self._usual(coach_id)
        return coach_id

    async def student(self, consent: int = 100, minority: int = 400, **more: Any) -> str:
        """A student under 18 who may coach while the consent lasts, and turns 18 after so many days."""
        coach_id = await self.join("student", **more)
        await self.attest(coach_id, "age_band", minority, band="minor")
        await self.attest(coach_id, "guardian_consent", consent)
        await self._usual(coach_id)
        return coach_id

    async def _usual(self, coach_id: str) -> None:
        for kind in ("identity", "training"):
            await self.attest(coach_id, kind, None)

    async def standing(self, coach_id: str, **query: str) -> dict[str, Any]:
        answer = await self.client.get(f"{COACHES}/{coach_id}/standing", params=query)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def state(self, coach_id: str) -> str:
        return str((await self.standing(coach_id))["state"])

    async def run_job(self) -> None:
        while await self.running.run_job("coaching.standings"):
            pass

    async def told(self, key: str | None = None) -> list[Event]:
        """What waits to be told of this district, or of one of its coaches and concerns."""
        return [
            one.event
            for one in await self.running.published()
            if one.district_id == self.district and key in (None, one.event.key)
        ]

    def somebody(self, *scopes: str, person: UUID | None = None, **claims: Any) -> httpx.AsyncClient:
        """Somebody who signs in, with an account of their own."""
        claims = {"role": "educator", "person_id": person or self.person(), **claims}
        made = self.running.tokens.claims(self.district, *scopes, **claims) | {"sub": str(uuid4())}
        client = self.running.client()
        client.headers["Authorization"] = f"Bearer {self.running.tokens.sign(made)}"
        return client


def offer(kind: str, person: UUID, **more: Any) -> dict[str, Any]:
    """What makes somebody a coach."""
    return {
        "kind": kind,
        "person_id": str(person),
        "languages": ["en"],
        "time_zone": "America/Denver",
        "weekly_capacity": 3,
        **more,
    }


def refused(answer: httpx.Response, status: int = 422) -> list[str]:
    """The places that a refusal of this status names."""
    assert answer.status_code == status, answer.text
    return [one["pointer"] for one in answer.json().get("errors", [])]


def details(body: dict[str, Any]) -> str:
    """All that a refusal says is wrong."""
    return " ".join(one["detail"] for one in body["errors"])
