"""Who sits where, in SQL."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from coaching.workshops.rules.given import Why
from shared.db.query import Command, Query, Transaction
from shared.values.json_types import JsonArray


class SeatRecord(NamedTuple):
    """What somebody has in a slot."""

    participant_id: UUID
    slot: int
    workshop_id: UUID
    host_id: UUID
    district_id: UUID
    session_id: UUID | None
    place: int | None
    lost: int
    why: str
    denied: JsonArray
    pinned: bool
    came_from: UUID | None
    moved_in: int | None
    presence: str | None


class BoardRow(NamedTuple):
    """The same with whose it is, for a list."""

    participant_id: UUID
    badge: int
    district_id: UUID
    person_id: UUID | None
    slot: int
    session_id: UUID | None
    place: int | None
    lost: int
    why: str
    pinned: bool
    came_from: UUID | None
    moved_in: int | None
    presence: str | None


class Taken(NamedTuple):
    """How many seats of a session are taken, how many offered, and how many people wait."""

    session_id: UUID
    taken: int
    offered: int
    waiting: int


_COLUMNS = """
s.participant_id, s.slot, s.workshop_id, s.host_id, s.district_id, s.session_id, s.place, s.lost, s.why, s.denied,
s.pinned, s.came_from, s.moved_in, s.presence
"""
_OF_WORKSHOP = Query(
    f"select {_COLUMNS} from workshop_seat s where s.workshop_id = :workshop_id order by s.slot, s.participant_id",  # noqa: S608
    SeatRecord,
)
_OF_PERSON = Query(
    f"select {_COLUMNS} from workshop_seat s where s.participant_id = :participant_id order by s.slot",  # noqa: S608
    SeatRecord,
)
_BOARD = Query(
    """
    select s.participant_id, p.badge, s.district_id,
      (select o.person_id from workshop_person o where o.district_id = p.district_id
        and o.participant_id = p.participant_id) as person_id,
      s.slot, s.session_id, s.place, s.lost, s.why, s.pinned, s.came_from, s.moved_in, s.presence
    from workshop_seat s join workshop_participant p on p.participant_id = s.participant_id
    where s.workshop_id = :workshop_id
      and (cast(:session_id as uuid) is null or s.session_id = cast(:session_id as uuid))
      and (cast(:slot as bigint) is null or s.slot = cast(:slot as bigint))
      and (cast(:after_badge as bigint) is null
        or (p.badge, s.slot) > (cast(:after_badge as bigint), cast(:after_slot as bigint)))
    order by p.badge, s.slot limit :limit
    """,
    BoardRow,
)
_TAKEN = Query(
    """
    select c.session_id,
      (select count(*) from workshop_seat s where s.workshop_id = :workshop_id and s.session_id = c.session_id)
        as taken,
      (select count(*) from workshop_waiting q where q.workshop_id = :workshop_id and q.session_id = c.session_id
        and q.standing = 'offered') as offered,
      (select count(*) from workshop_waiting q where q.workshop_id = :workshop_id and q.session_id = c.session_id
        and q.standing = 'waiting') as waiting
    from unnest(cast(:sessions as uuid[])) as c(session_id)
    """,
    Taken,
)
_PUT = Command("""
insert into workshop_seat (participant_id, slot, workshop_id, host_id, district_id, session_id, place, lost, why,
  denied, pinned, came_from, moved_in, sequence, changed_at)
select r.participant_id, r.slot, cast(:workshop_id as uuid), cast(:host_id as uuid), r.district_id, r.session_id,
  r.place, r.lost, r.why, r.denied, r.pinned, r.came_from, r.moved_in, case when r.session_id is null then 1 else 0 end,
  cast(:now as timestamptz)
from jsonb_to_recordset(cast(:rows as jsonb)) as r(participant_id uuid, slot bigint, district_id uuid,
  session_id uuid, place bigint, lost bigint, why text, denied jsonb, pinned boolean, came_from uuid, moved_in bigint)
on conflict (participant_id, slot) do update set session_id = excluded.session_id, place = excluded.place,
  lost = excluded.lost, why = excluded.why, denied = excluded.denied, pinned = excluded.pinned,
  came_from = excluded.came_from, moved_in = excluded.moved_in,
  sequence = workshop_seat.sequence
    + case when (workshop_seat.session_id is null) = (excluded.session_id is null) then 0 else 1 end,
  changed_at = case when (workshop_seat.session_id is null) = (excluded.session_id is null)
    then workshop_seat.changed_at else excluded.changed_at end
""")
_REMOVE = Command("delete from workshop_seat where participant_id = :participant_id")
_REMOVE_PIN = Command("""
delete from workshop_seat where participant_id = :participant_id and slot = :slot and pinned
""")
_NOTE = Command("""
update workshop_seat set presence = :presence, noted_at = :now
where workshop_id = :workshop_id and session_id = :session_id and participant_id = any(cast(:people as uuid[]))
""")


async def find_seats(session: Transaction, workshop_id: UUID) -> list[SeatRecord]:
    """Returns those that the session's district sees."""
    return await _OF_WORKSHOP.all(session, workshop_id=workshop_id)


async def find_seats_of(session: Transaction, participant_id: UUID) -> list[SeatRecord]:
    return await _OF_PERSON.all(session, participant_id=participant_id)


async def page_of_seats(
    session: Transaction,
    workshop_id: UUID,
    *,
    slot: int | None,
    session_id: UUID | None,
    after: tuple[int, int] | None,
    limit: int,
) -> list[BoardRow]:
    badge, at = after or (None, None)
    return await _BOARD.all(
        session,
        workshop_id=workshop_id,
        slot=slot,
        session_id=session_id,
        after_badge=badge,
        after_slot=at,
        limit=limit,
    )


async def count_taken(session: Transaction, workshop_id: UUID, sessions: Sequence[UUID]) -> dict[UUID, Taken]:
    """Returns of each session how full it is, as far as the session's district sees."""
    found = await _TAKEN.all(session, workshop_id=workshop_id, sessions=list(sessions))
    return {one.session_id: one for one in found}


async def put_seats(
    session: Transaction, workshop_id: UUID, host_id: UUID, seats: Collection[SeatRecord], now: datetime
) -> None:
    """Stores what people have, in place of what they had in these slots. Whether somebody sits there at all is what
    their calendars are told.
    """
    rows = [{name: _plain(value) for name, value in one._asdict().items()} for one in seats]
    if rows:
        await _PUT.run(session, workshop_id=workshop_id, host_id=host_id, rows=json.dumps(rows, default=str), now=now)


def _plain(value: object) -> object:
    return value.value if isinstance(value, Why) else value


async def remove_seats_of(session: Transaction, participant_id: UUID) -> None:
    await _REMOVE.run(session, participant_id=participant_id)


async def remove_pin(session: Transaction, participant_id: UUID, slot: int) -> bool:
    """Returns whether there was one."""
    return await _REMOVE_PIN.run(session, participant_id=participant_id, slot=slot) == 1


async def set_presence(
    session: Transaction, workshop_id: UUID, session_id: UUID, people: Sequence[UUID], presence: str, now: datetime
) -> int:
    """Returns how many of these people sit there."""
    return await _NOTE.run(
        session, workshop_id=workshop_id, session_id=session_id, people=list(people), presence=presence, now=now
    )
