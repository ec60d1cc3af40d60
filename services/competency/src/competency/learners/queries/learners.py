"""Learners as rostering tells of them."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.query import Transaction
from shared.db.statement import Statement

_ANNOUNCE = text("""
insert into learner as l (district_id, learner_id, announced)
select :district_id, id, true from unnest(cast(:ids as uuid[])) as id order by id
on conflict (district_id, learner_id) do update set announced = true where not l.announced
""")


async def announce(session: AsyncSession, district_id: UUID, ids: Sequence[UUID]) -> None:
    await session.execute(_ANNOUNCE, {"district_id": district_id, "ids": list(ids)})


# All of them or none: what is locked while others are still to be made would be held out of turn.
_LOCK_LEARNERS = Statement("""
select learner_id from learner where learner_id = any(cast(:ids as uuid[]))
  and (select count(*) from learner where learner_id = any(cast(:ids as uuid[]))) = cardinality(cast(:ids as uuid[]))
order by learner_id for update
""")


_MAKE_AND_LOCK_LEARNERS = Statement("""
insert into learner as l (district_id, learner_id)
select cast(:district_id as uuid), id from unnest(cast(:ids as uuid[])) as id order by id
on conflict (district_id, learner_id) do update set announced = l.announced
returning learner_id
""")


_SOURCED = Statement("""
select i.source, i.sourced_id, i.learner_id from learner_identifier i
join unnest(cast(:sources as text[]), cast(:sourced_ids as text[])) as w(source, sourced_id)
  on w.source = i.source and w.sourced_id = i.sourced_id
""")


Pair = tuple[UUID, UUID]
"""A learner and an item."""


async def lock_learners(session: Transaction, district_id: UUID, ids: Iterable[UUID]) -> None:
    """Lock these learners' rows, in one order for everybody, making those we had not heard of.

    A statement of its own: one that locked and read at once would read what was there before it waited.
    """
    wanted = sorted(set(ids))
    found = await _LOCK_LEARNERS.all(session, {"ids": wanted})
    if len(found) < len(wanted):
        await _MAKE_AND_LOCK_LEARNERS.all(session, {"district_id": district_id, "ids": wanted})


async def learners_by_source(session: Transaction, wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    rows = await _SOURCED.all(session, {"sources": [w[0] for w in wanted], "sourced_ids": [w[1] for w in wanted]})
    return {(row.source, row.sourced_id): row.learner_id for row in rows}
