"""People make feeds for their calendars, and revoke them; who has a feed's address reads it."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.rules.student_times import Span
from coaching.feed.queries.feeds import (
    FeedRecord,
    add_feed,
    count_feeds,
    find_feed,
    find_opened,
    lock_own_feed,
    page_of_own_feeds,
    set_revoked,
)
from coaching.feed.rules.calendar import Entry, calendar_of
from coaching.feed.rules.entries import MEETING, SEE_MEETING, SEE_WORKSHOP, WHERE, WORKSHOP, Slot, status_of
from coaching.feed.rules.links import digest, mint_secret
from coaching.meetings.queries.meetings import MeetingRecord, page_of_own_meetings
from coaching.meetings.rules.states import FURTHEST
from coaching.workshops.queries.calendars import OwnSlot, find_own_slots
from shared.auth.callers import Caller
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound
from shared.values.calendar import start_of
from shared.values.ids import new_id

BEHIND = timedelta(days=90)
MOST_FEEDS = 10
MOST_MEETINGS, MOST_SLOTS = 2000, 2000


class MadeFeed(NamedTuple):
    """A feed, and the secret that opens it, which is known here for the last time."""

    record: FeedRecord
    secret: str


async def make_feed(session: Transaction, caller: Caller, label: str, now: datetime) -> MadeFeed:
    """Makes a feed of what the caller is to be at."""
    person_id = _require_person(caller)
    if await count_feeds(session, person_id) >= MOST_FEEDS:
        raise Conflict(f"You have {MOST_FEEDS} feeds: revoke one that no calendar reads any more.")
    record = FeedRecord(new_id(), person_id, label, now, None)
    secret = mint_secret()
    await add_feed(session, caller.district_id, record, digest(secret))
    return MadeFeed(record, secret)


async def list_feeds(session: Transaction, caller: Caller, after: UUID | None, limit: int) -> list[FeedRecord]:
    """Returns the caller's feeds, those that were revoked too."""
    return await page_of_own_feeds(session, _require_person(caller), after, limit)


async def revoke_feed(session: Transaction, caller: Caller, feed_id: UUID, now: datetime) -> FeedRecord:
    """Has a feed's address open nothing any more. Doing it again changes nothing."""
    record = await lock_own_feed(session, feed_id, _require_person(caller))
    if record is None:
        raise NotFound("You have no such feed.")
    if record.revoked_at is None:
        await set_revoked(session, caller.district_id, feed_id, now)
        record = record._replace(revoked_at=now)
    return record


async def read_calendar(session: Transaction, secret: str, now: datetime) -> bytes | None:
    """Returns the calendar that this secret opens; None for everything that opens nothing, whatever the reason. The
    session has no tenant before.
    """
    opened = await find_opened(session, digest(secret))
    if opened is None:
        return None
    await set_tenant(session, opened.district_id)
    feed = await find_feed(session, opened.feed_id)
    if feed is None or feed.revoked_at is not None:
        return None
    span = Span(now - BEHIND, now + FURTHEST)
    meetings = await page_of_own_meetings(session, opened.district_id, feed.person_id, span, None, MOST_MEETINGS)
    slots = await find_own_slots(session, opened.district_id, feed.person_id, span, MOST_SLOTS)
    return calendar_of([*(_of_meeting(one) for one in meetings), *(_of_slot(one) for one in slots)])


def _of_meeting(record: MeetingRecord) -> Entry:
    return Entry(
        uid=f"{record.meeting_id}@meetings.trellis",
        title=MEETING,
        about=f"{WHERE[record.mode]} {SEE_MEETING}",
        starts_at=record.starts_at,
        ends_at=record.ends_at,
        time_zone=record.time_zone,
        cancelled=record.state == "cancelled",
        doubtful=record.state == "planned" and bool(record.risks),
        sequence=record.sequence,
        planned_at=record.planned_at,
        changed_at=record.changed_at,
    )


def _of_slot(record: OwnSlot) -> Entry:
    status = status_of(
        Slot(
            cancelled=record.state == "cancelled",
            withdrawn=record.withdrawn_at is not None,
            assigned=record.assigned,
            sits=record.sits,
            sequence=record.sequence or 0,
        )
    )
    cancelled_at = start_of(record.cancelled_on, record.time_zone) if record.cancelled_on else None
    moments = (record.invited_at, record.changed_at, record.withdrawn_at, cancelled_at)
    return Entry(
        uid=f"{record.participant_id}.{record.slot}@workshops.trellis",
        title=WORKSHOP,
        about=SEE_WORKSHOP,
        starts_at=record.starts_at,
        ends_at=record.ends_at,
        time_zone=record.time_zone,
        cancelled=status.cancelled,
        doubtful=status.doubtful,
        sequence=status.sequence,
        planned_at=record.invited_at,
        changed_at=max(one for one in moments if one is not None),
    )


def _require_person(caller: Caller) -> UUID:
    if caller.person_id is None:
        raise NotFound("A system has no calendar: people make feeds for themselves.")
    return caller.person_id
