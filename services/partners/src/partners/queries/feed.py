"""Reading feeds and the disclosure log, in SQL."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

_EPOCH = text("select epoch from feed_head")
_CHANGES = text("select * from feed where position > :after order by position limit :limit")
_DISCLOSURES = text("""
select * from disclosure
where number > :after and (cast(:learner_id as uuid) is null or learner_id = cast(:learner_id as uuid))
order by number limit :limit
""")


async def epoch(session: AsyncSession) -> int:
    return int(await session.scalar(_EPOCH) or 1)


async def changes(session: AsyncSession, after: int, limit: int) -> Sequence[Row[Any]]:
    return (await session.execute(_CHANGES, {"after": after, "limit": limit})).all()


async def disclosures(session: AsyncSession, after: int, learner_id: UUID | None, limit: int) -> Sequence[Row[Any]]:
    return (await session.execute(_DISCLOSURES, {"after": after, "learner_id": learner_id, "limit": limit})).all()
