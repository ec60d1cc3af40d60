"""Messages of a workshop, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Transaction


class MessageRecord(NamedTuple):
    """What the host wrote to all, or to those who sit in a session."""

    message_id: UUID
    workshop_id: UUID
    session_id: UUID | None
    words: str
    written_at: datetime


_SELECT = "select m.message_id, m.workshop_id, m.session_id, m.words, m.written_at from workshop_message m"
_ADD = Command("""
insert into workshop_message (message_id, workshop_id, host_id, partner_ids, session_id, words, written_at, written_by)
values (:message_id, :workshop_id, :host_id, cast(:partner_ids as uuid[]), :session_id, :words, :written_at, :by)
""")
_PAGE = Query(
    f"""
    {_SELECT}
    where m.workshop_id = :workshop_id and (cast(:after as uuid) is null or m.message_id > cast(:after as uuid))
      and (cast(:of as uuid[]) is null or m.session_id is null or m.session_id = any(cast(:of as uuid[])))
    order by m.message_id limit :limit
    """,
    MessageRecord,
)


async def add_message(
    session: Transaction, new: MessageRecord, host_id: UUID, partner_ids: list[UUID], by: str
) -> None:
    await _ADD.run(session, **new._asdict(), host_id=host_id, partner_ids=partner_ids, by=by)


async def page_of_messages(
    session: Transaction, workshop_id: UUID, of: Sequence[UUID] | None, after: UUID | None, limit: int
) -> list[MessageRecord]:
    """Returns all messages; or those to all and to the sessions that are named."""
    sessions = None if of is None else list(of)
    return await _PAGE.all(session, workshop_id=workshop_id, of=sessions, after=after, limit=limit)
