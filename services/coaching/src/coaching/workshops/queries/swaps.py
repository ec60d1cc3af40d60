"""Swaps, in SQL."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from coaching.workshops.rules.states import SwapState
from shared.db.query import Command, Query, Transaction


class SwapRecord(NamedTuple):
    """People who want to exchange seats in a ring: each takes the seat of the next, the last that of the first."""

    swap_id: UUID
    workshop_id: UUID
    host_id: UUID
    district_ids: list[UUID]
    slot: int
    ring: list[UUID]
    sessions: list[UUID]
    agreed: list[UUID]
    state: SwapState
    proposed_at: datetime
    badges: list[int]


_SELECT = """
select w.swap_id, w.workshop_id, w.host_id, w.district_ids, w.slot, w.ring, w.sessions, w.agreed, w.state,
  w.proposed_at, w.badges
from workshop_swap w
"""
_ADD = Command("""
insert into workshop_swap (swap_id, workshop_id, host_id, district_ids, slot, ring, sessions, agreed, state,
  proposed_at, badges)
values (:swap_id, :workshop_id, :host_id, cast(:district_ids as uuid[]), :slot, cast(:ring as uuid[]),
  cast(:sessions as uuid[]), cast(:agreed as uuid[]), :state, :proposed_at, cast(:badges as bigint[]))
""")
_FIND = Query(f"{_SELECT} where w.workshop_id = :workshop_id and w.swap_id = :swap_id", SwapRecord)
_PAGE = Query(
    f"""
    {_SELECT}
    where w.workshop_id = :workshop_id and cast(:participant_id as uuid) = any(w.ring)
      and (cast(:after as uuid) is null or w.swap_id > cast(:after as uuid))
    order by w.swap_id limit :limit
    """,
    SwapRecord,
)
_PROPOSED = Query(f"{_SELECT} where w.workshop_id = :workshop_id and w.state = 'proposed'", SwapRecord)
_SET = Command("""
update workshop_swap set agreed = cast(:agreed as uuid[]), state = :state, ended_at = :ended_at
where swap_id = :swap_id
""")


async def add_swap(session: Transaction, new: SwapRecord) -> None:
    await _ADD.run(session, **new._asdict())


async def find_swap(session: Transaction, workshop_id: UUID, swap_id: UUID) -> SwapRecord | None:
    return await _FIND.first(session, workshop_id=workshop_id, swap_id=swap_id)


async def page_of_swaps(
    session: Transaction, workshop_id: UUID, participant_id: UUID, after: UUID | None, limit: int
) -> list[SwapRecord]:
    return await _PAGE.all(session, workshop_id=workshop_id, participant_id=participant_id, after=after, limit=limit)


async def find_proposed_swaps(session: Transaction, workshop_id: UUID) -> list[SwapRecord]:
    return await _PROPOSED.all(session, workshop_id=workshop_id)


async def set_swap(session: Transaction, swap: SwapRecord, now: datetime) -> None:
    """Stores who has agreed, and how it ended."""
    ended_at = None if swap.state == "proposed" else now
    await _SET.run(session, swap_id=swap.swap_id, agreed=swap.agreed, state=swap.state, ended_at=ended_at)
