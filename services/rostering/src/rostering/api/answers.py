"""What the routes of all kinds of entities share: how a list is asked for, and how an entity is answered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Depends, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from rostering.api.access import PREFIX
from rostering.queries.entities import PageSelection
from rostering.rules.entities import E, Stored
from rostering.schemas.fields import Out
from shared.errors import invalid
from shared.http.editing import etag
from shared.http.fields import OutsideId, Source
from shared.http.idempotency import Answer, KeyedRequest, created, once
from shared.http.paging import Page, PageRequest

Shown = TypeVar("Shown", bound=Out)


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What every list can be narrowed down by."""

    active: bool | None
    source: str | None
    sourced_id: str | None

    def selection(self, paging: PageRequest) -> PageSelection:
        """The page that is asked for, and one entity more: it tells whether another page follows."""
        return PageSelection(
            limit=paging.limit + 1,
            after=paging.single_key(UUID),
            active=self.active,
            source=self.source,
            sourced_id=self.sourced_id,
        )


async def _filter(
    active: Annotated[bool | None, Query(description="only what goes on, or only what has ended")] = None,
    source: Annotated[Source | None, Query(description="only with sourced_id: one identifier")] = None,
    sourced_id: Annotated[OutsideId | None, Query(description="only with source")] = None,
) -> ListFilter:
    if (source is None) != (sourced_id is None):
        missing = "source" if source is None else "sourced_id"
        raise invalid(f"/{missing}", "Give source and sourced_id together: they are one identifier.")
    return ListFilter(active, source, sourced_id)


Filter = Annotated[ListFilter, Depends(_filter)]


def page_answer(
    response: Response, paging: PageRequest, entities: list[Stored[E]], out: Callable[[Stored[E]], Shown]
) -> Page[Shown]:
    return paging.page(response, entities, out, lambda stored: [str(stored.id)])


def entity_answer(response: Response, stored: Stored[E], out: Callable[[Stored[E]], Shown]) -> Shown:
    response.headers["ETag"] = etag(stored.version)
    return out(stored)


async def created_answer(
    session: AsyncSession,
    keyed: KeyedRequest,
    collection: str,
    add: Callable[[], Awaitable[Stored[E]]],
    out: Callable[[Stored[E]], Out],
) -> Response:
    """Adds an entity, once for an Idempotency-Key."""

    async def act() -> Answer:
        stored = await add()
        return created(out(stored), location=f"{PREFIX}/{collection}/{stored.id}", etag=etag(stored.version))

    return await once(session, keyed, act)
