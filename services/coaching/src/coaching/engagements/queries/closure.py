"""Handovers, and until when what was written is kept, in SQL."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.engagements.queries.engagements import EngagementRecord
from coaching.engagements.rules.closure import Content, Retained
from shared.db.query import Command, Query, Transaction
from shared.roster.calendars import zone_of
from shared.values.calendar import day_in


class HandoverRecord(NamedTuple):
    """A handover as stored. Its words are gone once they were destroyed."""

    handover_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    district_id: UUID
    from_member_id: UUID
    to_member_id: UUID | None
    readable: list[str]
    words: str | None
    recorded_on: date


class RetentionRecord(NamedTuple):
    """Until when a district keeps a kind of content."""

    engagement_id: UUID
    district_id: UUID
    content: Content
    host_id: UUID
    partner_id: UUID
    destroy_on: date
    destroyed_on: date | None
    destroyed_count: int | None


class Passed(NamedTuple):
    """What a successor may read of somebody before them."""

    from_member_id: UUID
    readable: list[str]


_HANDOVER = """
select h.handover_id, h.engagement_id, h.host_id, h.partner_id, h.district_id, h.from_member_id, h.to_member_id,
  h.readable, h.words, h.recorded_on
from engagement_handover h
"""
_ADD_HANDOVER = Command("""
insert into engagement_handover (handover_id, engagement_id, host_id, partner_id, district_id, from_member_id,
  to_member_id, readable, words, recorded_on, recorded_at, recorded_by)
values (:handover_id, :engagement_id, :host_id, :partner_id, :district_id, :from_member_id, :to_member_id,
  cast(:readable as text[]), :words, :recorded_on, :at, :by)
""")
_HANDOVERS = Query(
    f"""
    {_HANDOVER}
    where h.engagement_id = :engagement_id and (cast(:after as uuid) is null or h.handover_id > cast(:after as uuid))
    order by h.handover_id limit :limit
    """,
    HandoverRecord,
)
_PASSED_TO = Query(
    """
    select h.from_member_id, h.readable from engagement_handover h
    where h.engagement_id = :engagement_id and h.to_member_id = :member_id order by h.handover_id
    """,
    Passed,
)
_DESTROY_HANDOVERS = Command("""
update engagement_handover set words = null
where engagement_id = :engagement_id and district_id = :district_id and words is not null
""")
_RETENTION = """
select r.engagement_id, r.district_id, r.content, r.host_id, r.partner_id, r.destroy_on, r.destroyed_on,
  r.destroyed_count
from engagement_retention r
"""
_OF_ENGAGEMENT = Query(
    f"{_RETENTION} where r.engagement_id = :engagement_id order by r.district_id, r.content", RetentionRecord
)
_LOCK_OWN = Query(
    f"""
    {_RETENTION} where r.engagement_id = :engagement_id and r.district_id = :district_id
    order by r.content for no key update of r
    """,
    RetentionRecord,
)
_CLEAR = Command("""
delete from engagement_retention
where engagement_id = :engagement_id and district_id = :district_id and destroyed_on is null
""")
_RETAIN = Command("""
insert into engagement_retention (engagement_id, district_id, content, host_id, partner_id, destroy_on, decided_at,
  decided_by)
select :engagement_id, :district_id, i.content, :host_id, :partner_id, i.destroy_on, :at, :by
from unnest(cast(:contents as text[]), cast(:days as date[])) as i(content, destroy_on)
""")
_TODAY = day_in("cast(:now as timestamptz)", zone_of("r.district_id"))
# What is still going on is kept: it is destroyed once the engagement is over.
_DUE = Query(
    f"""
    {_RETENTION} join engagement e on e.engagement_id = r.engagement_id
    where r.destroyed_on is null and r.destroy_on <= {_TODAY} and e.ended_on is not null
    order by r.engagement_id, r.district_id, r.content limit :limit for no key update of r skip locked
    """,
    RetentionRecord,
)
_DESTROYED = Command("""
update engagement_retention set destroyed_on = :day, destroyed_count = :count
where engagement_id = :engagement_id and district_id = :district_id and content = :content
""")


async def add_handover(session: Transaction, new: HandoverRecord, at: datetime, by: str) -> None:
    await _ADD_HANDOVER.run(session, **new._asdict(), at=at, by=by)


async def page_of_handovers(
    session: Transaction, engagement_id: UUID, after: UUID | None, limit: int
) -> list[HandoverRecord]:
    return await _HANDOVERS.all(session, engagement_id=engagement_id, after=after, limit=limit)


async def find_passed(session: Transaction, engagement_id: UUID, member_id: UUID) -> list[Passed]:
    """Returns what was handed over to a member: of whom they may read which kinds of content."""
    return await _PASSED_TO.all(session, engagement_id=engagement_id, member_id=member_id)


async def destroy_handover_words(session: Transaction, engagement_id: UUID, district_id: UUID) -> int:
    """Returns how many handovers had words."""
    return await _DESTROY_HANDOVERS.run(session, engagement_id=engagement_id, district_id=district_id)


async def find_retention(session: Transaction, engagement_id: UUID) -> list[RetentionRecord]:
    return await _OF_ENGAGEMENT.all(session, engagement_id=engagement_id)


async def lock_own_retention(session: Transaction, engagement_id: UUID, district_id: UUID) -> list[RetentionRecord]:
    """Returns what a district has decided; nothing of it is destroyed until the commit."""
    return await _LOCK_OWN.all(session, engagement_id=engagement_id, district_id=district_id)


async def set_retention(
    session: Transaction,
    engagement: EngagementRecord,
    district_id: UUID,
    retained: Sequence[Retained],
    *,
    at: datetime,
    by: str,
) -> None:
    """Stores what a district keeps until when, in place of what it had decided; what was destroyed stays on record."""
    await _CLEAR.run(session, engagement_id=engagement.engagement_id, district_id=district_id)
    await _RETAIN.run(
        session,
        engagement_id=engagement.engagement_id,
        district_id=district_id,
        host_id=engagement.host_id,
        partner_id=engagement.partner_id,
        contents=[one.content for one in retained],
        days=[one.destroy_on for one in retained],
        at=at,
        by=by,
    )


async def lock_due_retention(session: Transaction, now: datetime, limit: int) -> list[RetentionRecord]:
    """Returns, locked, what is to be destroyed by now, of all districts."""
    return await _DUE.all(session, now=now, limit=limit)


async def set_destroyed(session: Transaction, of: RetentionRecord, day: date, count: int) -> None:
    await _DESTROYED.run(
        session,
        engagement_id=of.engagement_id,
        district_id=of.district_id,
        content=of.content,
        day=day,
        count=count,
    )
