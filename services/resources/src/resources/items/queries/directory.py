"""All that is open to everybody, in sections, for machines that search: in SQL, as far as the session may see it."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Query, Transaction


class SectionRecord(NamedTuple):
    """So many items in the order of their ids, from the first one on; `changed_at` is when the newest was published."""

    first_id: UUID
    items: int
    changed_at: datetime


class ListedRecord(NamedTuple):
    item_id: UUID
    published_at: datetime


_OPEN = "p.latest and p.standing = 'offered' and not p.withheld and p.seen_by = 'anonymous'"
_SECTIONS = Query(
    f"""
    select (array_agg(item_id order by item_id))[1] as first_id, count(*) as items, max(published_at) as changed_at
    from (
      select p.item_id, p.published_at, (row_number() over (order by p.item_id) - 1) / :size as section
      from published_version p where {_OPEN}) placed
    group by section order by section
    """,  # noqa: S608
    SectionRecord,
)
_SECTION = Query(
    f"""
    select p.item_id, p.published_at from published_version p
    where {_OPEN} and p.item_id >= :first_id order by p.item_id limit :size
    """,  # noqa: S608
    ListedRecord,
)


async def find_sections(session: Transaction, size: int) -> list[SectionRecord]:
    """Returns where each section of so many items begins."""
    return await _SECTIONS.all(session, size=size)


async def find_section(session: Transaction, first_id: UUID, size: int) -> list[ListedRecord]:
    """Returns the items from this one on."""
    return await _SECTION.all(session, first_id=first_id, size=size)
