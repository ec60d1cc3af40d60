"""Actions are proposed by one district, agreed by the other, and done once both say so."""

from datetime import datetime
from uuid import UUID

from coaching.actions.queries.actions import (
    ActionRecord,
    add_action,
    find_action,
    find_brought_gap,
    find_meeting_state,
    set_action,
)
from coaching.actions.rules.states import Act, Standing, is_done, refusal
from coaching.actions.schemas.actions import ActionChange, Dropping, NewAction, ResourceUsed
from coaching.actions.usecases.telling import tell_last
from coaching.engagements.queries.engagements import EngagementRecord
from coaching.engagements.queries.members import find_member
from coaching.engagements.rules.phases import Side
from coaching.engagements.usecases.reading import require_disclosing, require_open
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound, invalid
from shared.http.editing import ensure_current
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of
from shared.values.ids import new_id


async def propose(session: Transaction, caller: Caller, new: NewAction, now: datetime) -> ActionRecord:
    """Proposes what is to close a gap that the partner has brought. The other district agrees, or changes it."""
    engagement = await require_disclosing(session, new.engagement_id, now)
    gap = await find_brought_gap(session, new.engagement_id, new.gap_id)
    if gap is None:
        raise invalid("/gap_id", "The partner has not brought this gap to the engagement: have it bring the gap first.")
    if not gap.open:
        raise Conflict("This gap is closed, or was taken back: there is nothing to act on.")
    if new.due_on < engagement.today:
        raise invalid("/due_on", "That day is over: name one that is still to come.")
    await _ensure_owner(session, engagement, new.owner_member_id)
    await _ensure_meeting(session, new)
    record = ActionRecord(
        action_id=new_id(),
        host_id=engagement.host_id,
        partner_id=engagement.partner_id,
        condition=gap.condition,
        state="proposed",
        proposed_by=caller.district_id,
        moved_on=engagement.today,
        agreed_on=None,
        resource_used_on=None,
        host_confirmed_on=None,
        partner_confirmed_on=None,
        completed_on=None,
        drop_reason=None,
        drop_words=None,
        dropped_on=None,
        gap_closed_on=None,
        proposed_at=now,
        version=1,
        owner_left=False,
        today=engagement.today,
        **new.model_dump(),
    )
    await add_action(session, record)
    return record


async def change(
    session: Transaction, caller: Caller, action_id: UUID, sent: ActionChange, expected: str, now: datetime
) -> ActionRecord:
    """Changes what is proposed, to which the other district agrees then; or who sees to what is agreed."""
    given = sent.model_dump(exclude_none=True)
    act: Act = "give_owner" if given.keys() <= {"owner_member_id"} else "change"
    before = await _lock(session, caller, action_id, act, expected, now)
    engagement = await require_open(session, before.engagement_id, now)
    if sent.due_on is not None and sent.due_on < before.today:
        raise invalid("/due_on", "That day is over: name one that is still to come.")
    if sent.owner_member_id is not None:
        await _ensure_owner(session, engagement, sent.owner_member_id)
    proposed_by = caller.district_id if act == "change" else before.proposed_by
    return await _store(session, before._replace(**given, proposed_by=proposed_by), now)


async def agree(session: Transaction, caller: Caller, action_id: UUID, expected: str, now: datetime) -> ActionRecord:
    """Agrees to what the other district proposes, as it was read."""
    before = await _lock(session, caller, action_id, "agree", expected, now)
    await require_disclosing(session, before.engagement_id, now)
    agreed = await _store(session, before._replace(state="agreed", agreed_on=before.today), now)
    await tell_last(session, agreed, then=caller.district_id)
    return agreed


async def use_resource(
    session: Transaction, caller: Caller, action_id: UUID, sent: ResourceUsed, now: datetime
) -> ActionRecord:
    """Records that the partner used the resource, and tells both districts."""
    before = await _lock(session, caller, action_id, "use_resource", "*", now)
    today = day_of(now, await find_zone(session, before.partner_id))
    if sent.on > today:
        raise invalid("/on", "That day has not come: record it when the resource was used.")
    if before.agreed_on is not None and sent.on < before.agreed_on:
        raise invalid("/on", f"Both agreed on {before.agreed_on}: name that day or a later one.")
    used = await _store(session, before._replace(resource_used_on=sent.on), now)
    await tell_last(session, used, then=caller.district_id)
    return used


async def confirm(session: Transaction, caller: Caller, action_id: UUID, expected: str, now: datetime) -> ActionRecord:
    """Confirms for the caller's district that an action is done. It is once both have."""
    before = await _lock(session, caller, action_id, "confirm", expected, now)
    if before.side_of(caller.district_id) == "host":
        after = before._replace(host_confirmed_on=before.today)
    else:
        after = before._replace(partner_confirmed_on=before.today)
    done = is_done(_confirmed(after))
    if done:
        after = after._replace(state="done", completed_on=before.today)
    stored = await _store(session, after, now)
    if done:
        await tell_last(session, stored, then=caller.district_id)
    return stored


async def drop(
    session: Transaction, caller: Caller, action_id: UUID, sent: Dropping, expected: str, now: datetime
) -> ActionRecord:
    """Drops an action, with the reason. What was only proposed is dropped without being told."""
    before = await _lock(session, caller, action_id, "drop", expected, now)
    after = before._replace(state="dropped", drop_reason=sent.reason, drop_words=sent.words, dropped_on=before.today)
    stored = await _store(session, after, now)
    await tell_last(session, stored, then=caller.district_id)
    return stored


async def require_action(session: Transaction, action_id: UUID, now: datetime) -> ActionRecord:
    """Raises NotFound where the session's district is no party to an action of this id."""
    found = await find_action(session, action_id, now)
    if found is None:
        raise NotFound("There is no such action.")
    return found


async def _lock(
    session: Transaction, caller: Caller, action_id: UUID, act: Act, expected: str, now: datetime
) -> ActionRecord:
    """Returns an action with its engagement locked, so that acts on it come one after the other. Raises a Conflict
    where the engagement is over or the district may not do this now.
    """
    await require_open(session, (await require_action(session, action_id, now)).engagement_id, now)
    record = await require_action(session, action_id, now)
    ensure_current(expected, record.version)
    standing = Standing(
        state=record.state,
        proposed_by=record.side_of(record.proposed_by),
        has_resource=record.resource_id is not None or record.resource_title is not None,
        used=record.resource_used_on is not None,
        confirmed=_confirmed(record),
    )
    if refused := refusal(standing, act, record.side_of(caller.district_id)):
        raise Conflict(refused.detail, errors=[{"pointer": "", "rule": refused.rule, "detail": refused.detail}])
    return record


async def _store(session: Transaction, changed: ActionRecord, now: datetime) -> ActionRecord:
    await set_action(session, changed._replace(moved_on=changed.today))
    return await require_action(session, changed.action_id, now)


async def _ensure_owner(session: Transaction, engagement: EngagementRecord, member_id: UUID) -> None:
    member = await find_member(session, engagement.engagement_id, member_id)
    if member is None or member.left_on is not None:
        raise invalid("/owner_member_id", "This is no member of either team: name somebody who is in one.")


async def _ensure_meeting(session: Transaction, new: NewAction) -> None:
    """Of another district's meeting it is said what is said of one that there is not."""
    if new.meeting_id is None:
        return
    state = await find_meeting_state(session, new.engagement_id, new.meeting_id)
    if state is None:
        raise invalid("/meeting_id", "This is no meeting of the engagement: name one of its meetings, or leave it out.")
    if state == "cancelled":
        raise invalid("/meeting_id", "This meeting was cancelled: name one that was held, or leave it out.")


def _confirmed(record: ActionRecord) -> frozenset[Side]:
    sides: dict[Side, bool] = {
        "host": record.host_confirmed_on is not None,
        "partner": record.partner_confirmed_on is not None,
    }
    return frozenset(side for side, confirmed in sides.items() if confirmed)
