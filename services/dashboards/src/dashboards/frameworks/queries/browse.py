"""What the framework browser and the learner's map are made of."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from dashboards.common.queries.reader import HERE, Reader
from shared.db.query import Query, Scalar


class Framework(NamedTuple):
    framework_id: UUID
    title: str
    edition: int
    items: int
    scale_minimum: Decimal
    scale_maximum: Decimal
    mastery_score: Decimal
    state: str


class Item(NamedTuple):
    item_id: UUID
    framework_id: UUID
    statement: str
    coding_scheme: str | None
    kind: str | None
    parent_id: UUID | None
    edition: int
    active: bool


class BranchItem(NamedTuple):
    """An item with how many hang from it."""

    item_id: UUID
    framework_id: UUID
    statement: str
    coding_scheme: str | None
    kind: str | None
    parent_id: UUID | None
    edition: int
    active: bool
    children: int


class FoundItem(NamedTuple):
    """An item that a search has found, with its framework's title and state."""

    item_id: UUID
    framework_id: UUID
    statement: str
    coding_scheme: str | None
    kind: str | None
    parent_id: UUID | None
    edition: int
    active: bool
    framework_title: str
    state: str


class Heading(NamedTuple):
    """An item above another."""

    item_id: UUID
    statement: str
    coding_scheme: str | None


class TreeItem(NamedTuple):
    item_id: UUID
    parent_id: UUID | None


_ITEM = "i.item_id, i.framework_id, i.statement, i.coding_scheme, i.kind, i.parent_id, i.edition, i.active"

_FRAMEWORKS = Query(
    f"""
select f.framework_id, f.title, f.edition, f.items, f.scale_minimum, f.scale_maximum, f.mastery_score, f.state
from framework f where {HERE.format("f")} and f.state <> 'draft'
  and (cast(:only as uuid) is null or f.framework_id = :only)
order by f.state, f.title, f.framework_id
""",  # noqa: S608
    Framework,
)
_FRAMEWORKS_OF = Scalar(
    f"""
select distinct i.framework_id from item i where {HERE.format("i")} and i.item_id = any(cast(:ids as uuid[]))
""",  # noqa: S608
    UUID,
)
_BRANCH = Query(
    f"""
select {_ITEM}, (select count(*) from item c where {HERE.format("c")} and c.framework_id = i.framework_id
  and c.parent_id = i.item_id and c.active) as children
from item i
where {HERE.format("i")} and i.framework_id = :framework_id and i.active
  and (i.parent_id = :parent_id or (cast(:parent_id as uuid) is null and i.parent_id is null))
order by i.position, i.coding_scheme, i.item_id limit :limit
""",  # noqa: S608
    BranchItem,
)
_ONE = Query(f"select {_ITEM} from item i where {HERE.format('i')} and i.item_id = :item_id", Item)  # noqa: S608
_NAMED = Query(
    f"""
select {_ITEM} from item i where {HERE.format("i")} and i.item_id = any(cast(:ids as uuid[]))
order by i.framework_id, i.position, i.item_id
""",  # noqa: S608
    Item,
)
# A loop in the data ends the climb.
_PATH = Query(
    f"""
with recursive up as (
  select i.item_id, i.parent_id, i.statement, i.coding_scheme, array[i.item_id] as seen from item i
  where {HERE.format("i")} and i.item_id = :item_id
  union all
  select p.item_id, p.parent_id, p.statement, p.coding_scheme, up.seen || p.item_id from up
  join item p on {HERE.format("p")} and p.item_id = up.parent_id and not p.item_id = any(up.seen))
select item_id, statement, coding_scheme from up where item_id <> :item_id order by cardinality(seen) desc
""",  # noqa: S608
    Heading,
)
_TREE = Query(
    f"""
select i.item_id, i.parent_id from item i where {HERE.format("i")} and i.framework_id = :framework_id and i.active
order by i.position, i.coding_scheme, i.item_id
""",  # noqa: S608
    TreeItem,
)
_SEARCH = Query(
    f"""
select {_ITEM}, f.title as framework_title, f.state
from item i join framework f on {HERE.format("f")} and f.framework_id = i.framework_id and f.state <> 'draft'
where {HERE.format("i")} and i.active and (cast(:only as uuid) is null or i.framework_id = :only)
  and i.words @@ cast(:sought as tsquery)
order by lower(i.coding_scheme) = :code desc nulls last, starts_with(lower(i.coding_scheme), :code) desc nulls last,
  f.state, f.title, i.framework_id, i.position, i.item_id
limit :limit
""",  # noqa: S608
    FoundItem,
)


async def list_frameworks(reader: Reader) -> list[Framework]:
    return await reader.all(_FRAMEWORKS, only=None)


async def find_framework(reader: Reader, framework_id: UUID) -> Framework | None:
    return await reader.first(_FRAMEWORKS, only=framework_id)


async def frameworks_of(reader: Reader, ids: Collection[UUID]) -> set[UUID]:
    """Those that these items are of."""
    parameters = {"generation": reader.generation, "district_id": reader.district_id, "ids": list(ids)}
    return set(await _FRAMEWORKS_OF.all(reader.session, **parameters))


async def list_branch(reader: Reader, framework_id: UUID, parent_id: UUID | None, limit: int) -> list[BranchItem]:
    """What hangs from an item, or stands at the top, each with how many hang from it."""
    return await reader.all(_BRANCH, framework_id=framework_id, parent_id=parent_id, limit=limit)


async def find_item(reader: Reader, item_id: UUID) -> Item | None:
    return await reader.first(_ONE, item_id=item_id)


async def list_items(reader: Reader, ids: Sequence[UUID]) -> list[Item]:
    return await reader.all(_NAMED, ids=list(ids)) if ids else []


async def list_path(reader: Reader, item_id: UUID) -> list[Heading]:
    """The headings above an item, from the top."""
    return await reader.all(_PATH, item_id=item_id)


async def list_tree(reader: Reader, framework_id: UUID) -> list[TreeItem]:
    """Every item with its parent, in reading order."""
    return await reader.all(_TREE, framework_id=framework_id)


async def search_items(reader: Reader, sought: str, code: str, only: UUID | None, limit: int) -> list[FoundItem]:
    """Items whose words fit, those of which `code` is the code, or its beginning, first."""
    return await reader.all(_SEARCH, sought=sought, code=code, only=only, limit=limit)
