"""The items of which an outline is made."""

from collections.abc import Collection
from uuid import UUID

from dashboards.common.queries.reader import HERE, Reader
from dashboards.frameworks.rules.outline import PlacedItem
from shared.db.query import Query

_ITEMS = Query(
    f"""
select i.item_id, i.framework_id, coalesce(f.title, '') as framework_title, i.statement, i.coding_scheme as code,
  i.parent_id, coalesce(f.scale_minimum, 0) as scale_minimum, coalesce(f.mastery_score, 0) as mastery_score
from item i
left join framework f on {HERE.format("f")} and f.framework_id = i.framework_id
where {HERE.format("i")} and i.active and coalesce(f.state, 'adopted') <> 'draft' and case
  when :anything then i.framework_id in (select s.framework_id from item s
    where {HERE.format("s")} and s.active and s.item_id = any(cast(:shown as uuid[])))
  else coalesce(f.state, 'adopted') = 'adopted' end
order by f.title, i.framework_id, i.position, i.coding_scheme, i.item_id
""",  # noqa: S608
    PlacedItem,
)


async def list_placed_items(reader: Reader, shown: Collection[UUID]) -> list[PlacedItem]:
    """The items of the frameworks in which anything has been shown; of all in use where nothing has."""
    known = list(shown)
    rows = await reader.all(_ITEMS, anything=bool(known), shown=known)
    return rows or (await reader.all(_ITEMS, anything=False, shown=[]) if known else rows)
