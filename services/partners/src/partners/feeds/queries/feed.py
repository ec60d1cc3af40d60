"""Reading feeds and the disclosure log, in SQL."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from partners.feeds import models
from shared.db.query import columns

_EPOCH = text("select epoch from feed_head")
_CHANGES = text(f"select {columns(models.Feed)} from feed where position > :after order by position limit :limit")  # noqa: S608
_DISCLOSURES = text(f"""
select {columns(models.Disclosure)} from disclosure
where number > :after and (cast(:learner_id as uuid) is null or learner_id = cast(:learner_id as uuid))
order by number limit :limit
""")  # noqa: S608
_LAST_TOLD = text("""
select distinct on (subject, item_id) subject, item_id, cast(payload ->> 'score' as numeric) as score,
  cast(payload ->> 'mastered' as boolean) as mastered, cast(payload ->> 'observed_at' as timestamptz) as observed_at
from (
  select subject, position, payload, cast(payload ->> 'item_id' as uuid) as item_id from feed
  where district_id = :district_id and kind = 'mastery.changed' and subject = any(cast(:learners as text[]))
) as own
order by subject, item_id, position desc
""")


async def epoch(session: AsyncSession) -> int:
    return int(await session.scalar(_EPOCH) or 1)


async def changes(session: AsyncSession, after: int, limit: int) -> Sequence[Row[Any]]:
    return (await session.execute(_CHANGES, {"after": after, "limit": limit})).all()


async def last_told(session: AsyncSession, district_id: UUID, learners: Sequence[UUID]) -> Sequence[Row[Any]]:
    """What the district's own feed said last of each item of these learners.

    It reads all that was ever told of them: under the highest score that is a few changes of each item.
    """
    parameters = {"district_id": district_id, "learners": [str(learner) for learner in learners]}
    return (await session.execute(_LAST_TOLD, parameters)).all()


async def disclosures(session: AsyncSession, after: int, learner_id: UUID | None, limit: int) -> Sequence[Row[Any]]:
    return (await session.execute(_DISCLOSURES, {"after": after, "learner_id": learner_id, "limit": limit})).all()
