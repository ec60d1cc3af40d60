"""Meetings follow how coaches stand, who is related, and time: what is not mended by a meeting's start cancels it."""

from datetime import datetime

from coaching.coaches.followers import RelationTold, StandingTold
from coaching.coaches.rules.student_times import Span
from coaching.engagements.followers import MemberCounts
from coaching.meetings.queries.concerned import (
    find_due_meetings,
    find_open_of_both,
    find_open_of_coach,
    find_open_of_member,
)
from coaching.meetings.queries.meetings import MeetingRecord
from coaching.meetings.queries.members import find_meeting_members
from coaching.meetings.rules.states import TOLERANCE
from coaching.meetings.usecases.ending import call_off, conclude
from coaching.meetings.usecases.reading import lock_meeting
from coaching.meetings.usecases.risks import look_again
from shared.db.database import set_tenant
from shared.db.query import Transaction

AT_ONCE = 50


async def on_standing_told(session: Transaction, change: StandingTold) -> None:
    """Looks again at the meetings of a coach who stands otherwise than before, or until another day."""
    for key in await find_open_of_coach(session, change.district_id, change.coach_id, change.now):
        await look_again(session, key.meeting_id, then=change.district_id, now=change.now)


async def on_relation_told(session: Transaction, change: RelationTold) -> None:
    """Looks again at the meetings of two people who are known as related from now on, or not any more."""
    for key in await find_open_of_both(session, change.people, change.now):
        await look_again(session, key.meeting_id, then=change.district_id, now=change.now)


async def on_member_counts(session: Transaction, change: MemberCounts) -> None:
    """Looks again at the meetings of a member who counts as under 18 from now on, or not any more."""
    for key in await find_open_of_member(session, change.member_id, change.now):
        await look_again(session, key.meeting_id, then=change.district_id, now=change.now)


async def tend_due_meetings(session: Transaction, now: datetime) -> bool:
    """Does what time asks of meetings: ends those that are over, cancels those that nobody mended or recorded, and
    looks once a day at those that come. Returns whether there is more.
    """
    due = await find_due_meetings(session, now, AT_ONCE)
    for key in due:
        await set_tenant(session, key.host_id)
        record = await lock_meeting(session, key.meeting_id)
        if record is not None:
            await _tend(session, record, now)
    return len(due) == AT_ONCE


async def _tend(session: Transaction, record: MeetingRecord, now: datetime) -> None:
    if record.state == "under_way" and record.ends_at <= now:
        members = (await find_meeting_members(session, [record.meeting_id]))[record.meeting_id]
        held = Span(record.started_at or record.starts_at, record.ends_at)
        await conclude(session, record, members, held, then=record.host_id, now=now)
    elif record.state == "planned" and record.ends_at + TOLERANCE < now:
        members = (await find_meeting_members(session, [record.meeting_id]))[record.meeting_id]
        await call_off(session, record, members, "no_show", then=record.host_id, now=now)
    elif record.state == "planned":
        await look_again(session, record.meeting_id, then=record.host_id, now=now)
