"""A district that tries something: its calls, its clock, and what it was told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from coaching.handlers import schools
from services.coaching.tests.coaches.coaching_district import ANY, CoachingDistrict
from shared.contracts.rostering import OrganisationChanged, OrganisationKind
from shared.testing import Deliveries

PILOTS = "/coaching/v1/pilots"
SCOPES = ("coaching.read", "coaching.write")
NEW = {"title": "Student-led conferences", "tried": "Students show what they master.", "why": "Few families come."}


class PilotDistrict(CoachingDistrict):
    """A district of its own; `at` is what time it is."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.organisations = Deliveries(schools, self.running.worker, self.running.app.context.now)

    async def propose(self) -> str:
        """A pilot whose first wave is a draft; its path."""
        answer = await self.client.post(PILOTS, json=NEW)
        assert answer.status_code == 201, answer.text
        return f"{PILOTS}/{answer.json()['pilot_id']}"

    async def organisation(self, kind: OrganisationKind = "school", *, known: UUID | None = None, **more: Any) -> str:
        """Has rostering tell of a school, or of what else `kind` says; its id."""
        told = OrganisationChanged(organisation_id=known or uuid4(), name="North", kind=kind, **more)
        await self.organisations.send(self.district, told)
        return str(told.organisation_id)

    async def plan(self, wave: str, teachers: Sequence[dict[str, Any]], schools: Sequence[str], **more: Any) -> None:
        """Plans a wave that begins today, and asks these teachers."""
        change = {"why_these_first": "They asked.", "starts_on": str(self.today), "school_ids": list(schools)}
        await self.done(self.client.patch(wave, json=change, headers=ANY))
        await self.done(self.client.put(f"{wave}/teachers", json={"teachers": list(teachers)}, headers=ANY))
        await self.done(self.client.put(f"{wave}/gate", json=self.gate(**more), headers=ANY))

    async def locked(self, count: int = 10, **more: Any) -> str:
        """A first wave with so many teachers of two schools, of which the gate is locked; its path."""
        wave = f"{await self.propose()}/waves/1"
        known = [await self.organisation(), await self.organisation()]
        await self.plan(wave, self.teachers(count, known), known, **more)
        await self.act(wave, "lock")
        return wave

    async def opened(self, count: int = 10, **more: Any) -> str:
        wave = await self.locked(count, **more)
        await self.act(wave, "open")
        return wave

    async def act(self, wave: str, move: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        return await self.done(self.client.post(f"{wave}/{move}", json=body, headers=ANY))

    async def measure(self, wave: str, value: float, n: int = 40, **more: Any) -> dict[str, Any]:
        return await self.done(self.try_to_measure(wave, value, n, **more))

    async def try_to_measure(self, wave: str, value: float, n: int = 40, **more: Any) -> httpx.Response:
        body = {"measure": "families", "value": value, "n": n, **more}
        return await self.client.post(f"{wave}/measurements", json=body)

    async def decide(self, wave: str, outcome: str, *reasons: str, **more: Any) -> httpx.Response:
        body = {"outcome": outcome, "reasons": reasons, "words": "As the figures say.", **more}
        return await self.client.post(f"{wave}/decide", json=body, headers=ANY)

    async def evidence(self, wave: str) -> dict[str, Any]:
        return await self.done(self.client.get(f"{wave}/gate"))

    async def read(self, path: str) -> dict[str, Any]:
        return await self.done(self.client.get(path))

    async def done(self, call: Any) -> dict[str, Any]:
        answer: httpx.Response = await call
        assert answer.status_code in (200, 201), answer.text
        found: dict[str, Any] = answer.json()
        return found

    def teachers(self, count: int, schools: Sequence[str], opt_in: str = "yes") -> list[dict[str, Any]]:
        """So many teachers, school by school."""
        return [
            {"person_id": str(self.person()), "school_id": schools[place % len(schools)], "opt_in": opt_in}
            for place in range(count)
        ]

    def gate(self, **more: Any) -> dict[str, Any]:
        """One signal that falls or rises, one guardrail, 30 days and 5 teachers, 60 days to the decision."""
        return {
            "prediction": "Families come because their child asks them to.",
            "signals": [self.signal()],
            "guardrails": [self.guardrail()],
            "minimum_days": 30,
            "minimum_teachers": 5,
            "decides_on": str(self.today + timedelta(days=60)),
            **more,
        }

    def signal(self, **more: Any) -> dict[str, Any]:
        """From 48 percent on to 65."""
        return {
            "key": "families",
            "title": "Families who come",
            "unit": "percent",
            "direction": "up",
            "source": "entered",
            "baseline": self.before(48),
            "predicted": 70,
            "threshold": 65,
            **more,
        }

    def guardrail(self, **more: Any) -> dict[str, Any]:
        """No more than 3 evenings."""
        return {
            "key": "evenings",
            "title": "Evenings a teacher gives to it",
            "unit": "count",
            "direction": "down",
            "source": "survey",
            "baseline": self.before(2),
            "predicted": 2,
            "threshold": 3,
            **more,
        }

    def before(self, value: float, n: int = 50) -> dict[str, Any]:
        return {"value": value, "n": n, "on": "2026-05-20"}

    @property
    def today(self) -> date:
        return self.at.date()


def pilot_of(wave: str) -> UUID:
    """The id of a wave's pilot."""
    return UUID(wave.split("/")[4])
