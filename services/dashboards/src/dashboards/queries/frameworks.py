"""What the framework browser and the learner's map are made of."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from dashboards import models
from dashboards.queries.reading import Reader, Rows
from shared.db.query import columns

_HERE = "{0}.generation = :generation and {0}.district_id = :district_id"
_ITEM = "i.item_id, i.framework_id, i.statement, i.coding_scheme, i.kind, i.parent_id, i.edition, i.active"

_FRAMEWORKS = text(f"""
select {columns(models.Framework, "f")} from framework f where {_HERE.format("f")} and f.state <> 'draft'
  and (cast(:only as uuid) is null or f.framework_id = :only)
order by f.state, f.title, f.framework_id
""")  # noqa: S608
_FRAMEWORKS_OF = text(f"""
select distinct i.framework_id from item i where {_HERE.format("i")} and i.item_id = any(cast(:ids as uuid[]))
""")  # noqa: S608
_BRANCH = text(f"""
select {_ITEM}, (select count(*) from item c where {_HERE.format("c")} and c.framework_id = i.framework_id
  and c.parent_id = i.item_id and c.active) as children
from item i
where {_HERE.format("i")} and i.framework_id = :framework_id and i.active
  and (i.parent_id = :parent_id or (cast(:parent_id as uuid) is null and i.parent_id is null))
order by i.position, i.coding_scheme, i.item_id limit :limit
""")  # noqa: S608
_ONE = text(f"select {_ITEM} from item i where {_HERE.format('i')} and i.item_id = :item_id")  # noqa: S608
_NAMED = text(f"""
select {_ITEM} from item i where {_HERE.format("i")} and i.item_id = any(cast(:ids as uuid[]))
order by i.framework_id, i.position, i.item_id
""")  # noqa: S608
# A loop in the data ends the climb.
_PATH = text(f"""
with recursive up as (
  select i.item_id, i.parent_id, i.statement, i.coding_scheme, array[i.item_id] as seen from item i
  where {_HERE.format("i")} and i.item_id = :item_id
  union all
  select p.item_id, p.parent_id, p.statement, p.coding_scheme, up.seen || p.item_id from up
  join item p on {_HERE.format("p")} and p.item_id = up.parent_id and not p.item_id = any(up.seen))
select item_id, statement, coding_scheme from up where item_id <> :item_id order by cardinality(seen) desc
""")  # noqa: S608
_TREE = text(f"""
select i.item_id, i.parent_id from item i where {_HERE.format("i")} and i.framework_id = :framework_id and i.active
order by i.position, i.coding_scheme, i.item_id
""")  # noqa: S608
_SEARCH = text(f"""
select {_ITEM}, f.title as framework_title, f.state
from item i join framework f on {_HERE.format("f")} and f.framework_id = i.framework_id and f.state <> 'draft'
where {_HERE.format("i")} and i.active and (cast(:only as uuid) is null or i.framework_id = :only)
  and i.words @@ cast(:sought as tsquery)
order by lower(i.coding_scheme) = :code desc nulls last, starts_with(lower(i.coding_scheme), :code) desc nulls last,
  f.state, f.title, i.framework_id, i.position, i.item_id
limit :limit
""")  # noqa: S608


class FrameworkReader(Reader):
    """Frameworks, their trees, and what is found in them."""

    async def frameworks(self) -> Rows:
        return await self._rows(_FRAMEWORKS, only=None)

    async def framework(self, framework_id: UUID) -> Any | None:
        return next(iter(await self._rows(_FRAMEWORKS, only=framework_id)), None)

    async def frameworks_of(self, ids: Collection[UUID]) -> set[UUID]:
        """Those that these items are of."""
        return {row.framework_id for row in await self._rows(_FRAMEWORKS_OF, ids=list(ids))}

    async def branch(self, framework_id: UUID, parent_id: UUID | None, limit: int) -> Rows:
        """What hangs from an item, or stands at the top, each with how many hang from it."""
        return await self._rows(_BRANCH, framework_id=framework_id, parent_id=parent_id, limit=limit)

    async def item(self, item_id: UUID) -> Any | None:
        return next(iter(await self._rows(_ONE, item_id=item_id)), None)

    async def named(self, ids: Sequence[UUID]) -> Rows:
        return await self._rows(_NAMED, ids=list(ids)) if ids else []

    async def path(self, item_id: UUID) -> Rows:
        """The headings above an item, from the top."""
        return await self._rows(_PATH, item_id=item_id)

    async def tree(self, framework_id: UUID) -> Rows:
        """Every item with its parent, in reading order."""
        return await self._rows(_TREE, framework_id=framework_id)

    async def search(self, sought: str, code: str, only: UUID | None, limit: int) -> Rows:
        """Items whose words fit, those of which `code` is the code, or its beginning, first."""
        return await self._rows(_SEARCH, sought=sought, code=code, only=only, limit=limit)
