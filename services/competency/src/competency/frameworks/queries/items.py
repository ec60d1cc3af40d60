"""Reads and writes the items of frameworks."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from competency.frameworks.rules.case.text import CaseJson
from shared.db.query import Command, Query, Scalar, Transaction


class ItemRecord(NamedTuple):
    """An item; `edition` is the one in which it was last changed."""

    item_id: UUID
    framework_id: UUID
    edition: int
    active: bool
    parent_id: UUID | None
    position: int
    record: CaseJson


class NewItem(NamedTuple):
    """An item to store, with its record as JSON text."""

    item_id: UUID
    parent_id: UUID | None
    position: int
    record: str


_COLUMNS = "item_id, framework_id, edition, active, parent_id, position, record"
_FIND = Query(f"select {_COLUMNS} from item where item_id = :item_id", ItemRecord)  # noqa: S608
_LIST = Query(
    f"""
select {_COLUMNS} from item where framework_id = :framework_id and (active or :retired)
  and (cast(:position as bigint) is null or (position, item_id) > (cast(:position as bigint), cast(:after as uuid)))
order by position, item_id limit :limit
""",  # noqa: S608
    ItemRecord,
)
_HAS_EVIDENCE = Scalar("select exists (select from evidence where item_id = :item_id)", bool)
_SAVE = Scalar(
    """
insert into item as i (district_id, item_id, framework_id, edition, active, parent_id, position, record)
select cast(:district_id as uuid), n.item_id, cast(:framework_id as uuid), cast(:edition as int), true, n.parent_id,
  n.position, n.record
from unnest(cast(:ids as uuid[]), cast(:parents as uuid[]), cast(:positions as int[]), cast(:records as jsonb[]))
  as n(item_id, parent_id, position, record)
on conflict (district_id, item_id) do update set edition = excluded.edition, active = true,
  parent_id = excluded.parent_id, position = excluded.position, record = excluded.record
where i.framework_id = excluded.framework_id and (i.active, i.parent_id, i.position, i.record) is distinct from
  (true, excluded.parent_id, excluded.position, excluded.record)
returning item_id
""",
    UUID,
)
_OF_OTHERS = Scalar(
    """
select item_id from item where item_id = any(cast(:ids as uuid[])) and framework_id <> :framework_id order by item_id
""",
    UUID,
)
_DELETE_OTHERS = Command("""
delete from item i where framework_id = :framework_id and not (item_id = any(cast(:ids as uuid[])))
  and not exists (select from evidence e where e.district_id = i.district_id and e.item_id = i.item_id)
  and not exists (select from credential c where c.district_id = i.district_id and c.item_id = i.item_id)
""")
_RETIRE_OTHERS = Scalar(
    """
update item set active = false, edition = :edition
where framework_id = :framework_id and active and not (item_id = any(cast(:ids as uuid[]))) returning item_id
""",
    UUID,
)


async def find_item(session: Transaction, item_id: UUID) -> ItemRecord | None:
    """Returns the item, retired or not; None where the district has no such item."""
    return await _FIND.first(session, item_id=item_id)


async def find_items(
    session: Transaction, framework_id: UUID, after: tuple[int, UUID] | None, limit: int, *, retired: bool
) -> list[ItemRecord]:
    """Returns the framework's items in reading order, after that of this position and id; with `retired` also those."""
    position, item_id = after or (None, None)
    return await _LIST.all(
        session, framework_id=framework_id, position=position, after=item_id, limit=limit, retired=retired
    )


async def has_evidence(session: Transaction, item_id: UUID) -> bool:
    """Returns whether any learner has evidence on the item."""
    return await _HAS_EVIDENCE.one(session, item_id=item_id)


async def save_items(
    session: Transaction, district_id: UUID, framework_id: UUID, edition: int, items: Sequence[NewItem]
) -> set[UUID]:
    """Stores the edition's items; returns those that are new or have changed.

    An item that belongs to another framework of the district is left alone: see `items_of_other_frameworks`.
    """
    saved = await _SAVE.all(
        session,
        district_id=district_id,
        framework_id=framework_id,
        edition=edition,
        ids=[item.item_id for item in items],
        parents=[item.parent_id for item in items],
        positions=[item.position for item in items],
        records=[item.record for item in items],
    )
    return set(saved)


async def items_of_other_frameworks(session: Transaction, framework_id: UUID, ids: Sequence[UUID]) -> list[UUID]:
    """Returns those of these items that belong to another framework of the district."""
    return await _OF_OTHERS.all(session, framework_id=framework_id, ids=list(ids))


async def retire_other_items(
    session: Transaction, framework_id: UUID, edition: int, ids: Sequence[UUID], *, delete_unused: bool
) -> list[UUID]:
    """Retires the framework's items that are not among these, and returns the retired ones. With `delete_unused` those
    that nobody has evidence or a credential of are deleted instead.
    """
    if delete_unused:
        await _DELETE_OTHERS.run(session, framework_id=framework_id, ids=list(ids))
    return await _RETIRE_OTHERS.all(session, framework_id=framework_id, edition=edition, ids=list(ids))
