"""Seatings, in SQL: that they were asked for, and what came of them."""

import json
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.workshops.rules.results import Figures
from coaching.workshops.rules.states import Keep, SeatingState
from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonArray


class SeatingRecord(NamedTuple):
    """A seating of a workshop; its figures are there once it is assigned."""

    workshop_id: UUID
    number: int
    keep: Keep
    state: SeatingState
    asked_at: datetime
    assigned_at: datetime | None
    assigned_on: date | None
    proved: bool | None
    people: int | None
    seated: int | None
    first_choices: int | None
    profile: JsonArray | None
    moved: int | None


_SELECT = """
select n.workshop_id, n.number, n.keep, n.state, n.asked_at, n.assigned_at, n.assigned_on, n.proved, n.people,
  n.seated, n.first_choices, n.profile, n.moved
from workshop_seating n
"""
_ASK = Scalar(
    """
    insert into workshop_seating (workshop_id, number, host_id, partner_ids, keep, state, asked_at, asked_by)
    select :workshop_id, coalesce(max(n.number), 0) + 1, cast(:host_id as uuid), cast(:partner_ids as uuid[]), :keep,
      'asked', :now, :by
    from workshop_seating n where n.workshop_id = :workshop_id
    on conflict (workshop_id) where state = 'asked' do nothing returning number
    """,
    int,
)
_FIND = Query(f"{_SELECT} where n.workshop_id = :workshop_id and n.number = :number", SeatingRecord)
_PAGE = Query(
    f"""
    {_SELECT}
    where n.workshop_id = :workshop_id and (cast(:after as bigint) is null or n.number > cast(:after as bigint))
    order by n.number limit :limit
    """,
    SeatingRecord,
)
_LAST = Query(
    f"""
    {_SELECT} where n.workshop_id = :workshop_id and n.state = 'assigned' order by n.number desc limit 1
    """,
    SeatingRecord,
)
# A worker sees those of every district; one that another worker is at is left to it.
_NEXT = Query(
    f"{_SELECT} where n.state = 'asked' order by n.asked_at, n.workshop_id limit 1 for no key update of n skip locked",
    SeatingRecord,
)
_ASSIGN = Command("""
update workshop_seating set state = 'assigned', assigned_at = :now, assigned_on = :day, proved = :proved,
  people = :people, seated = :seated, first_choices = :first_choices, profile = cast(:profile as jsonb), moved = :moved
where workshop_id = :workshop_id and number = :number
""")
_OVERTAKE = Command("""
update workshop_seating set state = 'overtaken' where workshop_id = :workshop_id and state = 'asked'
""")


async def ask_for_seating(
    session: Transaction, workshop_id: UUID, host_id: UUID, partner_ids: list[UUID], keep: Keep, now: datetime, by: str
) -> int | None:
    """Returns its number; None where one is being worked out already."""
    return await _ASK.get(
        session, workshop_id=workshop_id, host_id=host_id, partner_ids=partner_ids, keep=keep, now=now, by=by
    )


async def find_seating(session: Transaction, workshop_id: UUID, number: int) -> SeatingRecord | None:
    return await _FIND.first(session, workshop_id=workshop_id, number=number)


async def page_of_seatings(
    session: Transaction, workshop_id: UUID, after: int | None, limit: int
) -> list[SeatingRecord]:
    return await _PAGE.all(session, workshop_id=workshop_id, after=after, limit=limit)


async def find_last_seating(session: Transaction, workshop_id: UUID) -> SeatingRecord | None:
    """Returns the last whose seats were assigned."""
    return await _LAST.first(session, workshop_id=workshop_id)


async def lock_next_seating(session: Transaction) -> SeatingRecord | None:
    """Returns, locked, the one that was asked for first, of all districts."""
    return await _NEXT.first(session)


async def set_assigned(
    session: Transaction, record: SeatingRecord, figures: Figures, *, proved: bool, moved: int, now: datetime, day: date
) -> None:
    await _ASSIGN.run(
        session,
        workshop_id=record.workshop_id,
        number=record.number,
        now=now,
        day=day,
        proved=proved,
        people=figures.people,
        seated=figures.seated,
        first_choices=figures.first_choices,
        profile=json.dumps(figures.profile),
        moved=moved,
    )


async def end_asked_seatings(session: Transaction, workshop_id: UUID) -> None:
    """Says that what was asked for is worked out no more."""
    await _OVERTAKE.run(session, workshop_id=workshop_id)
