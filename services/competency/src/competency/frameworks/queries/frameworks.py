"""Frameworks, their editions and items."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.frameworks.models import Framework, FrameworkEdition, FrameworkScale, Item
from shared.db.query import columns

_LOCK = text(f"""
insert into framework as f (district_id, framework_id, edition, title, scale_minimum, scale_maximum, mastery_score,
  state, version)
values (:district_id, :framework_id, 0, :title, :scale_minimum, :scale_maximum, :mastery_score, :state, 0)
on conflict (district_id, framework_id) do update set title = f.title returning {columns(Framework, "f")}
""")  # noqa: S608
_LOCK_KNOWN = text(f"""
select {columns(Framework)} from framework where framework_id = :framework_id and edition > 0 for update
""")  # noqa: S608
_EDITION = text(f"""
select {columns(FrameworkEdition)} from framework_edition where framework_id = :framework_id
  and edition = :edition
""")  # noqa: S608
_EDITIONS = text("""
select edition, imported_at, jsonb_array_length(package -> 'CFItems') as items, jsonb_array_length(defects) as defects
from framework_edition where framework_id = :framework_id order by edition desc
""")
_ADVANCE = text("""
update framework set edition = :edition, title = :title, scale_minimum = :scale_minimum,
  scale_maximum = :scale_maximum, mastery_score = :mastery_score, licence = :licence, version = version + 1
where framework_id = :framework_id returning version
""")
_SET_STATE = text("""
update framework set state = :state, licence = :licence, version = version + 1 where framework_id = :framework_id
returning version
""")
_NAME_LEVELS = text("""
update framework set scale_levels = cast(:levels as jsonb), version = version + 1 where framework_id = :framework_id
returning version
""")
_KEEP_SCALE = text(f"""
insert into framework_scale (district_id, framework_id, since, scale_minimum, scale_maximum, mastery_score,
                             scale_levels)
select f.district_id, f.framework_id, statement_timestamp(), f.scale_minimum, f.scale_maximum, f.mastery_score,
  f.scale_levels
from framework f
left join lateral (
  select {columns(FrameworkScale, "s")} from framework_scale s where s.district_id = f.district_id
    and s.framework_id = f.framework_id
  order by s.since desc limit 1
) s on true
where f.framework_id = :framework_id
  and (f.scale_minimum, f.scale_maximum, f.mastery_score, f.scale_levels)
    is distinct from (s.scale_minimum, s.scale_maximum, s.mastery_score, s.scale_levels)
""")  # noqa: S608
_SCALES = text("""
select scale_minimum, scale_maximum, mastery_score, scale_levels from framework_scale
where framework_id = :framework_id and (cast(:known as timestamptz) is null or since <= :known)
order by since desc
""")
_ADD_EDITION = text("""
insert into framework_edition (district_id, framework_id, edition, package, fingerprint, defects)
values (:district_id, :framework_id, :edition, cast(:package as jsonb), :fingerprint, cast(:defects as jsonb))
""")
# Of a draft alone, which is worked on in place.
_REWRITE_EDITION = text("""
update framework_edition set package = cast(:package as jsonb), fingerprint = :fingerprint,
  defects = cast(:defects as jsonb)
where framework_id = :framework_id and edition = :edition
  and exists (select from framework f where f.framework_id = :framework_id and f.state = 'draft')
""")
_FORGET = text("""
delete from item i where framework_id = :framework_id and not (item_id = any(cast(:ids as uuid[])))
  and not exists (select from evidence e where e.district_id = i.district_id and e.item_id = i.item_id)
  and not exists (select from credential c where c.district_id = i.district_id and c.item_id = i.item_id)
""")
_RETIRE = text("""
update item set active = false, edition = :edition
where framework_id = :framework_id and active and not (item_id = any(cast(:ids as uuid[]))) returning item_id
""")
_PUT_ITEMS = text("""
insert into item as i (district_id, item_id, framework_id, edition, active, parent_id, position, record)
select :district_id, n.item_id, :framework_id, :edition, true, n.parent_id, n.position, n.record
from unnest(cast(:ids as uuid[]), cast(:parents as uuid[]), cast(:positions as int[]), cast(:records as jsonb[]))
  as n(item_id, parent_id, position, record)
on conflict (district_id, item_id) do update set edition = excluded.edition, active = true,
  parent_id = excluded.parent_id, position = excluded.position, record = excluded.record
where i.framework_id = excluded.framework_id and (i.active, i.parent_id, i.position, i.record) is distinct from
  (true, excluded.parent_id, excluded.position, excluded.record)
returning item_id
""")
_FOREIGN = text("""
select item_id from item where item_id = any(cast(:ids as uuid[])) and framework_id <> :framework_id order by item_id
""")
_HAS_EVIDENCE = text("select exists (select from evidence where item_id = :item_id)")
_LIST = text(f"""
select {columns(Framework, "f")},
  (select count(*) from item i where i.district_id = f.district_id and i.framework_id = f.framework_id
    and i.active) as items, jsonb_array_length(e.defects) as defects
from framework f join framework_edition e on e.district_id = f.district_id and e.framework_id = f.framework_id
  and e.edition = f.edition
where f.edition > 0 and (cast(:after as uuid) is null or f.framework_id > :after)
  and (cast(:only as uuid) is null or f.framework_id = :only)
order by f.framework_id limit :limit
""")  # noqa: S608
_ITEMS = text(f"""
select {columns(Item)} from item where framework_id = :framework_id and (active or :retired)
  and (cast(:position as int) is null or (position, item_id) > (:position, cast(:after as uuid)))
order by position, item_id limit :limit
""")  # noqa: S608
_ITEM = text(f"select {columns(Item)} from item where item_id = :item_id")  # noqa: S608


async def lock_framework(
    session: AsyncSession, district_id: UUID, framework_id: UUID, values: Mapping[str, Any]
) -> Row[Any]:
    """The framework's row, locked; made with edition 0 where it is new."""
    parameters = {"district_id": district_id, "framework_id": framework_id, **values}
    return (await session.execute(_LOCK, parameters)).one()


async def lock_known(session: AsyncSession, framework_id: UUID) -> Row[Any] | None:
    """The framework's row, locked; None where the district has no such framework."""
    return (await session.execute(_LOCK_KNOWN, {"framework_id": framework_id})).one_or_none()


async def edition(session: AsyncSession, framework_id: UUID, number: int) -> Row[Any] | None:
    return (await session.execute(_EDITION, {"framework_id": framework_id, "edition": number})).one_or_none()


async def editions(session: AsyncSession, framework_id: UUID) -> Sequence[Row[Any]]:
    """Every edition's number, time and counts, the newest first."""
    return (await session.execute(_EDITIONS, {"framework_id": framework_id})).all()


async def put_edition(
    session: AsyncSession,
    district_id: UUID,
    framework_id: UUID,
    number: int,
    *,
    package: str,
    fingerprint: str,
    defects: Sequence[Mapping[str, Any]],
    values: Mapping[str, Any],
    rewrite: bool,
) -> int:
    """Keep the edition, in place of a draft's own where `rewrite` is set; returns the framework's version."""
    columns = {
        "framework_id": framework_id,
        "edition": number,
        "package": package,
        "fingerprint": fingerprint,
        "defects": json.dumps(list(defects)),
    }
    if rewrite:
        await session.execute(_REWRITE_EDITION, columns)
    else:
        await session.execute(_ADD_EDITION, columns | {"district_id": district_id})
    parameters = {"framework_id": framework_id, "edition": number, **values}
    version = int((await session.execute(_ADVANCE, parameters)).scalar_one())
    await session.execute(_KEEP_SCALE, {"framework_id": framework_id})
    return version


async def set_state(session: AsyncSession, framework_id: UUID, state: str, licence: str) -> int:
    """Returns the framework's version."""
    parameters = {"framework_id": framework_id, "state": state, "licence": licence}
    return int((await session.execute(_SET_STATE, parameters)).scalar_one())


async def name_levels(session: AsyncSession, framework_id: UUID, levels: Sequence[Mapping[str, str]]) -> int:
    """Returns the framework's version."""
    parameters = {"framework_id": framework_id, "levels": json.dumps(list(levels))}
    version = int((await session.execute(_NAME_LEVELS, parameters)).scalar_one())
    await session.execute(_KEEP_SCALE, {"framework_id": framework_id})
    return version


async def scales(session: AsyncSession, framework_id: UUID, known: datetime | None) -> Sequence[Row[Any]]:
    """The scales that the framework has had (by then), the newest first."""
    return (await session.execute(_SCALES, {"framework_id": framework_id, "known": known})).all()


class ItemRow(NamedTuple):
    """An item to keep, with its record as JSON text."""

    item_id: UUID
    parent_id: UUID | None
    position: int
    record: str


async def put_items(
    session: AsyncSession, district_id: UUID, framework_id: UUID, number: int, items: Sequence[ItemRow]
) -> set[UUID]:
    """Write the edition's items; returns those that are new or other than they were.

    An item that belongs to another framework of the district is left alone: see `foreign`.
    """
    written = await session.scalars(
        _PUT_ITEMS,
        {
            "district_id": district_id,
            "framework_id": framework_id,
            "edition": number,
            "ids": [i.item_id for i in items],
            "parents": [i.parent_id for i in items],
            "positions": [i.position for i in items],
            "records": [i.record for i in items],
        },
    )
    return set(written)


async def foreign(session: AsyncSession, framework_id: UUID, ids: Sequence[UUID]) -> Sequence[UUID]:
    """Those of these items that belong to another framework of the district."""
    return (await session.scalars(_FOREIGN, {"framework_id": framework_id, "ids": list(ids)})).all()


async def retire_others(
    session: AsyncSession, framework_id: UUID, number: int, ids: Sequence[UUID], *, forget: bool
) -> Sequence[UUID]:
    """Retire the framework's items that are not among these; with `forget`, those without evidence are deleted.

    Returns the retired ones.
    """
    if forget:
        await session.execute(_FORGET, {"framework_id": framework_id, "ids": list(ids)})
    parameters = {"framework_id": framework_id, "edition": number, "ids": list(ids)}
    return (await session.scalars(_RETIRE, parameters)).all()


async def frameworks(
    session: AsyncSession, *, after: UUID | None = None, only: UUID | None = None, limit: int
) -> Sequence[Row[Any]]:
    return (await session.execute(_LIST, {"after": after, "only": only, "limit": limit})).all()


async def items(
    session: AsyncSession, framework_id: UUID, after: tuple[int, UUID] | None, limit: int, *, retired: bool
) -> Sequence[Row[Any]]:
    """Items in reading order, behind the cursor `(position, item_id)`; retired ones too where wanted."""
    position, item_id = after or (None, None)
    parameters = {"framework_id": framework_id, "position": position, "after": item_id, "limit": limit}
    return (await session.execute(_ITEMS, parameters | {"retired": retired})).all()


async def item(session: AsyncSession, item_id: UUID) -> Row[Any] | None:
    return (await session.execute(_ITEM, {"item_id": item_id})).one_or_none()


async def has_evidence(session: AsyncSession, item_id: UUID) -> bool:
    return bool(await session.scalar(_HAS_EVIDENCE, {"item_id": item_id}))
