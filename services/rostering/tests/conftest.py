"""A running rostering service, and offices of districts that nobody else uses."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest

from devstack.provision import ServiceUrls
from rostering.main import service
from shared.run.service import Service
from shared.testing import RunningService, run_service
from shared.testing.running import Published
from shared.values.ids import new_id

V1 = "/rostering/v1"
COLLECTIONS = ["organisations", "people", "terms", "classes", "enrolments", "guardians"]
every_collection = pytest.mark.parametrize("collection", COLLECTIONS)


def sourced(sourced_id: str, source: str = "sis") -> dict[str, str]:
    return {"source": source, "sourced_id": sourced_id}


@dataclass
class Office:
    """One district at work: `client` may do everything, `body` makes what a valid thing needs."""

    running: RunningService
    district: UUID
    client: httpx.AsyncClient

    async def add(self, collection: str, body: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
        """Register a thing and read it back."""
        body = (body or await self.body(collection)) | changes
        answer = await self.client.post(f"{V1}/{collection}", json=body)
        assert answer.status_code == 201, answer.text
        added: dict[str, Any] = (await self.client.get(answer.headers["location"])).json()
        return added

    async def body(self, collection: str) -> dict[str, Any]:
        """A valid body, once what it refers to is registered; each call gives another thing."""
        own = {"identifiers": [sourced(f"{collection}-{new_id()}")]}
        match collection:
            case "organisations":
                return own | {"name": "Lindgren School", "kind": "school"}
            case "people":
                return own | {"given_name": "Ana", "family_name": "Ruiz", "roles": ["learner"]}
            case "terms":
                return own | {"title": "Autumn", "starts_on": "2026-08-10", "ends_on": "2026-12-18"}
            case "classes":
                return own | {"title": "Rooms 4 and 5", "organisation_id": (await self.add("organisations"))["id"]}
            case "enrolments":
                person, klass = await self.add("people"), await self.add("classes")
                return own | {"person_id": person["id"], "class_id": klass["id"], "role": "learner"}
            case "guardians":
                learner, guardian = await self.add("people"), await self.add("people", roles=["guardian"])
                return own | {"learner_id": learner["id"], "guardian_id": guardian["id"]}
        raise AssertionError(collection)

    async def bulk(self, collection: str, *lines: dict[str, Any] | str) -> dict[str, Any]:
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        headers = {"Content-Type": "application/x-ndjson"}
        answer = await self.client.post(f"{V1}/{collection}/bulk", content=text, headers=headers)
        assert answer.status_code == 200, answer.text
        report: dict[str, Any] = answer.json()
        return report

    async def told(self, *kinds: type[Any]) -> list[Published[Any]]:
        """This district's events that wait in the outbox, in order."""
        return [p for p in await self.running.published(*kinds) if p.district_id == self.district]


@pytest.fixture(scope="session")
async def running(lasting_databases: Callable[[Service], ServiceUrls]) -> AsyncIterator[RunningService]:
    async with run_service(service, lasting_databases(service)) as started:
        yield started


@pytest.fixture
def office_of_another(running: RunningService) -> Callable[[], Office]:
    def open_one() -> Office:
        district = new_id()
        return Office(running, district, running.client(district, "rostering.read", "rostering.write"))

    return open_one


@pytest.fixture
def office(office_of_another: Callable[[], Office]) -> Office:
    return office_of_another()
