"""A host and its partner, whose gaps are to be coached: how they are brought, matched, proposed and confirmed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

from coaching.handlers import gaps
from coaching.matching.usecases.running import work_next_matching
from services.coaching.tests.coaches.coaching_district import TODAY, CoachingDistrict, days
from services.coaching.tests.engagements.partnership import Partnership, partnership
from shared.contracts.readiness import GapClosed, GapFound, InstrumentPublished
from shared.testing import Deliveries, RunningService

GAPS = "/coaching/v1/gaps"
NEEDS = "/coaching/v1/needs"
MATCHINGS = "/coaching/v1/matchings"
MATCHES = "/coaching/v1/matches"
ANY = {"If-Match": "*"}
TUESDAY = {"weekday": "tuesday", "starts": "15:00", "ends": "17:00"}
FRIDAY = {"weekday": "friday", "starts": "09:00", "ends": "11:00"}
ENDS_ON = TODAY + days(80)


@dataclass
class Plans:
    """The two, the host's instrument, which the partner has taken as its own, and what readiness told of gaps."""

    two: Partnership
    log: Deliveries
    offered: UUID = field(default_factory=uuid4)
    taken: UUID = field(default_factory=uuid4)

    @property
    def host(self) -> CoachingDistrict:
        return self.two.host

    @property
    def partner(self) -> CoachingDistrict:
        return self.two.partner

    @property
    def running(self) -> RunningService:
        return self.host.running

    def skill(self, level: int = 3, key: str = "learning_model", kind: str = "condition") -> dict[str, Any]:
        return {"kind": kind, "instrument_id": str(self.offered), "key": key, "level": level}

    async def coach(self, kind: str = "staff", **more: Any) -> str:
        """A coach of the host's who may coach for the whole of a plan, with the skill and time on Tuesday."""
        offer = {"skills": [self.skill()], "availability": [TUESDAY], **more}
        if kind == "student":
            return await self.host.student(**offer)
        return await self.host.staff(**offer)

    async def find_gap(self, severity: str = "serious", **more: Any) -> UUID:
        """Has readiness tell the partner of a gap; its id."""
        told = self.found(severity=severity, **more)
        await self.log.send(self.partner.district, told)
        return told.gap_id

    def found(self, gap_id: UUID | None = None, severity: str = "serious", result: int = 1, **more: Any) -> GapFound:
        told = {"instrument_id": self.taken, "condition": "learning_model", "kind": "below_target", "level": "district"}
        told |= {"assessment_id": uuid4(), "found_on": TODAY, **more}
        return GapFound.model_validate(told | {"gap_id": gap_id or uuid4(), "severity": severity, "result": result})

    def closed(self, gap_id: UUID, result: int = 2) -> GapClosed:
        return GapClosed(gap_id=gap_id, assessment_id=uuid4(), result=result, closed_on=TODAY + days(1))

    async def bring(self, gap_id: UUID, **more: Any) -> httpx.Response:
        return await self.partner.client.post(NEEDS, json=self.need(gap_id, **more))

    def need(self, gap_id: UUID, **more: Any) -> dict[str, Any]:
        return {
            "engagement_id": self.two.engagement,
            "gap_id": str(gap_id),
            "level": 3,
            "languages": ["en"],
            "time_zone": "America/Denver",
            "availability": [TUESDAY],
            **more,
        }

    async def brought(self, severity: str = "serious", **more: Any) -> str:
        """A gap that was found and brought; the need's id."""
        answer = await self.bring(await self.find_gap(severity), **more)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["need_id"])

    async def ask(self, **more: Any) -> httpx.Response:
        body = {"starts_on": str(self.host.at.date()), "ends_on": str(ENDS_ON), **more}
        return await self.host.client.post(MATCHINGS, json=body)

    async def work(self) -> bool:
        """Works out the next matching, as the worker's loop does; whether there was one."""
        return await work_next_matching(self.running.worker, self.running.app.context.now, lambda: None)

    async def matching(self, **more: Any) -> dict[str, Any]:
        """A matching that was asked for and worked out."""
        asked = await self.ask(**more)
        assert asked.status_code == 202, asked.text
        while await self.work():
            pass
        return await self.read(asked.json()["matching_id"])

    async def read(self, matching_id: str) -> dict[str, Any]:
        answer = await self.host.client.get(f"{MATCHINGS}/{matching_id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def pairs(self, matching_id: str) -> list[dict[str, Any]]:
        answer = await self.host.client.get(f"{MATCHINGS}/{matching_id}/pairs")
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    async def couples(self, matching_id: str) -> set[tuple[str, str]]:
        return {(one["coach_id"], one["need_id"]) for one in await self.pairs(matching_id)}

    async def propose(self, matching_id: str) -> dict[str, Any]:
        answer = await self.host.client.post(f"{MATCHINGS}/{matching_id}/propose", headers=ANY)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def matches(self, by: CoachingDistrict | None = None, **query: Any) -> list[dict[str, Any]]:
        answer = await (by or self.host).client.get(MATCHES, params=query)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    async def confirm(self, match_id: str, by: CoachingDistrict) -> httpx.Response:
        return await by.client.post(f"{MATCHES}/{match_id}/confirm")

    async def proposed(self) -> str:
        """The only match of a plan that was proposed."""
        await self.propose((await self.matching())["matching_id"])
        (match,) = await self.matches(state="proposed")
        return str(match["match_id"])

    async def confirmed(self) -> str:
        """The only match of a plan, confirmed by both."""
        match_id = await self.proposed()
        for side in (self.host, self.partner):
            answer = await self.confirm(match_id, side)
            assert answer.status_code == 200, answer.text
        return match_id


@asynccontextmanager
async def plans(running: RunningService) -> AsyncIterator[Plans]:
    """A host and a partner whose engagement is open, and whose instruments are one."""
    async with partnership(running) as two:
        await two.open()
        made = Plans(two, Deliveries(gaps, running.worker, running.app.context.now))
        published = InstrumentPublished(
            instrument_id=made.taken,
            version=1,
            content_hash="0" * 64,
            origin_instrument_id=made.offered,
            origin_version=1,
        )
        await made.log.send(two.partner.district, published)
        yield made
