"""Looking through the district's frameworks: the list, a branch, an item with where it stands, a search."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.queries import generations
from dashboards.queries.frameworks import FrameworkReader
from dashboards.rules.words import sought
from shared.auth.callers import Caller
from shared.errors import NotFound

MOST_FOUND = 50
MOST_SIBLINGS = 2000


@dataclass(frozen=True, slots=True)
class Branch:
    """A framework from one of its items on, or from the top: `path` are the headings above it."""

    framework: Any
    path: Sequence[Any]
    item: Any | None
    children: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Found:
    """`more` where there were too many to show."""

    items: Sequence[Any]
    more: bool


async def framework_reader(session: AsyncSession, caller: Caller) -> FrameworkReader:
    return FrameworkReader(session, await generations.current(session), caller.district_id)


async def frameworks(session: AsyncSession, caller: Caller) -> Sequence[Any]:
    return await (await framework_reader(session, caller)).frameworks()


async def framework(session: AsyncSession, caller: Caller, framework_id: UUID) -> Any:
    return await require_framework(await framework_reader(session, caller), framework_id)


async def require_framework(reader: FrameworkReader, framework_id: UUID) -> Any:
    row = await reader.framework(framework_id)
    if row is None:
        raise NotFound("There is no such framework here.")
    return row


async def branch(session: AsyncSession, caller: Caller, framework_id: UUID, item_id: UUID | None = None) -> Branch:
    reader = await framework_reader(session, caller)
    row = await require_framework(reader, framework_id)
    item, path = None, []
    if item_id is not None:
        item = await require_item(reader, item_id)
        if item.framework_id != framework_id:
            raise NotFound("This framework has no such item.")
        path = list(await reader.path(item_id))
    return Branch(row, path, item, await reader.branch(framework_id, item_id, MOST_SIBLINGS))


async def require_item(reader: FrameworkReader, item_id: UUID) -> Any:
    """Also a retired one: what there is of it stays."""
    item = await reader.item(item_id)
    if item is None:
        raise NotFound("There is no such item here.")
    return item


async def named(session: AsyncSession, caller: Caller, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Items by their ids, those that are here."""
    reader = await framework_reader(session, caller)
    return {row.item_id: row for row in await reader.named(ids)}


async def search(session: AsyncSession, caller: Caller, words: str, only: UUID | None = None) -> Found:
    """Items with all these words, each by its beginning, in the code or the statement."""
    wanted = sought(words)
    if not wanted:
        return Found([], more=False)
    reader = await framework_reader(session, caller)
    rows = await reader.search(wanted, words.strip().casefold(), only, MOST_FOUND + 1)
    return Found(rows[:MOST_FOUND], more=len(rows) > MOST_FOUND)
