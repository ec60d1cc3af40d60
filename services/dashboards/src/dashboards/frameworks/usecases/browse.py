"""Looking through the district's frameworks: the list, a branch, an item with where it stands, a search."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.queries.reader import Reader
from dashboards.frameworks.queries import browse
from dashboards.frameworks.queries.browse import BranchItem, FoundItem, Framework, Heading, Item
from dashboards.frameworks.rules.words import sought
from shared.auth.callers import Caller
from shared.errors import NotFound

MOST_FOUND = 50
MOST_SIBLINGS = 2000


@dataclass(frozen=True, slots=True)
class Branch:
    """A framework from one of its items on, or from the top: `path` are the headings above it."""

    framework: Framework
    path: Sequence[Heading]
    item: Item | None
    children: Sequence[BranchItem]


@dataclass(frozen=True, slots=True)
class Found:
    """`more` where there were too many to show."""

    items: Sequence[FoundItem]
    more: bool


async def list_frameworks(session: AsyncSession, caller: Caller) -> list[Framework]:
    return await browse.list_frameworks(await Reader.live(session, caller.district_id))


async def view_framework(session: AsyncSession, caller: Caller, framework_id: UUID) -> Framework:
    return await require_framework(await Reader.live(session, caller.district_id), framework_id)


async def require_framework(reader: Reader, framework_id: UUID) -> Framework:
    row = await browse.find_framework(reader, framework_id)
    if row is None:
        raise NotFound("There is no such framework here.")
    return row


async def view_branch(session: AsyncSession, caller: Caller, framework_id: UUID, item_id: UUID | None = None) -> Branch:
    reader = await Reader.live(session, caller.district_id)
    framework = await require_framework(reader, framework_id)
    item, path = None, []
    if item_id is not None:
        item = await require_item_of(reader, framework, item_id)
        path = await browse.list_path(reader, item_id)
    return Branch(framework, path, item, await browse.list_branch(reader, framework_id, item_id, MOST_SIBLINGS))


async def require_item(reader: Reader, item_id: UUID) -> Item:
    """Also a retired one: what there is of it stays."""
    item = await browse.find_item(reader, item_id)
    if item is None:
        raise NotFound("There is no such item here.")
    return item


async def require_item_of(reader: Reader, framework: Framework, item_id: UUID) -> Item:
    item = await require_item(reader, item_id)
    if item.framework_id != framework.framework_id:
        raise NotFound("This framework has no such item.")
    return item


async def items_by_id(session: AsyncSession, caller: Caller, ids: Sequence[UUID]) -> dict[UUID, Item]:
    """Items by their ids, those that are here."""
    reader = await Reader.live(session, caller.district_id)
    return {row.item_id: row for row in await browse.list_items(reader, ids)}


async def search(session: AsyncSession, caller: Caller, words: str, only: UUID | None = None) -> Found:
    """Items with all these words, each by its beginning, in the code or the statement."""
    wanted = sought(words)
    if not wanted:
        return Found([], more=False)
    reader = await Reader.live(session, caller.district_id)
    rows = await browse.search_items(reader, wanted, words.strip().casefold(), only, MOST_FOUND + 1)
    return Found(rows[:MOST_FOUND], more=len(rows) > MOST_FOUND)
