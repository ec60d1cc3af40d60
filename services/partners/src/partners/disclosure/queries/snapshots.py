"""Reading what was told, for telling it again.

What was disclosed is found by the discloser's log, which only its own district sees: the session speaks for it here.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

_DISTRICTS = text("select district_id from district order by district_id")
_KEYS = text("select key from event_sequence where district_id = :district_id and topic = :topic order by key")
_MASTERY = text("""
with last as (
  select distinct on (p.pseudonym, d.item_id) p.pseudonym, d.item_id, d.feed_position
  from pseudonym p
  join disclosure d on d.district_id = p.district_id and d.learner_id = p.learner_id
    and d.agreement_id = p.agreement_id and d.recipient_id = :recipient_id
  where p.district_id = :discloser_id and p.agreement_id = any(cast(:agreements as uuid[]))
    and p.pseudonym = any(cast(:subjects as uuid[]))
  order by p.pseudonym, d.item_id, d.number desc
)
select l.pseudonym, l.item_id, f.agreement_id, f.discloser_id, f.payload
from last l join feed f on f.district_id = :recipient_id and f.position = l.feed_position
order by l.pseudonym, l.item_id
""")
_AGGREGATES = text("""
select d.number, d.pseudonym, d.item_id, f.agreement_id, f.discloser_id, f.payload
from disclosure d join feed f on f.district_id = d.recipient_id and f.position = d.feed_position
where d.district_id = :discloser_id and d.learner_id is null and d.agreement_id = :agreement_id and d.number > :after
order by d.number limit :limit
""")


async def districts(session: AsyncSession) -> Sequence[UUID]:
    return (await session.scalars(_DISTRICTS)).all()


async def keys(session: AsyncSession, district_id: UUID, topic: str) -> Sequence[str]:
    """Every key that was ever sent in this district's name."""
    return (await session.scalars(_KEYS, {"district_id": district_id, "topic": topic})).all()


async def mastery(
    session: AsyncSession, discloser_id: UUID, recipient_id: UUID, agreements: Collection[UUID], subjects: list[UUID]
) -> Sequence[Row[Any]]:
    """What was disclosed last of each item of these pseudonyms, as far as they belong to these agreements."""
    parameters = {
        "discloser_id": discloser_id,
        "recipient_id": recipient_id,
        "agreements": list(agreements),
        "subjects": subjects,
    }
    return (await session.execute(_MASTERY, parameters)).all()


async def aggregates(
    session: AsyncSession, discloser_id: UUID, agreement_id: UUID, after: int, limit: int
) -> Sequence[Row[Any]]:
    """The aggregates that were disclosed under this agreement, by their numbers in the log."""
    parameters = {"discloser_id": discloser_id, "agreement_id": agreement_id, "after": after, "limit": limit}
    return (await session.execute(_AGGREGATES, parameters)).all()
