"""A district that asks, closes and reads what came of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import httpx
from sqlalchemy import text

from readiness.instruments.rules.instrument import Evidence, Instrument, OpenText, RoleTerms, Section, YesNo
from readiness.instruments.schemas.content import content_of
from services.readiness.tests.assessments.asking import ANY, LAST, PATH, Asking, Link, days, moment, plan
from services.readiness.tests.instruments.calling import next_version, published
from services.readiness.tests.instruments.instrument_pieces import CHOICE, NUMBER, both, question
from shared.testing import RunningService

GAPS = "/readiness/v1/gaps"
VERIFIABLE = ("vision", "vote", "model", "devices", "network", "plan")
SCOPES = ("readiness.read", "readiness.write", "readiness.review")
ROLES = ("leader", "teacher", "family", "union")

LEADERSHIP = Section(
    "leadership",
    both("Leadership"),
    (
        question("vision", roles=("leader", "teacher", "family", "union")),
        replace(question("vote", YesNo(), roles=("leader", "teacher")), gate=Decimal("0.5")),
        replace(question("model", CHOICE, roles=("teacher",)), dont_know="lowest"),
        question("why", OpenText(), roles=("leader", "teacher", "union")),
    ),
    Decimal(2),
)
TECHNOLOGY = Section(
    "technology",
    both("Technology"),
    (
        question("devices", NUMBER, roles=("leader", "teacher")),
        question("network", roles=("leader", "teacher", "family")),
        question("plan", Evidence(("link",)), roles=("leader",)),
    ),
)
ASKED = Instrument(
    title=both("Ready?"),
    languages=("en", "es"),
    sections=(LEADERSHIP, TECHNOLOGY),
    roles=(
        RoleTerms("leader", 3),
        RoleTerms("teacher", 4, Decimal(2)),
        RoleTerms("family", 4),
        RoleTerms("union", 3, notice=both("This is no bargaining.")),
    ),
)
POPULATIONS = [{"role": role, "population": 40, "picked_by": "everyone"} for role in ROLES]


@dataclass
class Scored(Asking):
    """An assessment of `ASKED`; what it came to is read with every scope."""

    instrument_id: str = ""

    async def publish(self, instrument: Instrument = ASKED) -> None:
        """Publishes the instrument, or its next version."""
        said = content_of(instrument).model_dump(mode="json")
        if self.instrument_id:
            await next_version(self.client, f"/readiness/v1/instruments/{self.instrument_id}", said)
        else:
            self.instrument_id = (await published(self.client, said)).rpartition("/")[2]

    async def plan(self, **more: Any) -> httpx.Response:
        if not self.instrument_id:
            await self.publish()
        return await self.client.post(PATH, json=plan(self.instrument_id, **{"populations": POPULATIONS} | more))

    async def rater(self, role: str, answers: Mapping[str, Any], **more: Any) -> Link:
        """A rater who gives these answers by a link and submits."""
        link = await self.link(role=role)
        for key, value in answers.items():
            said: dict[str, Any] = {"value": None, "said": value[1:]} if _is_said(value) else {"value": value}
            saved = await self.save(link, key, 1, **said, **more)
            assert saved.status_code == 200, saved.text
        assert (await self.submit(link)).status_code == 200
        return link

    async def raters(self, count: int, role: str, **answers: Any) -> list[Link]:
        return [await self.rater(role, answers) for _ in range(count)]

    async def close(self) -> None:
        ended = await self.client.post(f"{self.path}/end", headers=ANY)
        assert ended.status_code == 200, ended.text

    async def score(self) -> None:
        while await self.running.run_job("readiness.scoring"):
            pass

    async def closed(self) -> None:
        await self.close()
        await self.score()

    async def review(self, *questions: str, **more: Any) -> httpx.Response:
        """Names this district's client to verify these questions, all that can be where none are given."""
        body = {"reviewers": [f"test-client-of-{self.district}"], "questions": list(questions or VERIFIABLE)} | more
        return await self.client.put(f"{self.path}/review", json=body, headers=ANY)

    async def reopen(self) -> httpx.Response:
        body = {"closes_on": str(LAST + days(7)), "reason": "The letters were late."}
        return await self.client.post(f"{self.path}/reopen", json=body, headers=ANY)

    async def get(self, path: str, **query: str) -> Any:
        answer = await self.client.get(f"{self.path}/{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json(parse_float=Decimal)

    async def result(self, number: int = 1) -> Any:
        return await self.get(f"results/{number}")

    async def gaps(self, **query: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.client.get(GAPS, params=query)).json()["items"]
        return found

    async def next_assessment(self, **more: Any) -> None:
        """Another assessment of the same district, opened later."""
        first = self.at.date() + days(1)
        self.at = moment(first)
        await self.open(**{"opens_on": str(first), "closes_on": str(first + days(20))} | more)


def _is_said(value: Any) -> bool:
    return isinstance(value, str) and value in ("~dont_know", "~not_applicable")


@asynccontextmanager
async def scoring_district(running: RunningService, district: UUID | None = None) -> AsyncIterator[Scored]:
    district = district or uuid4()
    async with running.client(district, *SCOPES) as client, running.client() as anyone:
        made = Scored(running, district, client, anyone)
        with made.clock():
            yield made


def group(found: Mapping[str, Any], condition: str, key: str) -> dict[str, Any] | None:
    """A group's score in a result."""
    [one] = [one for one in found["conditions"] if one["condition"] == condition]
    return next((each for each in one["groups"] if each["group"] == key), None)


async def spoil(asking: Scored, value: str) -> None:
    """Damages what is stored of one question, as no route can."""
    sql = text("update answer set value = cast(:value as jsonb) where question = 'vision'")
    async with asking.running.app.context.database.transaction(asking.district) as session:
        await session.execute(sql, {"value": value})
