"""Messages of the host to those who take part."""

from datetime import datetime
from uuid import UUID

from coaching.workshops.queries.messages import MessageRecord, add_message, page_of_messages
from coaching.workshops.queries.seats import find_seats_of
from coaching.workshops.rules.states import WRITING, validate_act
from coaching.workshops.schemas.people import NewMessage
from coaching.workshops.usecases.participants import require_me
from coaching.workshops.usecases.workshops import require_hosted, require_session
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict
from shared.values.ids import new_id


async def write_message(
    session: Transaction, caller: Caller, workshop_id: UUID, new: NewMessage, now: datetime
) -> MessageRecord:
    """Keeps words for all who take part, or for those who sit in a session when they read them."""
    workshop = await require_hosted(session, caller, workshop_id)
    if problem := validate_act(workshop.state, WRITING, "Messages are written"):
        raise Conflict(problem)
    if new.session_id is not None:
        require_session(workshop, new.session_id)
    record = MessageRecord(new_id(), workshop_id, new.session_id, new.words, now)
    await add_message(session, record, workshop.host_id, workshop.partner_ids, caller.subject)
    return record


async def list_own_messages(
    session: Transaction, caller: Caller, workshop_id: UUID, after: UUID | None, limit: int
) -> list[MessageRecord]:
    """Returns the messages to all and to the sessions in which the caller sits."""
    me = (await require_me(session, caller, workshop_id)).me
    mine = [one.session_id for one in await find_seats_of(session, me.participant_id) if one.session_id is not None]
    return await page_of_messages(session, workshop_id, mine, after, limit)
