"""What comes in the way of meetings after they were planned: it is told at once, and ends what is under way.

A calendar feed is read hours later, so nothing here waits for one. What is not mended by a meeting's start cancels it.
"""

from datetime import datetime
from uuid import UUID

from coaching.coaches.rules.student_times import Span
from coaching.meetings.queries.engagements import find_named_members
from coaching.meetings.queries.meetings import MeetingRecord, find_meeting, set_checked, set_risks
from coaching.meetings.queries.members import MeetingMemberRecord, find_meeting_members
from coaching.meetings.rules.company import codes_of, planned_problems, present_problems
from coaching.meetings.usecases.company import Asked, Judged, judge, participants_of
from coaching.meetings.usecases.ending import break_off, call_off
from coaching.meetings.usecases.telling import tell
from shared.db.query import Transaction
from shared.values.calendar import day_of


async def settle_risks(
    session: Transaction, record: MeetingRecord, risks: list[str], *, then: UUID, now: datetime
) -> None:
    """Stores what is in the way of a planned meeting, and tells both districts where that is other than was told."""
    if (record.risks or []) == risks:
        return
    await set_risks(session, record.meeting_id, risks, now)
    await tell(session, record._replace(risks=risks), [], then=then)


async def look_again(session: Transaction, meeting_id: UUID, *, then: UUID, now: datetime) -> None:
    """Judges a meeting that is not over anew: one that is planned is at risk, one that is under way ends, where those
    who are to be there may not meet. The session speaks for `then`, one of its districts.
    """
    record = await find_meeting(session, meeting_id, lock=True)
    if record is None or record.state not in ("planned", "under_way"):
        return
    members = (await find_meeting_members(session, [meeting_id]))[meeting_id]
    judged = await judge_stored(session, record, members, then=then)
    if record.state == "under_way":
        if present_problems(participants_of(judged), record.span):
            await break_off(session, record, members, then=then, now=now)
        return
    risks = codes_of(planned_problems(participants_of(judged), record.span))
    await settle_risks(session, record, risks, then=then, now=now)
    await set_checked(session, meeting_id, day_of(now, record.host_zone))
    if risks and record.starts_at <= now:
        await call_off(session, record, members, "quorum_lost", then=then, now=now)


async def judge_stored(
    session: Transaction,
    record: MeetingRecord,
    members: list[MeetingMemberRecord],
    *,
    at: Span | None = None,
    then: UUID,
) -> list[Judged]:
    """Returns those who are to be at a meeting as they stand for its time, or the time `at` which it really is, and
    whether each is there.
    """
    known = await find_named_members(session, record.engagement_id, [one.member_id for one in members])
    asked = [Asked(known[one.member_id], one.deputy, one.presence) for one in members]
    return await judge(session, asked, at or record.span, besides=[record.meeting_id], then=then)
