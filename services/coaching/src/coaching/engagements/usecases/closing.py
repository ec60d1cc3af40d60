"""What is left when people part: handovers, what is kept until when, and what is destroyed on its day."""

from datetime import datetime
from uuid import UUID

from coaching.engagements.followers import CONTENT_DUE, ContentDue
from coaching.engagements.queries.closure import (
    HandoverRecord,
    RetentionRecord,
    add_handover,
    destroy_handover_words,
    lock_due_retention,
    lock_own_retention,
    set_destroyed,
    set_retention,
)
from coaching.engagements.queries.engagements import EngagementRecord, set_last_meeting
from coaching.engagements.queries.members import find_member
from coaching.engagements.rules.closure import Retained, validate_readable, validate_retention
from coaching.engagements.schemas.acts import ClosureSet, NewHandover
from coaching.engagements.usecases.reading import require_engagement
from shared.auth.callers import Caller
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid
from shared.http.editing import ensure_current
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of
from shared.values.ids import new_id

AT_ONCE = 50


async def plan_closure(
    session: Transaction, caller: Caller, engagement_id: UUID, sent: ClosureSet, expected: str, now: datetime
) -> EngagementRecord:
    """Stores when the last meeting is planned, and what the caller's district destroys when, in place of what it had
    decided. Also of an engagement that is over: but then its last meeting was.
    """
    record = await require_engagement(session, engagement_id, now, lock=True)
    ensure_current(expected, record.version)
    if record.ended_on is not None and sent.last_meeting_on != record.last_meeting_on:
        raise Conflict("This engagement is over: leave the day of the last meeting as it is.")
    retained = [Retained(one.content, one.destroy_on) for one in sent.retention]
    after = sent.last_meeting_on or record.ended_on
    if errors := [one._asdict() for one in validate_retention(after, retained, record.today)]:
        raise Invalid("It cannot be closed so; see errors.", errors=errors)
    decided = await lock_own_retention(session, engagement_id, caller.district_id)
    gone = {one.content for one in decided if one.destroyed_on is not None}
    if again := [one.content for one in retained if one.content in gone]:
        raise Conflict(f"This was destroyed before: {', '.join(sorted(again))}. Leave it out.")
    await set_last_meeting(session, engagement_id, sent.last_meeting_on)
    await set_retention(session, record, caller.district_id, retained, at=now, by=caller.subject)
    return await require_engagement(session, engagement_id, now)


async def hand_over(
    session: Transaction, caller: Caller, engagement_id: UUID, new: NewHandover, now: datetime
) -> HandoverRecord:
    """Records what one member of the caller's team hands over to another, and what these may read."""
    engagement = await require_engagement(session, engagement_id, now, lock=True)
    errors = [one._asdict() for one in validate_readable(new.readable)]
    for field, member_id in (("from_member_id", new.from_member_id), ("to_member_id", new.to_member_id)):
        found = None if member_id is None else await find_member(session, engagement_id, member_id)
        if member_id is not None and (found is None or found.district_id != caller.district_id):
            errors.append({"pointer": f"/{field}", "detail": "Your team has no such member: name one of your own."})
    if new.to_member_id == new.from_member_id:
        errors.append({"pointer": "/to_member_id", "detail": "Nobody hands over to themselves: name somebody else."})
    if errors:
        raise Invalid("This cannot be handed over so; see errors.", errors=errors)
    record = HandoverRecord(
        handover_id=new_id(),
        engagement_id=engagement_id,
        host_id=engagement.host_id,
        partner_id=engagement.partner_id,
        district_id=caller.district_id,
        from_member_id=new.from_member_id,
        to_member_id=new.to_member_id,
        readable=list(new.readable),
        words=new.words,
        recorded_on=engagement.today,
    )
    await add_handover(session, record, now, caller.subject)
    return record


async def destroy_due_content(session: Transaction, now: datetime) -> bool:
    """Destroys what is due, of engagements that are over, and counts it. Returns whether there is more."""
    due = await lock_due_retention(session, now, AT_ONCE)
    for one in due:
        await set_tenant(session, one.district_id)
        await _destroy(session, one, now)
    return len(due) == AT_ONCE


async def _destroy(session: Transaction, one: RetentionRecord, now: datetime) -> None:
    day = day_of(now, await find_zone(session, one.district_id))
    content = ContentDue(one.engagement_id, one.host_id, one.partner_id, one.district_id, one.content, day)
    if one.content == "handovers":
        content.destroyed += await destroy_handover_words(session, one.engagement_id, one.district_id)
    await CONTENT_DUE.notify(session, content)
    await set_destroyed(session, one, day, content.destroyed)
