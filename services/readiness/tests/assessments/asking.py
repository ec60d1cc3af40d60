"""A district that asks: an instrument, an assessment that is open, and raters of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from readiness.instruments.rules.instrument import Evidence, OpenText, Protection, RoleTerms, Section, YesNo
from readiness.instruments.schemas.content import content_of
from services.readiness.tests.instruments.calling import published
from services.readiness.tests.instruments.instrument_pieces import SMALL, both, question
from shared.testing import RunningService

PATH = "/readiness/v1/assessments"
INVITATIONS = "/readiness/v1/invitations"
MINE = "/readiness/v1/my-invitations"
SCOPES = ("readiness.read", "readiness.write")
ANY = {"If-Match": "*"}
FIRST, LAST = date(2026, 10, 5), date(2026, 10, 23)
TRUSTED = replace(question("s2", YesNo(), ("student",)), protection=Protection("mental_health", both("We ask this.")))
CLIMATE = Section("climate", both("Climate"), (
    question("s1", YesNo(), ("student",)),
    TRUSTED,
    question("u1", YesNo(), ("union",)),
    question("u2", OpenText(), ("union", "leader", "teacher")),
    question("e1", Evidence(("link",)), ("leader",)),
))  # fmt: skip
INSTRUMENT = replace(
    SMALL,
    sections=(*SMALL.sections, CLIMATE),
    roles=(
        *SMALL.roles,
        RoleTerms("student", 10, notice=both("You need not answer.")),
        RoleTerms("union", 3, notice=both("This is no bargaining.")),
    ),
)
POPULATIONS = [
    {"role": role, "population": 400, "picked_by": "everyone"} for role in ("leader", "teacher", "student", "union")
]


def moment(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


NOON = moment(FIRST)


@dataclass
class Link:
    """What a rater holds."""

    invitation_id: str
    secret: str

    @property
    def path(self) -> str:
        return f"{INVITATIONS}/{self.invitation_id}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Invitation-Secret": self.secret}


@dataclass
class Asking:
    """A district's assessment; `at` is what time it is."""

    running: RunningService
    district: UUID
    client: httpx.AsyncClient
    anyone: httpx.AsyncClient
    assessment_id: str = ""
    at: datetime = NOON

    @contextmanager
    def clock(self) -> Iterator[None]:
        with self.running.set_clock(lambda: self.at):
            yield

    @property
    def path(self) -> str:
        return f"{PATH}/{self.assessment_id}"

    async def plan(self, **more: Any) -> httpx.Response:
        instrument = await published(self.client, content_of(INSTRUMENT).model_dump(mode="json"))
        return await self.client.post(PATH, json=plan(instrument.rpartition("/")[2], **more))

    async def open(self, **more: Any) -> None:
        """Plans an assessment and has the calendar open it."""
        planned = await self.plan(**more)
        assert planned.status_code == 201, planned.text
        self.assessment_id = planned.json()["assessment_id"]
        await self.job("windows")
        assert (await self.client.get(self.path)).json()["state"] == "open"

    async def job(self, name: str) -> None:
        await self.running.run_job(f"readiness.{name}")

    async def invite(self, count: int = 1, **more: Any) -> list[Link]:
        one = {"role": "teacher", **more}
        answer = await self.client.post(f"{self.path}/invitations", json={"invitations": [one] * count})
        assert answer.status_code == 201, answer.text
        return [Link(made["invitation_id"], made["secret"] or "") for made in answer.json()["invitations"]]

    async def link(self, **more: Any) -> Link:
        (made,) = await self.invite(**more)
        return made

    async def read(self, link: Link, **query: str) -> httpx.Response:
        return await self.anyone.get(link.path, headers=link.headers, params=query)

    async def save(self, link: Link, key: str, sequence: int, value: Any, **more: Any) -> httpx.Response:
        body = {"sequence": sequence, "value": value, **more}
        return await self.anyone.put(f"{link.path}/answers/{key}", json=body, headers=link.headers)

    async def submit(self, link: Link) -> httpx.Response:
        return await self.anyone.post(f"{link.path}/submit", headers=link.headers)

    async def answered(self, count: int, **more: Any) -> list[Link]:
        """Raters who have submitted."""
        links = await self.invite(count, **more)
        for link in links:
            assert (await self.save(link, "c1", 1, 3)).status_code == 200
            assert (await self.submit(link)).status_code == 200
        return links


def plan(instrument_id: str, /, **more: Any) -> dict[str, Any]:
    return {
        "instrument_id": instrument_id,
        "instrument_version": 1,
        "title": "Ready in autumn?",
        "opens_on": str(FIRST),
        "closes_on": str(LAST),
        "populations": POPULATIONS,
        **more,
    }


def days(count: int) -> timedelta:
    return timedelta(days=count)


def person() -> UUID:
    return uuid4()


async def standing(asking: Asking, link: Link) -> dict[str, Any]:
    """What stands of each question."""
    read = await asking.read(link)
    assert read.status_code == 200, read.text
    return {one["question"]: one["value"] for one in read.json()["answers"]}
