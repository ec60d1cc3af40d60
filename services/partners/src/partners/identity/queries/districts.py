"""Districts, in SQL."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity import models
from shared.db.query import Query, Scalar, columns


class DistrictRecord(NamedTuple):
    """A district as it is registered."""

    district_id: UUID
    name: str
    minimum_group: int
    version: int
    created_at: datetime


class DistrictName(NamedTuple):
    """What a district is called."""

    district_id: UUID
    name: str


_COLUMNS = columns(models.District)
_ADD = Scalar(
    """
    insert into district (district_id, name, minimum_group) values (:district_id, :name, :minimum_group)
    on conflict (name) do nothing returning district_id
    """,
    UUID,
)
_DISTRICT = Query(f"select {_COLUMNS} from district where district_id = :district_id", DistrictRecord)  # noqa: S608
_LOCK = Query(f"select {_COLUMNS} from district where district_id = :district_id for update", DistrictRecord)  # noqa: S608
_BY_NAME = Query(f"select {_COLUMNS} from district where name = :name", DistrictRecord)  # noqa: S608
_LIST = Query(
    f"""
    select {_COLUMNS} from district where cast(:after as text) is null or name > cast(:after as text)
    order by name limit :limit
    """,  # noqa: S608
    DistrictRecord,
)
_NAME_TAKEN = Scalar("select exists (select from district where name = :name and district_id <> :district_id)", bool)
_CHANGE = Query(
    f"""
    update district set name = :name, minimum_group = :minimum_group, version = version + 1
    where district_id = :district_id returning {_COLUMNS}
    """,  # noqa: S608
    DistrictRecord,
)
_NAMES = Query("select district_id, name from district where district_id = any(cast(:ids as uuid[]))", DistrictName)


async def add_district(session: AsyncSession, district_id: UUID, name: str, minimum_group: int) -> bool:
    """Adds a district; False when the name is taken."""
    added = await _ADD.get(session, district_id=district_id, name=name, minimum_group=minimum_group)
    return added is not None


async def find_district(session: AsyncSession, district_id: UUID, *, lock: bool = False) -> DistrictRecord | None:
    return await (_LOCK if lock else _DISTRICT).first(session, district_id=district_id)


async def find_district_by_name(session: AsyncSession, name: str) -> DistrictRecord | None:
    return await _BY_NAME.first(session, name=name)


async def find_districts(session: AsyncSession, after: str | None, limit: int) -> list[DistrictRecord]:
    """Returns the districts of the platform by name, those after a name only."""
    return await _LIST.all(session, after=after, limit=limit)


async def is_name_taken(session: AsyncSession, district_id: UUID, name: str) -> bool:
    """Returns whether another district has this name."""
    return await _NAME_TAKEN.one(session, district_id=district_id, name=name)


async def change_district(session: AsyncSession, district_id: UUID, name: str, minimum_group: int) -> DistrictRecord:
    return await _CHANGE.one(session, district_id=district_id, name=name, minimum_group=minimum_group)


async def find_district_names(session: AsyncSession, *district_ids: UUID) -> dict[UUID, str]:
    """Returns the names of those districts that exist."""
    rows = await _NAMES.all(session, ids=list(district_ids))
    return {row.district_id: row.name for row in rows}
