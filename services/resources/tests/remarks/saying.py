"""What people say of an item, by the routes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

from services.resources.tests.items.library import ANY, CURATORS, ITEMS, Library

REPORTS = "/resources/v1/reports"
MINE = "/resources/v1/my-reports"
LEARNER = ("resources.read",)
STAFF = ("resources.read", "resources.write")
CURATOR = (*STAFF, "resources.curate")


@asynccontextmanager
async def person(
    of: Library, *scopes: str, role: str = "educator", person_id: UUID | None = None
) -> AsyncIterator[Library]:
    """Somebody of a district's."""
    known = person_id or uuid4()
    async with of.running.client(of.district, *scopes, role=role, person_id=known) as client:
        yield Library(of.running, of.district, client)


@asynccontextmanager
async def curator(of: Library) -> AsyncIterator[Library]:
    """Somebody whom a district has named to decide."""
    known = uuid4()
    await of.ask("PUT", CURATORS, 200, json={"person_ids": [str(known)]}, headers=ANY)
    async with person(of, *CURATOR, person_id=known) as named:
        yield named


def rating(item_id: str, version: int = 1) -> str:
    return f"{ITEMS}/{item_id}/versions/{version}/rating"


async def rate(of: Library, item_id: str, stars: int, person_id: UUID | None = None, version: int = 1) -> Any:
    """Somebody of a district gives stars."""
    async with person(of, *LEARNER, person_id=person_id) as one:
        return await one.ask("PUT", rating(item_id, version), 200, json={"stars": stars})


async def comment(by: Library, item_id: str, words: str, version: int = 1, status: int = 201) -> Any:
    path = f"{ITEMS}/{item_id}/versions/{version}/comments"
    return await by.ask("POST", path, status, json={"words": words})


async def comments(by: Library, item_id: str) -> list[dict[str, Any]]:
    found = await by.ask("GET", f"{ITEMS}/{item_id}/comments", 200)
    return list(found["items"])


async def report(by: Library, item_id: str, words: str = "It does not open.", status: int = 201, **said: Any) -> Any:
    path = f"{ITEMS}/{item_id}/versions/1/reports"
    return await by.ask("POST", path, status, json={"about": "broken", "words": words} | said)
