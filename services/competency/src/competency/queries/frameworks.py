"""Frameworks, their editions and items."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

_LOCK = text("""
insert into framework as f (district_id, framework_id, edition, title, scale_minimum, scale_maximum, mastery_score)
values (:district_id, :framework_id, 0, :title, :scale_minimum, :scale_maximum, :mastery_score)
on conflict (district_id, framework_id) do update set title = f.title
returning edition, scale_minimum, scale_maximum, mastery_score
""")
_EDITION = text("""
select * from framework_edition where framework_id = :framework_id and edition = :edition
""")
_ADVANCE = text("""
update framework set edition = :edition, title = :title, scale_minimum = :scale_minimum,
  scale_maximum = :scale_maximum, mastery_score = :mastery_score
where framework_id = :framework_id
""")
_ADD_EDITION = text("""
insert into framework_edition (district_id, framework_id, edition, package, fingerprint, defects)
values (:district_id, :framework_id, :edition, cast(:package as jsonb), :fingerprint, cast(:defects as jsonb))
""")
_RETIRE = text("""
update item set active = false where framework_id = :framework_id and edition < :edition and active
""")
_PUT_ITEMS = text("""
insert into item as i (district_id, item_id, framework_id, edition, active, parent_id, position, record)
select :district_id, n.item_id, :framework_id, :edition, true, n.parent_id, n.position, n.record
from unnest(cast(:ids as uuid[]), cast(:parents as uuid[]), cast(:positions as int[]), cast(:records as jsonb[]))
  as n(item_id, parent_id, position, record)
on conflict (district_id, item_id) do update set edition = excluded.edition, active = true,
  parent_id = excluded.parent_id, position = excluded.position, record = excluded.record
where i.framework_id = excluded.framework_id
returning item_id
""")
_LIST = text("""
select f.*, (select count(*) from item i where i.district_id = f.district_id and i.framework_id = f.framework_id
             and i.active) as items
from framework f where f.edition > 0 and (cast(:after as uuid) is null or f.framework_id > :after)
  and (cast(:only as uuid) is null or f.framework_id = :only)
order by f.framework_id limit :limit
""")
_PACKAGE = text("""
select e.package from framework f
join framework_edition e on e.district_id = f.district_id and e.framework_id = f.framework_id and e.edition = f.edition
where f.framework_id = :framework_id
""")
_ITEM = text("select record from item where item_id = :item_id")


async def lock_framework(
    session: AsyncSession, district_id: UUID, framework_id: UUID, values: Mapping[str, Any]
) -> Row[Any]:
    """The framework's row, locked; made with edition 0 where it is new."""
    parameters = {"district_id": district_id, "framework_id": framework_id, **values}
    return (await session.execute(_LOCK, parameters)).one()


async def edition(session: AsyncSession, framework_id: UUID, number: int) -> Row[Any] | None:
    return (await session.execute(_EDITION, {"framework_id": framework_id, "edition": number})).one_or_none()


async def add_edition(
    session: AsyncSession,
    district_id: UUID,
    framework_id: UUID,
    number: int,
    *,
    package: Mapping[str, Any],
    fingerprint: str,
    defects: Sequence[Mapping[str, Any]],
    values: Mapping[str, Any],
) -> None:
    await session.execute(
        _ADD_EDITION,
        {
            "district_id": district_id,
            "framework_id": framework_id,
            "edition": number,
            "package": json.dumps(package),
            "fingerprint": fingerprint,
            "defects": json.dumps(list(defects)),
        },
    )
    await session.execute(_ADVANCE, {"framework_id": framework_id, "edition": number, **values})


async def put_items(
    session: AsyncSession,
    district_id: UUID,
    framework_id: UUID,
    number: int,
    items: Sequence[tuple[UUID, UUID | None, int, Mapping[str, Any]]],
) -> set[UUID]:
    """Write the edition's items and retire those it no longer has; returns what was written.

    An item that belongs to another framework of the district is left alone, and so is missing from the answer.
    """
    written = await session.scalars(
        _PUT_ITEMS,
        {
            "district_id": district_id,
            "framework_id": framework_id,
            "edition": number,
            "ids": [i[0] for i in items],
            "parents": [i[1] for i in items],
            "positions": [i[2] for i in items],
            "records": [json.dumps(i[3]) for i in items],
        },
    )
    result = set(written)
    await session.execute(_RETIRE, {"framework_id": framework_id, "edition": number})
    return result


async def frameworks(
    session: AsyncSession, *, after: UUID | None = None, only: UUID | None = None, limit: int
) -> Sequence[Row[Any]]:
    return (await session.execute(_LIST, {"after": after, "only": only, "limit": limit})).all()


async def package(session: AsyncSession, framework_id: UUID) -> dict[str, Any] | None:
    found: dict[str, Any] | None = await session.scalar(_PACKAGE, {"framework_id": framework_id})
    return found


async def item(session: AsyncSession, item_id: UUID) -> dict[str, Any] | None:
    found: dict[str, Any] | None = await session.scalar(_ITEM, {"item_id": item_id})
    return found
