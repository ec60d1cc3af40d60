"""What somebody sees to, coaches for or agreed on: theirs to read, and to say that a resource was used."""

from datetime import datetime
from uuid import UUID

from coaching.actions.queries.own import OwnActionRecord, find_own_action, page_of_own_actions
from coaching.actions.schemas.actions import ResourceUsed
from coaching.actions.usecases.actions import use_resource
from coaching.engagements.usecases.reading import require_open
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound


async def list_own(
    session: Transaction,
    caller: Caller,
    after: UUID | None,
    *,
    meeting_id: UUID | None,
    is_open: bool | None,
    limit: int,
    now: datetime,
) -> list[OwnActionRecord]:
    """Returns the caller's own actions; a system has none."""
    if caller.person_id is None:
        return []
    return await page_of_own_actions(
        session,
        caller.district_id,
        caller.person_id,
        after,
        meeting_id=meeting_id,
        is_open=is_open,
        limit=limit,
        now=now,
    )


async def require_own(session: Transaction, caller: Caller, action_id: UUID, now: datetime) -> OwnActionRecord:
    """Raises NotFound for whomever this action is not for, as if there were none."""
    found = None
    if caller.person_id is not None:
        found = await find_own_action(session, caller.district_id, caller.person_id, action_id, now)
    if found is None:
        raise NotFound("There is no such action of yours.")
    return found


async def use_own_resource(
    session: Transaction, caller: Caller, action_id: UUID, sent: ResourceUsed, now: datetime
) -> OwnActionRecord:
    """Records that the partner used the resource, by whoever sees to the action for it."""
    await require_open(session, (await require_own(session, caller, action_id, now)).engagement_id, now)
    if not (await require_own(session, caller, action_id, now)).sees_to_it:
        raise Conflict("Somebody else sees to this action: they record that the resource was used, or whoever leads.")
    await use_resource(session, caller, action_id, sent, now)
    return await require_own(session, caller, action_id, now)
