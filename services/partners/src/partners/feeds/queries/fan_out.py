"""What a disclosure writes, in SQL: everything for many events at once."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from partners.feeds.rules import START, LogEntry
from shared.db.statement import Statement

_ONE_AT_A_TIME = Statement("select pg_advisory_xact_lock(7315002)")
_RAISE_HEADS = Statement("""
insert into feed_head as h (district_id, position)
select district_id, added from unnest(cast(:districts as uuid[]), cast(:added as bigint[])) as i(district_id, added)
order by district_id
on conflict (district_id) do update set position = h.position + excluded.position
returning district_id, position
""")
_APPEND = Statement("""
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
returning true
""")
_PSEUDONYMS = Statement("""
with wanted as (
  select agreement_id, learner_id, pseudonym
    from unnest(cast(:agreements as uuid[]), cast(:learners as uuid[]), cast(:fresh as uuid[]))
    as i(agreement_id, learner_id, pseudonym)
), minted as (
  insert into pseudonym (district_id, agreement_id, learner_id, pseudonym)
  select :district_id, agreement_id, learner_id, pseudonym from wanted
  on conflict do nothing returning agreement_id, learner_id, pseudonym
)
select agreement_id, learner_id, pseudonym from minted
union all
select p.agreement_id, p.learner_id, p.pseudonym from pseudonym p join wanted w using (agreement_id, learner_id)
where p.district_id = :district_id
""")
_IDENTIFIERS = text("""
select learner_id, source, sourced_id from learner_identifier
where district_id = :district_id and learner_id = any(cast(:learners as uuid[])) order by learner_id, source, sourced_id
""")
_LOG_HEAD = Statement("select number, hash from disclosure_head where district_id = :district_id for update")
_SET_LOG_HEAD = Statement("""
insert into disclosure_head (district_id, number, hash) values (:district_id, :number, :hash)
on conflict (district_id) do update set number = excluded.number, hash = excluded.hash
""")
_LOG = Statement("""
insert into disclosure (district_id, number, agreement_id, recipient_id, feed_position, learner_id, pseudonym, item_id,
  element, granularity, purpose, how, at, hash)
select :district_id, d.number, d.agreement_id, d.recipient_id, d.feed_position, d.learner_id, d.pseudonym, d.item_id,
  d.element, d.granularity, d.purpose, d.how, d.at, d.hash
from unnest(cast(:number as bigint[]), cast(:agreement_id as uuid[]),
  cast(:recipient_id as uuid[]), cast(:feed_position as bigint[]), cast(:learner_id as uuid[]),
  cast(:pseudonym as uuid[]), cast(:item_id as uuid[]), cast(:element as text[]), cast(:granularity as text[]),
  cast(:purpose as text[]), cast(:how as text[]), cast(:at as timestamptz[]), cast(:hash as bytea[]))
  as d(number, agreement_id, recipient_id, feed_position, learner_id, pseudonym, item_id, element, granularity,
    purpose, how, at, hash)
""")
_TALLY = Statement("""
insert into tally (district_id, agreement_id, window_start, item_id, learner_id, mastered)
select :district_id, agreement_id, :window_start, item_id, learner_id, mastered
from unnest(cast(:agreements as uuid[]), cast(:items as uuid[]), cast(:learners as uuid[]),
  cast(:mastered as boolean[])) as i(agreement_id, item_id, learner_id, mastered)
on conflict (district_id, agreement_id, window_start, item_id, learner_id) do update set mastered = excluded.mastered
""")
_CLOSED = text("""
select distinct district_id, agreement_id, window_start from tally where window_start < :open_since
order by window_start, district_id, agreement_id limit :limit
""")
_COUNTED = text("""
select item_id, count(*) as learners, count(*) filter (where mastered) as mastered from tally
where district_id = :district_id and agreement_id = :agreement_id and window_start = :window_start
group by item_id order by item_id
""")
_FORGET_TALLY = text("""
delete from tally
where district_id = :district_id and agreement_id = :agreement_id and window_start = :window_start
""")


async def one_at_a_time(session: AsyncSession) -> None:
    """Wait until no other transaction appends to feeds.

    A chunk may write to the feeds and logs of any districts, in an order nobody can choose beforehand; with a lock
    for each, two chunks would end in deadlocks. What is done under this one is a few statements for hundreds of events.
    """
    await _ONE_AT_A_TIME.run(session)


async def raise_heads(session: AsyncSession, added: Mapping[UUID, int]) -> dict[UUID, int]:
    """Make room for so many rows in each feed; gives each feed's new head."""
    ordered = sorted(added)
    rows = await _RAISE_HEADS.all(session, {"districts": ordered, "added": [added[d] for d in ordered]})
    return {row.district_id: row.position for row in rows}


async def append(session: AsyncSession, columns: Mapping[str, Sequence[Any]], at: datetime) -> bool:
    """Feed rows, and a delivery for each endpoint that wants them; whether there is one."""
    return bool(await _APPEND.scalar(session, {**columns, "at": at}))


async def pseudonyms(
    session: AsyncSession, district_id: UUID, pairs: Sequence[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], UUID]:
    """What each (agreement, learner) is called; random, and minted when it is first asked for."""
    if not pairs:
        return {}
    parameters = {
        "district_id": district_id,
        "agreements": [agreement for agreement, _ in pairs],
        "learners": [learner for _, learner in pairs],
        "fresh": [uuid4() for _ in pairs],
    }
    rows = await _PSEUDONYMS.all(session, parameters)
    return {(row.agreement_id, row.learner_id): row.pseudonym for row in rows}


async def identifiers(session: AsyncSession, district_id: UUID, learners: Sequence[UUID]) -> Sequence[Row[Any]]:
    return (await session.execute(_IDENTIFIERS, {"district_id": district_id, "learners": list(learners)})).all()


async def log_head(session: AsyncSession, district_id: UUID) -> tuple[int, bytes]:
    """Number and hash of the district's newest disclosure."""
    rows = await _LOG_HEAD.all(session, {"district_id": district_id})
    return (rows[0].number, rows[0].hash) if rows else (0, START)


async def log(session: AsyncSession, district_id: UUID, entries: Sequence[LogEntry], hashes: Sequence[bytes]) -> None:
    names = list(LogEntry.__dataclass_fields__)
    columns = dict(zip(names, map(list, zip(*map(astuple, entries), strict=True)), strict=True))
    await _LOG.run(session, {"district_id": district_id, **columns, "hash": list(hashes)})
    newest = {"district_id": district_id, "number": entries[-1].number, "hash": hashes[-1]}
    await _SET_LOG_HEAD.run(session, newest)


async def tally(
    session: AsyncSession, district_id: UUID, window_start: datetime, counted: Mapping[tuple[UUID, UUID, UUID], bool]
) -> None:
    """Count (agreement, item, learner), each once; what is known last of a learner stands."""
    if not counted:
        return
    keys = list(counted)
    parameters = {
        "district_id": district_id,
        "window_start": window_start,
        "agreements": [agreement for agreement, _, _ in keys],
        "items": [item for _, item, _ in keys],
        "learners": [learner for _, _, learner in keys],
        "mastered": [counted[key] for key in keys],
    }
    await _TALLY.run(session, parameters)


async def closed(session: AsyncSession, open_since: datetime, limit: int) -> Sequence[Row[Any]]:
    """(district, agreement, window) that have been counted in windows from before `open_since`."""
    return (await session.execute(_CLOSED, {"open_since": open_since, "limit": limit})).all()


async def counted(session: AsyncSession, window: Row[Any]) -> Sequence[Row[Any]]:
    """Learners, and how many of them have mastered it, for each item of one of `closed`."""
    return (await session.execute(_COUNTED, dict(window._mapping))).all()


async def forget_tally(session: AsyncSession, window: Row[Any]) -> None:
    await session.execute(_FORGET_TALLY, dict(window._mapping))
