"""What was published, read in order to publish it again.

What was disclosed is found by the discloser's log, which only its own district sees: the session speaks for it here.
"""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.query import Query, Scalar
from shared.values.json_types import JsonObject


class DisclosedMastery(NamedTuple):
    """What was disclosed last of a pseudonym's mastery of an item; `payload` is the feed row's."""

    pseudonym: UUID
    item_id: UUID
    agreement_id: UUID
    discloser_id: UUID
    payload: JsonObject


class DisclosedAggregate(NamedTuple):
    """An aggregate that was disclosed, by its number in the log; `payload` is the feed row's."""

    number: int
    pseudonym: UUID | None
    item_id: UUID
    agreement_id: UUID
    discloser_id: UUID
    payload: JsonObject


_DISTRICTS = Scalar("select district_id from district order by district_id", UUID)
_KEYS = Scalar("select key from event_sequence where district_id = :district_id and topic = :topic order by key", str)
_MASTERY = Query(
    """
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
    """,
    DisclosedMastery,
)
_AGGREGATES = Query(
    """
    select d.number, d.pseudonym, d.item_id, f.agreement_id, f.discloser_id, f.payload
    from disclosure d join feed f on f.district_id = d.recipient_id and f.position = d.feed_position
    where d.district_id = :discloser_id and d.learner_id is null and d.agreement_id = :agreement_id
      and d.number > :after
    order by d.number limit :limit
    """,
    DisclosedAggregate,
)


async def find_district_ids(session: AsyncSession) -> list[UUID]:
    return await _DISTRICTS.all(session)


async def find_keys(session: AsyncSession, district_id: UUID, topic: str) -> list[str]:
    """Returns every key that was ever sent in this district's name."""
    return await _KEYS.all(session, district_id=district_id, topic=topic)


async def find_disclosed_mastery(
    session: AsyncSession, discloser_id: UUID, recipient_id: UUID, agreements: Collection[UUID], subjects: list[UUID]
) -> list[DisclosedMastery]:
    """Returns what was disclosed last of each item of these pseudonyms, as far as they belong to these agreements."""
    return await _MASTERY.all(
        session,
        discloser_id=discloser_id,
        recipient_id=recipient_id,
        agreements=list(agreements),
        subjects=subjects,
    )


async def find_disclosed_aggregates(
    session: AsyncSession, discloser_id: UUID, agreement_id: UUID, after: int, limit: int
) -> list[DisclosedAggregate]:
    """Returns the aggregates that were disclosed under this agreement, by their numbers in the log."""
    return await _AGGREGATES.all(
        session, discloser_id=discloser_id, agreement_id=agreement_id, after=after, limit=limit
    )
