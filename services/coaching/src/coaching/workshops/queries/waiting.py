"""Waiting lists and offers, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from coaching.workshops.rules.waiting import Standing
from shared.db.query import Command, Query, Transaction


class WaitingRecord(NamedTuple):
    """Somebody on the waiting list of a session, with the place of the seat that they have in its slot."""

    participant_id: UUID
    session_id: UUID
    workshop_id: UUID
    district_id: UUID
    badge: int
    slot: int
    standing: Standing
    until: datetime | None
    place: int | None
    credit: int


_SELECT = """
select q.participant_id, q.session_id, q.workshop_id, q.district_id, p.badge, q.slot, q.standing, q.until,
  (select coalesce(s.place, 1) from workshop_seat s where s.participant_id = q.participant_id and s.slot = q.slot
    and s.session_id is not null) as place, p.credit
from workshop_waiting q join workshop_participant p on p.participant_id = q.participant_id
"""
_OF_PERSON = Query(f"{_SELECT} where q.participant_id = :participant_id order by q.slot, q.session_id", WaitingRecord)
_OF_SESSIONS = Query(
    f"""
    {_SELECT}
    where q.workshop_id = :workshop_id and q.session_id = any(cast(:sessions as uuid[]))
      and q.standing = any(cast(:standings as text[]))
    order by q.session_id, p.badge
    """,
    WaitingRecord,
)
_PUT = Command("""
insert into workshop_waiting (participant_id, session_id, workshop_id, host_id, district_id, slot, standing, until,
  changed_at)
select r.participant_id, r.session_id, cast(:workshop_id as uuid), cast(:host_id as uuid), r.district_id, r.slot,
  cast(:standing as text), cast(:until as timestamptz), cast(:now as timestamptz)
from unnest(cast(:participants as uuid[]), cast(:sessions as uuid[]), cast(:districts as uuid[]),
  cast(:slots as bigint[])) as r(participant_id, session_id, district_id, slot)
on conflict (participant_id, session_id) do update set standing = excluded.standing, until = excluded.until,
  changed_at = excluded.changed_at
""")
_END = Command("""
update workshop_waiting set standing = 'left', until = null, changed_at = :now
where workshop_id = :workshop_id and standing in ('waiting', 'offered')
  and (cast(:participant_id as uuid) is null or participant_id = cast(:participant_id as uuid))
""")
# A worker sees the offers of every district.
_DUE = Query(
    f"{_SELECT} where q.standing = 'offered' and q.until <= :now order by q.until, q.participant_id limit :limit",
    WaitingRecord,
)


async def find_waiting_of(session: Transaction, participant_id: UUID) -> list[WaitingRecord]:
    return await _OF_PERSON.all(session, participant_id=participant_id)


async def find_waiting(
    session: Transaction, workshop_id: UUID, sessions: Sequence[UUID], standings: Sequence[Standing]
) -> list[WaitingRecord]:
    """Returns those on the waiting lists of sessions whom the session's district sees."""
    return await _OF_SESSIONS.all(session, workshop_id=workshop_id, sessions=list(sessions), standings=list(standings))


async def put_waiting(
    session: Transaction,
    host_id: UUID,
    records: Sequence[WaitingRecord],
    standing: Standing,
    *,
    until: datetime | None,
    now: datetime,
) -> None:
    """Stores where people stand on the waiting lists of one workshop."""
    if records:
        await _PUT.run(
            session,
            workshop_id=records[0].workshop_id,
            host_id=host_id,
            participants=[one.participant_id for one in records],
            sessions=[one.session_id for one in records],
            districts=[one.district_id for one in records],
            slots=[one.slot for one in records],
            standing=standing,
            until=until,
            now=now,
        )


async def end_waiting(
    session: Transaction, workshop_id: UUID, now: datetime, *, participant_id: UUID | None = None
) -> None:
    """Ends all waiting in a workshop, or that of one person."""
    await _END.run(session, workshop_id=workshop_id, participant_id=participant_id, now=now)


async def find_due_offers(session: Transaction, now: datetime, limit: int) -> list[WaitingRecord]:
    """Returns offers that stand no more, of all districts."""
    return await _DUE.all(session, now=now, limit=limit)
