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
_DROP_IDENTIFIERS = text("""
delete from learner_identifier i where i.learner_id = any(cast(:ids as uuid[]))
  and not exists (select from unnest(cast(:sources as text[]), cast(:sourced_ids as text[]), cast(:learners as uuid[]))
    as k(source, sourced_id, learner_id)
    where k.source = i.source and k.sourced_id = i.sourced_id and k.learner_id = i.learner_id)
""")
_PUT_IDENTIFIERS = text("""
insert into learner_identifier as i (district_id, source, sourced_id, learner_id)
select :district_id, k.source, k.sourced_id, k.learner_id
from unnest(cast(:sources as text[]), cast(:sourced_ids as text[]), cast(:learners as uuid[]))
  as k(source, sourced_id, learner_id)
on conflict (district_id, source, sourced_id) do update set learner_id = excluded.learner_id
where i.learner_id <> excluded.learner_id
""")


async def announce(session: AsyncSession, district_id: UUID, ids: Sequence[UUID]) -> None:
    await session.execute(_ANNOUNCE, {"district_id": district_id, "ids": list(ids)})


async def set_identifiers(
    session: AsyncSession, district_id: UUID, ids: Sequence[UUID], identifiers: Sequence[tuple[str, str, UUID]]
) -> None:
    """Make these the identifiers of these learners, and no others."""
    columns = {
        "sources": [i[0] for i in identifiers],
        "sourced_ids": [i[1] for i in identifiers],
        "learners": [i[2] for i in identifiers],
    }
    await session.execute(_DROP_IDENTIFIERS, {"ids": list(ids), **columns})
    if identifiers:
        await session.execute(_PUT_IDENTIFIERS, {"district_id": district_id, **columns})
