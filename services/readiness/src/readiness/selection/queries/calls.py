"""Calls in SQL: the host's own, and as every district reads them."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from readiness.selection.rules.calls import CallState
from readiness.selection.rules.ranking import commitment_of
from readiness.selection.schemas.calls import CallTerms, stored_terms, terms_of
from shared.db.query import Command, Query, Transaction
from shared.roster.calendars import zone_of
from shared.values.calendar import day_in
from shared.values.json_types import JsonObject


class StoredCall(NamedTuple):
    """A call as it is stored, with the zone of its host's calendar."""

    district_id: UUID
    call_id: UUID
    state: str
    terms: JsonObject
    content_hash: str | None
    seed: bytes
    revision: int
    version: int
    decided_on: date | None
    cancelled_because: str | None
    time_zone: str


class CallRecord(NamedTuple):
    """A call of the session's district, with its terms read."""

    district_id: UUID
    call_id: UUID
    state: CallState
    terms: CallTerms
    content_hash: str | None
    seed: bytes
    revision: int
    version: int
    decided_on: date | None
    cancelled_because: str | None
    time_zone: str


class StoredAnnouncement(NamedTuple):
    """A call that every district reads, as it is stored."""

    call_id: UUID
    host_id: UUID
    state: str
    terms: JsonObject
    content_hash: str | None
    commitment: str
    announced_on: date
    cancelled_because: str | None
    time_zone: str


class AnnouncedCall(NamedTuple):
    """A call that every district reads, with its terms read."""

    call_id: UUID
    host_id: UUID
    state: CallState
    terms: CallTerms
    content_hash: str | None
    commitment: str
    announced_on: date
    cancelled_because: str | None
    time_zone: str


_SELECT = f"""
select c.district_id, c.call_id, c.state, c.terms, c.content_hash, c.seed, c.revision, c.version, c.decided_on,
  c.cancelled_because, {zone_of("c.district_id")} as time_zone
from call c
"""  # noqa: S608
_ADD = Command("""
insert into call (district_id, call_id, state, terms, last_day, content_hash, seed, created_at, created_by)
values (:district_id, :call_id, 'draft', cast(:terms as jsonb), :last_day, :content_hash, :seed, :at, :by)
""")
_FIND = Query(f"{_SELECT} where c.call_id = :call_id", StoredCall)
_LOCK = Query(f"{_SELECT} where c.call_id = :call_id for no key update of c", StoredCall)
_LIST = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or c.call_id > cast(:after as uuid))
      and (cast(:state as text) is null or c.state = cast(:state as text))
    order by c.call_id limit :limit
    """,
    StoredCall,
)
_SET_TERMS = Command("""
update call set terms = cast(:terms as jsonb), last_day = :last_day, content_hash = :content_hash, version = version + 1
where call_id = :call_id and state = 'draft'
""")
_SET_STATE = Command("""
update call set state = :state, cancelled_because = :because, decided_on = :decided_on, version = version + 1
where district_id = :district_id and call_id = :call_id
""")
_SET_REVISION = Command("update call set revision = :revision where call_id = :call_id")
_TODAY = day_in("cast(:now as timestamptz)", zone_of("c.district_id"))
_DUE = Query(
    f"""
    {_SELECT} where c.state = 'open' and c.last_day < {_TODAY} order by c.call_id limit :limit for no key update of c
    """,
    StoredCall,
)
_ANNOUNCE = Command("""
insert into announced_call (call_id, host_id, state, terms, content_hash, commitment, announced_on)
values (:call_id, :host_id, 'open', cast(:terms as jsonb), :content_hash, :commitment, :day)
""")
_ANNOUNCE_STATE = Command("""
update announced_call set state = :state, cancelled_because = :because where host_id = :host_id and call_id = :call_id
""")
_SELECT_ANNOUNCED = f"""
select c.call_id, c.host_id, c.state, c.terms, c.content_hash, c.commitment, c.announced_on, c.cancelled_because,
  {zone_of("c.host_id")} as time_zone
from announced_call c
"""  # noqa: S608
_ANNOUNCED = Query(f"{_SELECT_ANNOUNCED} where c.call_id = :call_id", StoredAnnouncement)
_LIST_ANNOUNCED = Query(
    f"""
    {_SELECT_ANNOUNCED}
    where c.state = 'open' and (cast(:after as uuid) is null or c.call_id > cast(:after as uuid))
    order by c.call_id limit :limit
    """,
    StoredAnnouncement,
)


async def add_call(session: Transaction, new: CallRecord, at: datetime, by: str) -> None:
    """Adds a draft."""
    await _ADD.run(
        session,
        district_id=new.district_id,
        call_id=new.call_id,
        terms=stored_terms(new.terms),
        last_day=new.terms.last_day,
        content_hash=new.content_hash,
        seed=new.seed,
        at=at,
        by=by,
    )


async def find_call(session: Transaction, call_id: UUID, *, lock: bool = False) -> CallRecord | None:
    found = await (_LOCK if lock else _FIND).first(session, call_id=call_id)
    return None if found is None else _read(found)


async def find_calls(session: Transaction, after: UUID | None, state: str | None, limit: int) -> list[CallRecord]:
    return [_read(one) for one in await _LIST.all(session, after=after, state=state, limit=limit)]


async def find_due_calls(session: Transaction, now: datetime, limit: int) -> list[CallRecord]:
    """Returns, locked, those whose last day is over, of all districts."""
    return [_read(one) for one in await _DUE.all(session, now=now, limit=limit)]


async def set_terms(session: Transaction, call_id: UUID, terms: CallTerms, content_hash: str | None) -> None:
    """Stores the terms of a draft."""
    await _SET_TERMS.run(
        session, call_id=call_id, terms=stored_terms(terms), last_day=terms.last_day, content_hash=content_hash
    )


async def set_call_state(
    session: Transaction,
    call: CallRecord,
    state: CallState,
    *,
    because: str | None = None,
    decided_on: date | None = None,
) -> None:
    """Stores the state, also where every district reads it."""
    await _SET_STATE.run(
        session,
        district_id=call.district_id,
        call_id=call.call_id,
        state=state,
        because=because,
        decided_on=decided_on,
    )
    await _ANNOUNCE_STATE.run(session, host_id=call.district_id, call_id=call.call_id, state=state, because=because)


async def set_revision(session: Transaction, call_id: UUID, revision: int) -> None:
    await _SET_REVISION.run(session, call_id=call_id, revision=revision)


async def announce(session: Transaction, call: CallRecord, day: date) -> None:
    """Shows the call to every district."""
    await _ANNOUNCE.run(
        session,
        call_id=call.call_id,
        host_id=call.district_id,
        terms=stored_terms(call.terms),
        content_hash=call.content_hash,
        commitment=commitment_of(call.seed),
        day=day,
    )


async def find_announced(session: Transaction, call_id: UUID) -> AnnouncedCall | None:
    found = await _ANNOUNCED.first(session, call_id=call_id)
    return None if found is None else _read_announced(found)


async def find_open_calls(session: Transaction, after: UUID | None, limit: int) -> list[AnnouncedCall]:
    return [_read_announced(one) for one in await _LIST_ANNOUNCED.all(session, after=after, limit=limit)]


def _read(row: StoredCall) -> CallRecord:
    return CallRecord(row.district_id, row.call_id, CallState(row.state), terms_of(row.terms), *row[4:])


def _read_announced(row: StoredAnnouncement) -> AnnouncedCall:
    return AnnouncedCall(row.call_id, row.host_id, CallState(row.state), terms_of(row.terms), *row[4:])
