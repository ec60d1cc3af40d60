"""Faults as they were reported, one file each outside the repository: what a case needs to do what its file says."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from demo import framework
from demo.calls import Caller
from tests.integration.people import signed_in
from tests.integration.platform import Platform

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "cases" / "reported"
V1 = {"X-Experience-API-Version": "1.0.3"}


@dataclass
class Reported:
    """What was reported, and a district of its own in which it is done."""

    text: str
    http: httpx.AsyncClient
    platform: Platform
    operator: Caller
    items: list[str]

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    def line(self, start: str) -> str:
        """The line of the report that begins so, with its comment sign."""
        return next(line for line in self.text.splitlines() if line.lstrip("# ").startswith(start))

    def found(self, pattern: str) -> str:
        """What the report says in this place."""
        place = re.search(pattern, self.text)
        assert place is not None, f"the report says nothing of {pattern}"
        return place[1]

    async def get(self, path: str, **query: str) -> Any:
        return self.answered(await self.http.get(path, params=query))

    async def post(self, path: str, body: Any, **more: Any) -> Any:
        return self.answered(await self.http.post(path, json=body, **more))

    async def put(self, path: str, body: Any) -> Any:
        return self.answered(await self.http.put(path, json=body, headers={"If-Match": "*"}))

    @staticmethod
    def answered(answer: httpx.Response) -> Any:
        assert answer.is_success, f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text}"
        return answer.json()

    async def person(self, *roles: str, identifiers: Any = ()) -> str:
        """Registered at rostering; our id."""
        body = {"given_name": "Ada", "family_name": "Test", "roles": list(roles), "identifiers": list(identifiers)}
        return str((await self.post("/rostering/v1/people", body))["id"])

    async def known(self, identifier: Mapping[str, str]) -> str:
        """A learner of this id, of whom competency has heard."""
        learner = await self.person("learner", identifiers=[identifier])
        await self.platform.settled()
        return learner

    async def evidence(self, learner: str, score: float, observed_at: str, item: str | None = None) -> str:
        piece = {
            "learner_id": learner, "item_id": item or self.items[0], "score": score, "observed_at": observed_at,
            "source": "task",
        }  # fmt: skip
        return str((await self.post("/competency/v1/evidence", piece))["evidence_id"])

    async def plan(self, learner: str, first_day: str, last_day: str, *items: Mapping[str, str]) -> None:
        body = {"first_day": first_day, "last_day": last_day, "items": list(items)}
        await self.post(f"/competency/v1/learners/{learner}/plans", body)

    async def school_class(self, title: str = "Maths") -> str:
        school = await self.post("/rostering/v1/organisations", {"name": "North", "kind": "school"})
        made = await self.post("/rostering/v1/classes", {"title": title, "organisation_id": school["id"]})
        return str(made["id"])

    def signed_in(self, role: str, person_id: str | None = None) -> AbstractAsyncContextManager[httpx.AsyncClient]:
        """Somebody of the district in their browser."""
        return signed_in(self.platform, self.operator, role, person_id)


Case = Callable[[Reported], Awaitable[None]]
CASES: dict[str, Case] = {}
"""By the number that a file's name begins with."""


def case(number: str) -> Callable[[Case], Case]:
    def registered(act: Case) -> Case:
        assert number not in CASES
        CASES[number] = act
        return act

    return registered


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@asynccontextmanager
async def reported(platform: Platform, file: Path) -> AsyncIterator[Reported]:
    """The report, in a district that is new."""
    client = await platform.register(f"{file.stem} {uuid4()}")
    async with (
        platform.caller(client) as operator,
        httpx.AsyncClient(base_url=platform.base, timeout=60, trust_env=False) as http,
    ):
        credentials = (client.client_id, client.client_secret)
        token = await http.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=credentials)
        http.headers["Authorization"] = f"Bearer {token.json()['access_token']}"
        await operator.post("/competency/v1/frameworks/import", framework.package())
        items = [framework.identifier(item.code) for item in framework.targets()]
        yield Reported(text_of(file), http, platform, operator, items)


async def until(holds: Callable[[], Awaitable[bool]], what: str, seconds: float = 30) -> None:
    """Wait for what comes by an event."""
    deadline = time.monotonic() + seconds
    while not await holds():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        await asyncio.sleep(0.1)
