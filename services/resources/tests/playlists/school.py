"""A district whose people make playlists and go through them, as they call the routes."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx

from services.resources.tests.items.library import ANY, Library, content
from shared.contracts.rostering import ClassChanged, EnrolmentChanged, GuardianChanged, PersonChanged, PersonRole
from shared.events.event import Event
from shared.testing import Deliveries

PLAYLISTS = "/resources/v1/playlists"
MINE = "/resources/v1/my-playlists"
READ = ("resources.read",)
WRITE = ("resources.read", "resources.write")


async def ask(client: httpx.AsyncClient, method: str, path: str, status: int, **sent: Any) -> Any:
    answer = await client.request(method, path, **sent)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


@dataclass
class School:
    """A district with a library and a roster."""

    library: Library
    roster: Deliveries
    stack: AsyncExitStack

    async def tell(self, *events: Event) -> None:
        await self.roster.send(self.library.district, *events)

    async def join(self, role: PersonRole) -> UUID:
        """A person whom the roster has."""
        person = uuid4()
        await self.tell(PersonChanged(person_id=person, roles=(role,)))
        return person

    async def client(self, role: str, person: UUID | None, *scopes: str) -> httpx.AsyncClient:
        made = self.library.running.client(self.library.district, *scopes, role=role, person_id=person)
        return await self.stack.enter_async_context(made)

    async def found_class(self) -> UUID:
        class_id = uuid4()
        await self.tell(ClassChanged(class_id=class_id, title="4b", organisation_id=uuid4()))
        return class_id

    async def enrol(self, person: UUID, class_id: UUID, role: str = "learner") -> EnrolmentChanged:
        said = {"enrolment_id": uuid4(), "person_id": person, "class_id": class_id, "role": role}
        enrolment = EnrolmentChanged.model_validate(said)
        await self.tell(enrolment)
        return enrolment

    async def make(self, *resources: str) -> str:
        """A playlist with these entries; returns its path."""
        made = await self.library.ask("POST", PLAYLISTS, 201, json={"title": "Halves and quarters"})
        path = f"{PLAYLISTS}/{made['playlist_id']}"
        for resource in resources:
            await self.library.ask("POST", f"{path}/entries", 201, json={"resource_id": resource}, headers=ANY)
        return path

    async def items(self, *titles: str) -> list[str]:
        """Published items with these titles."""
        return [await self.library.published(content(title=title)) for title in titles]

    async def give(self, path: str, *, learners: tuple[UUID, ...] = (), classes: tuple[UUID, ...] = ()) -> Any:
        gifts = {"learner_ids": [str(one) for one in learners], "class_ids": [str(one) for one in classes]}
        return await self.library.ask("PUT", f"{path}/gifts", 200, json=gifts, headers=ANY)

    async def teaching(self) -> Teaching:
        """A class with an educator, a learner and the learner's guardian."""
        class_id = await self.found_class()
        educator, learner = await self.join("educator"), await self.join("learner")
        guardian = await self.join("guardian")
        await self.enrol(educator, class_id, "educator")
        enrolment = await self.enrol(learner, class_id)
        guardianship = GuardianChanged(learner_id=learner, guardian_id=guardian)
        await self.tell(guardianship)
        return Teaching(
            class_id,
            learner,
            enrolment,
            guardianship,
            await self.client("educator", educator, *WRITE),
            await self.client("learner", learner, *READ),
            await self.client("family", guardian, *READ),
        )


@dataclass
class Teaching:
    """A class and the clients of its people."""

    class_id: UUID
    learner_id: UUID
    enrolment: EnrolmentChanged
    guardianship: GuardianChanged
    educator: httpx.AsyncClient
    learner: httpx.AsyncClient
    family: httpx.AsyncClient


def mine(path: str) -> str:
    """The path at which a learner finds the playlist of this path."""
    return path.replace(PLAYLISTS, MINE)


def titles(playlist: Any) -> list[str]:
    return [one["opens"]["title"] for one in playlist["entries"]]
