"""Frameworks taken from others, and crosswalks between frameworks."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.frameworks.models import CrosswalkMatch, FrameworkAdaptation
from shared.db.query import columns

_ADD = text("""
insert into framework_adaptation (district_id, framework_id, original_district_id, original_id, base_edition, base,
  origins)
values (:district_id, :framework_id, :original_district_id, :original_id, :base_edition, cast(:base as jsonb),
  cast(:origins as jsonb))
""")
_GET = text(f"""
select {columns(FrameworkAdaptation)} from framework_adaptation where framework_id = :framework_id
""")  # noqa: S608
_ADVANCE = text("""
update framework_adaptation set base_edition = :base_edition, base = cast(:base as jsonb),
  origins = cast(:origins as jsonb)
where framework_id = :framework_id
""")
_ITEMS = text("select item_id, framework_id, active from item where item_id = any(cast(:ids as uuid[]))")
_PROPOSE = text(f"""
insert into crosswalk_match (district_id, match_id, origin, destination, match_type, proposed_by)
values (:district_id, :match_id, :origin, :destination, :match_type, :proposed_by)
  returning {columns(CrosswalkMatch)}
""")  # noqa: S608
_MATCHES = text(f"""
select {columns(CrosswalkMatch, "m")} from crosswalk_match m
  where (cast(:after as uuid) is null or match_id > :after)
  and (cast(:item_id as uuid) is null or :item_id in (origin, destination))
  and (cast(:framework_id as uuid) is null or exists (select from item i where i.district_id = m.district_id
    and i.item_id in (m.origin, m.destination) and i.framework_id = :framework_id))
order by match_id limit :limit
""")  # noqa: S608
_EXACT_OF = text(f"""
select {columns(CrosswalkMatch)} from crosswalk_match where match_type = 'exactMatchOf'
  and confirmed_at is not null
  and (origin = any(cast(:ids as uuid[])) or destination = any(cast(:ids as uuid[])))
""")  # noqa: S608
_STANDING = text("""
select match_id from crosswalk_match where withdrawn_at is null and match_type = :match_type
  and ((origin, destination) = (:origin, :destination) or (origin, destination) = (:destination, :origin)) limit 1
""")
_LOCK_MATCH = text(f"""
select {columns(CrosswalkMatch)} from crosswalk_match where match_id = :match_id for update
""")  # noqa: S608
_CONFIRM = text(f"""
update crosswalk_match set confirmed_by = :by, confirmed_at = now() where match_id = :match_id
  returning {columns(CrosswalkMatch)}
""")  # noqa: S608
_WITHDRAW = text(f"""
update crosswalk_match set withdrawn_at = now() where match_id = :match_id returning {columns(CrosswalkMatch)}
""")  # noqa: S608


async def add(session: AsyncSession, **columns: Any) -> None:
    """Keep where a framework was taken from; `base` is a package as JSON text."""
    await session.execute(_ADD, columns | {"origins": json.dumps(columns["origins"])})


async def get(session: AsyncSession, framework_id: UUID) -> Row[Any] | None:
    return (await session.execute(_GET, {"framework_id": framework_id})).one_or_none()


async def advance(
    session: AsyncSession, framework_id: UUID, *, base_edition: int, base: str, origins: Mapping[str, str]
) -> None:
    """The adaptation was brought up to this edition of its original."""
    parameters = {"framework_id": framework_id, "base_edition": base_edition, "base": base}
    await session.execute(_ADVANCE, parameters | {"origins": json.dumps(dict(origins))})


async def items(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, Row[Any]]:
    rows = await session.execute(_ITEMS, {"ids": list(ids)})
    return {row.item_id: row for row in rows}


async def propose(session: AsyncSession, **columns: Any) -> Row[Any]:
    return (await session.execute(_PROPOSE, columns)).one()


async def standing(session: AsyncSession, origin: UUID, destination: UUID, match_type: str) -> UUID | None:
    """A match of the same items and type that is there already, in either direction."""
    parameters = {"origin": origin, "destination": destination, "match_type": match_type}
    found: UUID | None = await session.scalar(_STANDING, parameters)
    return found


async def matches(
    session: AsyncSession, after: UUID | None, limit: int, *, item_id: UUID | None, framework_id: UUID | None
) -> Sequence[Row[Any]]:
    parameters = {"after": after, "limit": limit, "item_id": item_id, "framework_id": framework_id}
    return (await session.execute(_MATCHES, parameters)).all()


async def exact_of(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """The exact matches of these items that were ever confirmed."""
    return (await session.execute(_EXACT_OF, {"ids": list(ids)})).all()


async def lock_match(session: AsyncSession, match_id: UUID) -> Row[Any] | None:
    return (await session.execute(_LOCK_MATCH, {"match_id": match_id})).one_or_none()


async def confirm(session: AsyncSession, match_id: UUID, by: str) -> Row[Any]:
    return (await session.execute(_CONFIRM, {"match_id": match_id, "by": by})).one()


async def withdraw(session: AsyncSession, match_id: UUID) -> Row[Any]:
    return (await session.execute(_WITHDRAW, {"match_id": match_id})).one()
