"""Milestones are added, moved and reached, by either district."""

from datetime import datetime
from uuid import UUID

from coaching.engagements.queries.milestones import (
    MilestoneRecord,
    add_milestone,
    find_milestone,
    set_milestone,
    set_reached,
)
from coaching.engagements.rules.milestones import validate_reached
from coaching.engagements.schemas.charters import MilestoneChange, MilestoneReached, NewMilestone
from coaching.engagements.usecases.reading import require_open
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound, invalid
from shared.http.editing import ensure_current
from shared.values.ids import new_id


async def plan_milestone(
    session: Transaction, caller: Caller, engagement_id: UUID, new: NewMilestone, now: datetime
) -> MilestoneRecord:
    engagement = await require_open(session, engagement_id, now)
    if new.due_on < engagement.today:
        raise invalid("/due_on", "That day is over: name one that is still to come.")
    record = MilestoneRecord(
        milestone_id=new_id(),
        engagement_id=engagement_id,
        host_id=engagement.host_id,
        partner_id=engagement.partner_id,
        code=new.code,
        title=new.title,
        due_on=new.due_on,
        added_by=caller.district_id,
        reached_on=None,
        reached_by=None,
        version=1,
    )
    await add_milestone(session, record)
    return record


async def change_milestone(
    session: Transaction, engagement_id: UUID, milestone_id: UUID, change: MilestoneChange, expected: str, now: datetime
) -> MilestoneRecord:
    """Changes the title or the day; what is left out stays."""
    engagement = await require_open(session, engagement_id, now)
    before = await require_milestone(session, engagement_id, milestone_id)
    ensure_current(expected, before.version)
    if before.reached_on is not None:
        raise Conflict(f"It was reached on {before.reached_on}: nothing of it changes any more.")
    if change.due_on is not None and change.due_on < engagement.today:
        raise invalid("/due_on", "That day is over: name one that is still to come.")
    after = before._replace(**change.model_dump(exclude_none=True), version=before.version + 1)
    await set_milestone(session, after)
    return after


async def reach_milestone(
    session: Transaction, caller: Caller, engagement_id: UUID, milestone_id: UUID, sent: MilestoneReached, now: datetime
) -> MilestoneRecord:
    engagement = await require_open(session, engagement_id, now)
    before = await require_milestone(session, engagement_id, milestone_id)
    if problem := validate_reached(sent.on, before.reached_on, engagement.started_on, engagement.today):
        raise Conflict(problem) if before.reached_on is not None else invalid("/on", problem)
    await set_reached(session, milestone_id, sent.on, caller.district_id)
    return before._replace(reached_on=sent.on, reached_by=caller.district_id, version=before.version + 1)


async def require_milestone(session: Transaction, engagement_id: UUID, milestone_id: UUID) -> MilestoneRecord:
    """Raises NotFound where the engagement has no such milestone."""
    found = await find_milestone(session, engagement_id, milestone_id)
    if found is None:
        raise NotFound("There is no such milestone of this engagement.")
    return found
