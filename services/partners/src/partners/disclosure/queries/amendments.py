"""What was disclosed of a learner and is amended, what is contested, and the notices of it, in SQL."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from partners.disclosure import models
from shared.db.query import columns
from shared.db.statement import Statement

_LAST_TOLD = text("""
select distinct on (d.recipient_id, d.agreement_id, d.item_id) d.recipient_id, d.agreement_id, d.item_id, d.pseudonym,
  d.at, f.payload
from disclosure d join feed f on f.district_id = d.recipient_id and f.position = d.feed_position
where d.district_id = :district_id and d.learner_id = :learner_id and d.item_id = any(cast(:items as uuid[]))
  and d.element = 'mastery'
order by d.recipient_id, d.agreement_id, d.item_id, d.number desc
""")
_KEEP = text("""
insert into amendment_notice (district_id, amendment_id, decision, learner_id, at, receivers)
values (:district_id, :amendment_id, :decision, :learner_id, :at, cast(:receivers as jsonb))
""")
_KNOWN = text("""
select decision from amendment_notice where district_id = :district_id and amendment_id = :amendment_id
""")
_OF_AMENDMENT = text(f"""
select {columns(models.AmendmentNotice)} from amendment_notice where amendment_id = :amendment_id order by decision
""")  # noqa: S608
_OF_KEYS = text(f"""
select {columns(models.AmendmentNotice)} from amendment_notice where district_id = :district_id
  and amendment_id = any(cast(:keys as uuid[]))
order by amendment_id, decision
""")  # noqa: S608
_FORGET_CONTESTED = text("""
delete from contested_record where district_id = :district_id and learner_id = any(cast(:learners as uuid[]))
""")
_ADD_CONTESTED = text("""
insert into contested_record (district_id, learner_id, item_id)
select :district_id, learner_id, item_id
from unnest(cast(:learners as uuid[]), cast(:items as uuid[])) as n(learner_id, item_id)
on conflict do nothing
""")
_CONTESTED = Statement("""
select learner_id, item_id from contested_record
where district_id = :district_id and learner_id = any(cast(:learners as uuid[]))
""")


async def last_told(
    session: AsyncSession, district_id: UUID, learner_id: UUID, items: Collection[UUID]
) -> Sequence[Row[Any]]:
    """What each receiver was told last of these items, under each agreement, as its feed has it."""
    parameters = {"district_id": district_id, "learner_id": learner_id, "items": list(items)}
    return (await session.execute(_LAST_TOLD, parameters)).all()


async def keep(
    session: AsyncSession,
    district_id: UUID,
    amendment_id: UUID,
    decision: int,
    *,
    learner_id: UUID,
    at: datetime,
    receivers: list[Any],
) -> None:
    parameters = {
        "district_id": district_id,
        "amendment_id": amendment_id,
        "decision": decision,
        "learner_id": learner_id,
        "at": at,
        "receivers": json.dumps(receivers),
    }
    await session.execute(_KEEP, parameters)


async def decisions_told(session: AsyncSession, district_id: UUID, amendment_id: UUID) -> set[int]:
    """The decisions on this request of which the receivers have been told."""
    parameters = {"district_id": district_id, "amendment_id": amendment_id}
    return set((await session.scalars(_KNOWN, parameters)).all())


async def notices(session: AsyncSession, amendment_id: UUID) -> Sequence[Row[Any]]:
    return (await session.execute(_OF_AMENDMENT, {"amendment_id": amendment_id})).all()


async def notices_of(session: AsyncSession, district_id: UUID, keys: Collection[UUID]) -> Sequence[Row[Any]]:
    """The notices of those of the keys that are requests for amendment."""
    return (await session.execute(_OF_KEYS, {"district_id": district_id, "keys": list(keys)})).all()


async def replace_contested(
    session: AsyncSession, district_id: UUID, learners: Collection[UUID], pairs: Iterable[tuple[UUID, UUID]]
) -> None:
    """From now on just these (learner, item) of these learners are contested."""
    await session.execute(_FORGET_CONTESTED, {"district_id": district_id, "learners": list(learners)})
    found = sorted(pairs)
    if found:
        columns = {"learners": [learner for learner, _ in found], "items": [item for _, item in found]}
        await session.execute(_ADD_CONTESTED, {"district_id": district_id, **columns})


async def contested(session: AsyncSession, district_id: UUID, learners: Sequence[UUID]) -> frozenset[tuple[UUID, UUID]]:
    """The (learner, item) of these learners that a statement goes along with."""
    rows = await _CONTESTED.all(session, {"district_id": district_id, "learners": list(learners)})
    return frozenset((row.learner_id, row.item_id) for row in rows)
