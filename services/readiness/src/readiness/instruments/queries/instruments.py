"""Instruments in SQL: whose they are, and where they stand."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from readiness.instruments.queries.versions import VersionState
from readiness.instruments.rules.instrument import Origin
from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonObject


class InstrumentRecord(NamedTuple):
    """An instrument with what its list shows: `title` and `state` are the newest published version's; where there is
    none, the newest retired one's, or else the draft's.
    """

    instrument_id: UUID
    origin_instrument_id: UUID | None
    origin_version: int | None
    adopted: bool
    created_at: datetime
    title: JsonObject
    state: VersionState
    latest_published: int | None
    draft_version: int | None
    draft_revision: int | None


class LockedInstrument(NamedTuple):
    """An instrument that only this transaction changes until its end."""

    instrument_id: UUID
    origin_instrument_id: UUID | None
    origin_version: int | None
    adopted: bool
    revision: int
    newest: int

    @property
    def origin(self) -> Origin | None:
        if self.origin_instrument_id is None or self.origin_version is None:
            return None
        return Origin(self.origin_instrument_id, self.origin_version)


_SELECT = """
select i.instrument_id, i.origin_instrument_id, i.origin_version, i.adopted, i.created_at,
  v.content -> 'title' as title, v.state, p.version as latest_published, d.version as draft_version,
  d.revision as draft_revision
from instrument i
left join lateral (
  select p.version from instrument_version p
  where p.district_id = i.district_id and p.instrument_id = i.instrument_id and p.state = 'published'
  order by p.version desc limit 1) p on true
left join instrument_version d
  on d.district_id = i.district_id and d.instrument_id = i.instrument_id and d.state = 'draft'
join lateral (
  select v.content, v.state from instrument_version v
  where v.district_id = i.district_id and v.instrument_id = i.instrument_id
  order by v.state = 'published' desc, v.state = 'retired' desc, v.version desc limit 1) v on true
"""
_INSTRUMENT = Query(f"{_SELECT} where i.instrument_id = :instrument_id", InstrumentRecord)
_LIST = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or i.instrument_id > cast(:after as uuid))
      and (cast(:state as text) is null or v.state = cast(:state as text))
    order by i.instrument_id limit :limit
    """,
    InstrumentRecord,
)
# The newest version is asked for behind the lock, in a statement of its own: this one's view is of before it.
_LOCK = Scalar("select revision from instrument where instrument_id = :instrument_id for update", int)
_LOCKED = Query(
    """
    select i.instrument_id, i.origin_instrument_id, i.origin_version, i.adopted, i.revision,
      coalesce((select max(v.version) from instrument_version v
                where v.district_id = i.district_id and v.instrument_id = i.instrument_id), 0) as newest
    from instrument i where i.instrument_id = :instrument_id
    """,
    LockedInstrument,
)
_IS_THERE = Scalar("select true from instrument where instrument_id = :instrument_id", bool)
_ADD = Command("""
insert into instrument (district_id, instrument_id, origin_instrument_id, origin_version, adopted, revision,
  created_at, created_by)
values (:district_id, :instrument_id, :origin_instrument_id, :origin_version, :adopted, 1, :at, :by)
""")
_ADOPTED = Scalar(
    """
    select instrument_id from instrument
    where origin_instrument_id = :instrument_id and origin_version = :version and adopted
    """,
    UUID,
)
_COUNT_REVISION = Scalar(
    "update instrument set revision = revision + 1 where instrument_id = :instrument_id returning revision", int
)
_DELETE = Command("delete from instrument where instrument_id = :instrument_id")


async def find_instrument(session: Transaction, instrument_id: UUID) -> InstrumentRecord | None:
    return await _INSTRUMENT.first(session, instrument_id=instrument_id)


async def find_instruments(
    session: Transaction, after: UUID | None, state: str | None, limit: int
) -> list[InstrumentRecord]:
    return await _LIST.all(session, after=after, state=state, limit=limit)


async def is_instrument(session: Transaction, instrument_id: UUID) -> bool:
    """Returns whether the session's district has it."""
    return bool(await _IS_THERE.get(session, instrument_id=instrument_id))


async def lock_instrument(session: Transaction, instrument_id: UUID) -> LockedInstrument | None:
    """Returns the instrument as it stands now that nobody else changes it; None where the district has none."""
    if await _LOCK.get(session, instrument_id=instrument_id) is None:
        return None
    return await _LOCKED.first(session, instrument_id=instrument_id)


async def add_instrument(
    session: Transaction,
    district_id: UUID,
    instrument_id: UUID,
    origin: Origin | None,
    *,
    adopted: bool,
    at: datetime,
    by: str,
) -> None:
    """Adds an instrument, whose first version has the revision 1.

    Raises:
        asyncpg.UniqueViolationError: the district has adopted this origin already.
    """
    await _ADD.run(
        session,
        district_id=district_id,
        instrument_id=instrument_id,
        origin_instrument_id=origin.instrument_id if origin else None,
        origin_version=origin.version if origin else None,
        adopted=adopted,
        at=at,
        by=by,
    )


async def find_adopted(session: Transaction, origin: Origin) -> UUID | None:
    """Returns the instrument that the district has adopted from this version."""
    return await _ADOPTED.get(session, instrument_id=origin.instrument_id, version=origin.version)


async def count_revision(session: Transaction, instrument_id: UUID) -> int:
    """Returns the revision of a change that this transaction makes."""
    return await _COUNT_REVISION.one(session, instrument_id=instrument_id)


async def delete_instrument(session: Transaction, instrument_id: UUID) -> None:
    """Deletes an instrument that has no version left."""
    await _DELETE.run(session, instrument_id=instrument_id)
