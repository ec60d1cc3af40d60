"""Workshops and their lottery, in SQL."""

import json
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.workshops.rules.programme import Offer, Slot
from coaching.workshops.rules.states import State
from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonArray, JsonObject


class WorkshopRecord(NamedTuple):
    """A workshop as stored."""

    workshop_id: UUID
    host_id: UUID
    partner_ids: list[UUID]
    state: State
    title: str
    description: str | None
    venue: str
    time_zone: str
    slots: JsonArray
    sessions: JsonArray
    ranking_until: datetime | None
    companion_places: int
    commitment: str | None
    seed: bytes | None
    starts_at: datetime | None
    ends_at: datetime | None
    opened_on: date | None
    cancelled_on: date | None
    cancelled_because: str | None
    badges: int
    version: int
    revision: int

    @property
    def district_ids(self) -> list[UUID]:
        """All districts that take part, the host too."""
        return sorted({self.host_id, *self.partner_ids})

    @property
    def offers(self) -> list[Offer]:
        return [Offer(**{**one, "session_id": UUID(one["session_id"])}) for one in self.sessions]

    @property
    def times(self) -> list[Slot]:
        return [
            Slot(datetime.fromisoformat(one["starts_at"]), datetime.fromisoformat(one["ends_at"])) for one in self.slots
        ]


_COLUMNS = """
w.workshop_id, w.host_id, w.partner_ids, w.state, w.title, w.description, w.venue, w.time_zone, w.slots, w.sessions,
w.ranking_until, w.companion_places, w.commitment, w.seed, w.starts_at, w.ends_at, w.opened_on, w.cancelled_on,
w.cancelled_because, w.badges, w.version, w.revision
"""
_SELECT = f"select {_COLUMNS} from workshop w"  # noqa: S608
_ADD = Command("""
insert into workshop (workshop_id, host_id, partner_ids, state, title, description, venue, time_zone, slots, sessions,
  ranking_until, companion_places, starts_at, ends_at, created_at, created_by)
values (:workshop_id, :host_id, cast(:partner_ids as uuid[]), 'draft', :title, :description, :venue, :time_zone,
  cast(:slots as jsonb), cast(:sessions as jsonb), :ranking_until, :companion_places, :starts_at, :ends_at, :now, :by)
""")
_ADD_SEED = Command("""
insert into workshop_lottery (district_id, workshop_id, seed) values (:district_id, :workshop_id, :seed)
""")
_SEED = Scalar("select l.seed from workshop_lottery l where l.workshop_id = :workshop_id", bytes)
_FIND = Query(f"{_SELECT} where w.workshop_id = :workshop_id", WorkshopRecord)
_LOCK = Query(f"{_SELECT} where w.workshop_id = :workshop_id for no key update of w", WorkshopRecord)
_HOLD = Query(f"{_SELECT} where w.workshop_id = :workshop_id for share of w", WorkshopRecord)
_PAGE = Query(
    f"""
    {_SELECT}
    where (w.host_id = :district_id or cast(:district_id as uuid) = any(w.partner_ids))
      and (cast(:after as uuid) is null or w.workshop_id > cast(:after as uuid))
      and (cast(:state as text) is null or w.state = cast(:state as text))
    order by w.workshop_id limit :limit
    """,
    WorkshopRecord,
)
_SET = Command("""
update workshop set partner_ids = cast(:partner_ids as uuid[]), state = :state, title = :title,
  description = :description, venue = :venue, time_zone = :time_zone, slots = cast(:slots as jsonb),
  sessions = cast(:sessions as jsonb), ranking_until = :ranking_until, companion_places = :companion_places,
  commitment = :commitment, seed = :seed, starts_at = :starts_at, ends_at = :ends_at, opened_on = :opened_on,
  cancelled_on = :cancelled_on, cancelled_because = :cancelled_because, version = version + 1
where workshop_id = :workshop_id
""")
_TAKE_BADGES = Scalar(
    "update workshop set badges = badges + :count where workshop_id = :workshop_id returning badges", int
)
_NOTE_SEATS = Command("update workshop set revision = revision + 1 where workshop_id = :workshop_id")
# A worker sees the workshops of every district.
_DUE = Query(
    f"""
    {_SELECT}
    where w.state = 'open' and w.ranking_until <= :now
    order by w.workshop_id limit :limit for no key update of w skip locked
    """,
    WorkshopRecord,
)
_TOLD = Query(
    f"""
    {_SELECT}
    where (w.host_id = :district_id or cast(:district_id as uuid) = any(w.partner_ids)) and w.opened_on is not null
    order by w.workshop_id for share of w
    """,
    WorkshopRecord,
)


async def add_workshop(session: Transaction, new: WorkshopRecord, seed: bytes, now: datetime, by: str) -> None:
    """Stores a draft, and the seed of its lottery."""
    await _ADD.run(
        session,
        workshop_id=new.workshop_id,
        host_id=new.host_id,
        partner_ids=new.partner_ids,
        title=new.title,
        description=new.description,
        venue=new.venue,
        time_zone=new.time_zone,
        slots=json.dumps(new.slots),
        sessions=json.dumps(new.sessions),
        ranking_until=new.ranking_until,
        companion_places=new.companion_places,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        now=now,
        by=by,
    )
    await _ADD_SEED.run(session, district_id=new.host_id, workshop_id=new.workshop_id, seed=seed)


async def find_seed(session: Transaction, workshop_id: UUID) -> bytes:
    """Returns the seed, which the host and the worker alone see."""
    return await _SEED.one(session, workshop_id=workshop_id)


async def find_workshop(session: Transaction, workshop_id: UUID) -> WorkshopRecord | None:
    return await _FIND.first(session, workshop_id=workshop_id)


async def lock_workshop(session: Transaction, workshop_id: UUID) -> WorkshopRecord | None:
    """Returns the workshop; nobody else changes it, or who sits where, until the commit."""
    return await _LOCK.first(session, workshop_id=workshop_id)


async def hold_workshop(session: Transaction, workshop_id: UUID) -> WorkshopRecord | None:
    """Returns the workshop, whose state stays until the commit; many may hold it at once."""
    return await _HOLD.first(session, workshop_id=workshop_id)


async def page_of_workshops(
    session: Transaction, district_id: UUID, after: UUID | None, state: State | None, limit: int
) -> list[WorkshopRecord]:
    return await _PAGE.all(session, district_id=district_id, after=after, state=state, limit=limit)


async def set_workshop(session: Transaction, changed: WorkshopRecord) -> None:
    """Stores what may change of a workshop."""
    stored: JsonObject = {**changed._asdict(), "slots": json.dumps(changed.slots)}
    stored["sessions"] = json.dumps(changed.sessions)
    for name in ("host_id", "badges", "version", "revision"):
        del stored[name]
    await _SET.run(session, **stored)


async def take_badges(session: Transaction, workshop_id: UUID, count: int) -> range:
    """Returns so many badges that nobody has."""
    last = await _TAKE_BADGES.one(session, workshop_id=workshop_id, count=count)
    return range(last - count + 1, last + 1)


async def note_seats_changed(session: Transaction, workshop_id: UUID) -> None:
    """Says that somebody sits elsewhere, or another seat is held: a seating that is being worked out is overtaken."""
    await _NOTE_SEATS.run(session, workshop_id=workshop_id)


async def lock_due_workshops(session: Transaction, now: datetime, limit: int) -> list[WorkshopRecord]:
    """Returns, locked, those whose ranking closes by itself, of all districts."""
    return await _DUE.all(session, now=now, limit=limit)


async def hold_told_workshops(session: Transaction, district_id: UUID) -> list[WorkshopRecord]:
    """Returns every workshop of which this district was told; none changes until the commit."""
    return await _TOLD.all(session, district_id=district_id)
