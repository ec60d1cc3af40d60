"""Change feeds and disclosure logs, in SQL; what is appended is written for many events at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.feeds import models
from partners.feeds.rules import START, LogEntry
from shared.db.query import Command, Query, Scalar, columns
from shared.values.json_types import JsonObject


class FeedRecord(NamedTuple):
    """Something that a district has learned."""

    district_id: UUID
    position: int
    kind: str
    at: datetime
    subject: str
    agreement_id: UUID | None
    discloser_id: UUID | None
    payload: JsonObject


class NewFeedRow(NamedTuple):
    """A row to be added to a feed; `payload` is JSON. Only what is disclosed has an agreement and a discloser."""

    district_id: UUID
    position: int
    kind: str
    subject: str
    agreement_id: UUID | None
    discloser_id: UUID | None
    payload: str


class DisclosureRecord(NamedTuple):
    """An entry of a district's disclosure log."""

    district_id: UUID
    number: int
    agreement_id: UUID
    recipient_id: UUID
    feed_position: int
    learner_id: UUID | None
    pseudonym: UUID | None
    item_id: UUID
    element: str
    granularity: str
    purpose: str
    how: str
    at: datetime
    hash: bytes


class FeedPosition(NamedTuple):
    """The newest position of a district's feed."""

    district_id: UUID
    position: int


class LogHead(NamedTuple):
    """Number and hash of the newest entry of a district's disclosure log."""

    number: int
    hash: bytes


class LastMastery(NamedTuple):
    """What a district's own feed says last of a learner's mastery of an item."""

    subject: str
    item_id: UUID
    score: Decimal | None
    mastered: bool
    observed_at: datetime | None


_LOCK_FEEDS = Command("select pg_advisory_xact_lock(7315002)")
_RAISE_HEADS = Query(
    """
    insert into feed_head as h (district_id, position)
    select district_id, added from unnest(cast(:districts as uuid[]), cast(:added as bigint[])) as i(district_id, added)
    order by district_id
    on conflict (district_id) do update set position = h.position + excluded.position
    returning district_id, position
    """,
    FeedPosition,
)
_APPEND = Command("""
with added as (
  insert into feed (district_id, position, kind, at, subject, agreement_id, discloser_id, payload)
  select district_id, position, kind, :at, subject, agreement_id, discloser_id, cast(payload as jsonb)
  from unnest(cast(:districts as uuid[]), cast(:positions as bigint[]), cast(:kinds as text[]),
    cast(:subjects as text[]), cast(:agreements as uuid[]), cast(:disclosers as uuid[]), cast(:payloads as text[]))
    as i(district_id, position, kind, subject, agreement_id, discloser_id, payload)
  returning district_id, position, kind, subject
)
insert into delivery (district_id, endpoint_id, position, subject)
select e.district_id, e.endpoint_id, a.position, a.subject
from added a join endpoint e on e.district_id = a.district_id and e.active
  and case a.kind when 'mastery.amended' then 'mastery.disclosed' else a.kind end = any(e.kinds)
""")
_LOG_HEAD = Query("select number, hash from disclosure_head where district_id = :district_id for update", LogHead)
_SET_LOG_HEAD = Command("""
insert into disclosure_head (district_id, number, hash) values (:district_id, :number, :hash)
on conflict (district_id) do update set number = excluded.number, hash = excluded.hash
""")
_LOG = Command("""
insert into disclosure (district_id, number, agreement_id, recipient_id, feed_position, learner_id, pseudonym, item_id,
  element, granularity, purpose, how, at, hash)
select :district_id, d.number, d.agreement_id, d.recipient_id, d.feed_position, d.learner_id, d.pseudonym, d.item_id,
  d.element, d.granularity, d.purpose, d.how, d.at, d.hash
from unnest(cast(:numbers as bigint[]), cast(:agreements as uuid[]),
  cast(:recipients as uuid[]), cast(:feed_positions as bigint[]), cast(:learners as uuid[]),
  cast(:pseudonyms as uuid[]), cast(:items as uuid[]), cast(:elements as text[]), cast(:granularities as text[]),
  cast(:purposes as text[]), cast(:hows as text[]), cast(:ats as timestamptz[]), cast(:hashes as bytea[]))
  as d(number, agreement_id, recipient_id, feed_position, learner_id, pseudonym, item_id, element, granularity,
    purpose, how, at, hash)
""")
_EPOCH = Scalar("select epoch from feed_head", int)
_CHANGES = Query(
    f"select {columns(models.Feed)} from feed where position > :after order by position limit :limit",  # noqa: S608
    FeedRecord,
)
_DISCLOSURES = Query(
    f"""
    select {columns(models.Disclosure)} from disclosure
    where number > :after and (cast(:learner_id as uuid) is null or learner_id = cast(:learner_id as uuid))
    order by number limit :limit
    """,  # noqa: S608
    DisclosureRecord,
)
LAST_MASTERY = Query(
    """
    select distinct on (subject, item_id) subject, item_id, cast(payload ->> 'score' as numeric) as score,
      cast(payload ->> 'mastered' as boolean) as mastered, cast(payload ->> 'observed_at' as timestamptz) as observed_at
    from (
      select subject, position, payload, cast(payload ->> 'item_id' as uuid) as item_id from feed
      where district_id = :district_id and kind = 'mastery.changed' and subject = any(cast(:learners as text[]))
    ) as own
    order by subject, item_id, position desc
    """,
    LastMastery,
)


async def lock_feeds(session: AsyncSession) -> None:
    """Waits until no other transaction appends to feeds.

    A chunk may write to the feeds and logs of any districts, in an order nobody can choose beforehand; with a lock
    for each, two chunks would end in deadlocks. What is done under this one is a few statements for hundreds of events.
    """
    await _LOCK_FEEDS.run(session)


async def raise_heads(session: AsyncSession, added: Mapping[UUID, int]) -> dict[UUID, int]:
    """Makes room for so many rows in each feed; returns each feed's new head."""
    ordered = sorted(added)
    rows = await _RAISE_HEADS.all(session, districts=ordered, added=[added[district] for district in ordered])
    return {row.district_id: row.position for row in rows}


async def append_rows(session: AsyncSession, rows: Sequence[NewFeedRow], at: datetime) -> bool:
    """Adds feed rows, and a delivery for each endpoint that wants them; returns whether there is one."""
    queued = await _APPEND.run(
        session,
        districts=[row.district_id for row in rows],
        positions=[row.position for row in rows],
        kinds=[row.kind for row in rows],
        subjects=[row.subject for row in rows],
        agreements=[row.agreement_id for row in rows],
        disclosers=[row.discloser_id for row in rows],
        payloads=[row.payload for row in rows],
        at=at,
    )
    return queued > 0


async def find_log_head(session: AsyncSession, district_id: UUID) -> LogHead:
    """Returns number and hash of the district's newest disclosure, which nobody follows until the commit."""
    return await _LOG_HEAD.first(session, district_id=district_id) or LogHead(0, START)


async def append_log(
    session: AsyncSession, district_id: UUID, entries: Sequence[LogEntry], hashes: Sequence[bytes]
) -> None:
    """Adds entries to the district's disclosure log; `hashes` holds theirs."""
    await _LOG.run(
        session,
        district_id=district_id,
        numbers=[entry.number for entry in entries],
        agreements=[entry.agreement_id for entry in entries],
        recipients=[entry.recipient_id for entry in entries],
        feed_positions=[entry.feed_position for entry in entries],
        learners=[entry.learner_id for entry in entries],
        pseudonyms=[entry.pseudonym for entry in entries],
        items=[entry.item_id for entry in entries],
        elements=[entry.element for entry in entries],
        granularities=[entry.granularity for entry in entries],
        purposes=[entry.purpose for entry in entries],
        hows=[entry.how for entry in entries],
        ats=[entry.at for entry in entries],
        hashes=list(hashes),
    )
    await _SET_LOG_HEAD.run(session, district_id=district_id, number=entries[-1].number, hash=hashes[-1])


async def find_epoch(session: AsyncSession) -> int:
    """Returns the epoch of the feed's positions; 1 before anything was appended."""
    return await _EPOCH.get(session) or 1


async def find_changes(session: AsyncSession, after: int, limit: int) -> list[FeedRecord]:
    return await _CHANGES.all(session, after=after, limit=limit)


async def find_disclosures(
    session: AsyncSession, after: int, learner_id: UUID | None, limit: int
) -> list[DisclosureRecord]:
    return await _DISCLOSURES.all(session, after=after, learner_id=learner_id, limit=limit)


async def find_last_mastery(session: AsyncSession, district_id: UUID, learners: Sequence[UUID]) -> list[LastMastery]:
    """Returns what the district's own feed says last of each item of these learners.

    It reads all that the feed ever said of them: under the highest score that is a few changes of each item.
    """
    return await LAST_MASTERY.all(session, district_id=district_id, learners=[str(learner) for learner in learners])
