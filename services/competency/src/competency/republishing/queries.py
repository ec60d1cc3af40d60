"""Reading everything, for publishing it again."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.frameworks.models import Framework
from competency.mastery.models.mastery import Mastery
from shared.db.query import columns

_DISTRICTS = text("select distinct district_id from event_sequence order by 1")
_FRAMEWORKS = text(f"""
select {columns(Framework)} from framework where edition > 0 and state <> 'draft'
  order by framework_id for share
""")  # noqa: S608
_ITEMS = text("""
select item_id, edition, parent_id, position, record ->> 'humanCodingScheme' as coding_scheme,
  record ->> 'CFItemType' as kind, left(coalesce(record ->> 'abbreviatedStatement', record ->> 'fullStatement'), 1000)
  as statement from item where framework_id = :framework_id and active order by position
""")
_RETIRED = text("select item_id, edition from item where framework_id = :framework_id and not active order by item_id")
_LOCK = text("""
select learner_id from learner where cast(:after as uuid) is null or learner_id > :after
order by learner_id limit :limit for update
""")
_MASTERY = text(f"""
select {columns(Mastery)} from mastery where learner_id = any(cast(:ids as uuid[]))
  order by learner_id, item_id
""")  # noqa: S608


async def districts(session: AsyncSession) -> Sequence[UUID]:
    """Every district that has ever published here."""
    return (await session.scalars(_DISTRICTS)).all()


async def frameworks(session: AsyncSession) -> Sequence[Row[Any]]:
    return (await session.execute(_FRAMEWORKS)).all()


async def items(session: AsyncSession, framework_id: UUID) -> Sequence[Row[Any]]:
    return (await session.execute(_ITEMS, {"framework_id": framework_id})).all()


async def retired_items(session: AsyncSession, framework_id: UUID) -> Sequence[Row[Any]]:
    """What a reader who missed its retirement would go on showing."""
    return (await session.execute(_RETIRED, {"framework_id": framework_id})).all()


async def lock_learners_after(session: AsyncSession, after: UUID | None, limit: int) -> Sequence[UUID]:
    return (await session.scalars(_LOCK, {"after": after, "limit": limit})).all()


async def mastery_of_learners(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    return (await session.execute(_MASTERY, {"ids": list(ids)})).all()
