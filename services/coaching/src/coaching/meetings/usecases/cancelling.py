"""Meetings are cancelled by whoever plans them, and by what ends what they were for."""

from datetime import datetime
from uuid import UUID

from coaching.engagements.followers import EngagementOver, MemberLeft
from coaching.matching.followers import MatchOver
from coaching.meetings.queries.concerned import (
    find_open_of_member,
    lock_planned_of_engagement,
    lock_planned_of_match,
    lock_planned_of_series,
)
from coaching.meetings.queries.engagements import lock_engagement
from coaching.meetings.queries.meetings import MeetingRecord
from coaching.meetings.queries.members import find_meeting_members
from coaching.meetings.rules.ends import Because
from coaching.meetings.schemas.meetings import Cancelling, SeriesCancelling
from coaching.meetings.usecases.ending import call_off
from coaching.meetings.usecases.reading import SeenMeeting, SeenSeries, lock_for, see_meeting, see_series
from coaching.meetings.usecases.risks import look_again
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, invalid


async def cancel(
    session: Transaction, caller: Caller, meeting_id: UUID, sent: Cancelling, expected: str, now: datetime
) -> SeenMeeting:
    """Cancels a planned meeting."""
    seen = await lock_for(session, meeting_id, "cancel", expected)
    if sent.because == "no_show" and now < seen.record.starts_at:
        raise invalid("/because", "It has not started yet, so nobody can have stayed away: say asked_for.")
    await call_off(session, seen.record, seen.members, sent.because, then=caller.district_id, now=now)
    return await see_meeting(session, meeting_id)


async def cancel_series(
    session: Transaction, caller: Caller, series_id: UUID, sent: SeriesCancelling, now: datetime
) -> SeenSeries:
    """Cancels what a weekly meeting still has planned from a moment on; what was held stays."""
    series = await see_series(session, series_id)
    await lock_engagement(session, series.record.engagement_id)
    found = await lock_planned_of_series(session, series_id, max(now, sent.starting or now))
    if not found:
        raise Conflict("No meeting of it is planned from then on: there is nothing to cancel.")
    await _end_all(session, found, "asked_for", then=caller.district_id, now=now)
    return await see_series(session, series_id)


async def on_engagement_over(session: Transaction, change: EngagementOver) -> None:
    """Cancels the meetings of an engagement that is over."""
    found = await lock_planned_of_engagement(session, change.engagement_id, change.now)
    await _end_all(session, found, "engagement_ended", then=change.district_id, now=change.now)


async def on_member_left(session: Transaction, change: MemberLeft) -> None:
    """Looks again at the meetings that somebody was to be at who is no member any more."""
    for key in await find_open_of_member(session, change.member_id, change.now):
        await look_again(session, key.meeting_id, then=change.district_id, now=change.now)


async def on_match_over(session: Transaction, change: MatchOver) -> None:
    """Cancels the meetings of a match that stands no more."""
    found = await lock_planned_of_match(session, change.match_id, change.now)
    await _end_all(session, found, "match_ended", then=change.district_id, now=change.now)


async def _end_all(
    session: Transaction, records: list[MeetingRecord], because: Because, *, then: UUID, now: datetime
) -> None:
    members = await find_meeting_members(session, [one.meeting_id for one in records])
    for one in records:
        await call_off(session, one, members[one.meeting_id], because, then=then, now=now)
