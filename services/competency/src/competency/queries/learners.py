"""Learners as rostering tells of them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_ANNOUNCE = text("""
insert into learner as l (district_id, learner_id, announced)
select :district_id, id, true from unnest(cast(:ids as uuid[])) as id order by id
on conflict (district_id, learner_id) do update set announced = true where not l.announced
""")


async def announce(session: AsyncSession, district_id: UUID, ids: Sequence[UUID]) -> None:
    await session.execute(_ANNOUNCE, {"district_id": district_id, "ids": list(ids)})
