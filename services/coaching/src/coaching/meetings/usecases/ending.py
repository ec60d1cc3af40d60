"""Meetings end: they were held, broken off, or never took place. Whoever was to be there is told at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from coaching.coaches.rules.student_times import Span
from coaching.engagements.queries.engagements import set_first_contact
from coaching.matching.queries.matches import set_contacted
from coaching.meetings.queries.meetings import MeetingRecord, set_cancelled, set_ended
from coaching.meetings.queries.members import MeetingMemberRecord, free_members, free_rest
from coaching.meetings.rules.ends import Because
from coaching.meetings.usecases.telling import tell
from shared.db.query import Transaction
from shared.values.calendar import day_of


async def call_off(
    session: Transaction,
    record: MeetingRecord,
    members: Sequence[MeetingMemberRecord],
    because: Because,
    *,
    then: UUID,
    now: datetime,
) -> None:
    """Cancels a planned meeting, which is locked, and tells both districts."""
    await set_cancelled(session, record.meeting_id, because, now)
    await free_members(session, record.meeting_id)
    cancelled = record._replace(state="cancelled", because=because, changed_at=now)
    await tell(session, cancelled, members, then=then)


async def break_off(
    session: Transaction, record: MeetingRecord, members: Sequence[MeetingMemberRecord], *, then: UUID, now: datetime
) -> None:
    """Ends a meeting that is under way, which is locked, because its quorum is lost. It does not count as held."""
    span = Span(record.started_at or now, now)
    await set_ended(session, record.meeting_id, "ended_early", "quorum_lost", span, now)
    await free_rest(session, record.meeting_id, now)
    broken = record._replace(state="ended_early", because="quorum_lost", ended_at=now, changed_at=now)
    await tell(session, broken, members, then=then)


async def conclude(
    session: Transaction,
    record: MeetingRecord,
    members: Sequence[MeetingMemberRecord],
    held: Span,
    *,
    then: UUID,
    now: datetime,
) -> None:
    """Says of a meeting, which is locked, that it was held, and tells both districts."""
    await set_ended(session, record.meeting_id, "held", None, held, now)
    await free_rest(session, record.meeting_id, held.ends_at)
    day = day_of(held.starts_at, record.host_zone)
    await set_first_contact(session, record.engagement_id, day)
    if record.match_id is not None:
        await set_contacted(session, record.match_id, day)
    ended = record._replace(state="held", started_at=held.starts_at, ended_at=held.ends_at, changed_at=now)
    await tell(session, ended, members, then=then)
