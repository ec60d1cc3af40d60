"""Versions of instruments in SQL: what each says, and what becomes of it."""

from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from readiness.instruments.rules.instrument import Instrument, Origin
from readiness.instruments.schemas.content import content_hash, instrument_from_stored, stored_content
from shared.db.query import Command, Query, Scalar, Transaction
from shared.values.json_types import JsonObject

VersionState = Literal["draft", "published", "retired"]


class VersionRecord(NamedTuple):
    """A version without what it says; `offer_id` is there where it is offered to every district."""

    instrument_id: UUID
    version: int
    state: VersionState
    revision: int
    content_hash: str | None
    changed_at: datetime
    published_at: datetime | None
    retired_at: datetime | None
    offer_id: UUID | None


class StoredVersion(NamedTuple):
    """A version as it is stored, with its instrument's origin."""

    instrument_id: UUID
    version: int
    state: VersionState
    revision: int
    content_hash: str | None
    changed_at: datetime
    published_at: datetime | None
    retired_at: datetime | None
    offer_id: UUID | None
    content: JsonObject
    origin_instrument_id: UUID | None
    origin_version: int | None


class InstrumentVersion(NamedTuple):
    """A version with all that it says; its content has the instrument's origin."""

    record: VersionRecord
    content: Instrument


_COLUMNS = """
v.instrument_id, v.version, v.state, v.revision, v.content_hash, v.changed_at, v.published_at, v.retired_at,
(select o.offer_id from offered_version o
 where o.owner_id = v.district_id and o.instrument_id = v.instrument_id and o.version = v.version) as offer_id
"""
_WITH_CONTENT = f"""
select {_COLUMNS}, v.content, i.origin_instrument_id, i.origin_version
from instrument_version v
join instrument i on i.district_id = v.district_id and i.instrument_id = v.instrument_id
where v.instrument_id = :instrument_id
"""  # noqa: S608
_VERSION = Query(f"{_WITH_CONTENT} and v.version = :version", StoredVersion)
_DRAFT = Query(f"{_WITH_CONTENT} and v.state = 'draft'", StoredVersion)
_LAST_PUBLISHED = Query(f"{_WITH_CONTENT} and v.state <> 'draft' order by v.version desc limit 1", StoredVersion)
_BETWEEN = Query(
    f"""
    {_WITH_CONTENT} and v.state <> 'draft' and v.version between :first and :last order by v.version
    """,
    StoredVersion,
)
_LIST = Query(
    f"""
    select {_COLUMNS} from instrument_version v
    where v.instrument_id = :instrument_id and (cast(:before as bigint) is null or v.version < cast(:before as bigint))
    order by v.version desc limit :limit
    """,  # noqa: S608
    VersionRecord,
)
_STATE = Scalar("select state from instrument_version where instrument_id = :instrument_id and version = :version", str)
_ADD = Command("""
insert into instrument_version (district_id, instrument_id, version, state, revision, content, content_hash,
  changed_at, changed_by, published_at, published_by)
values (:district_id, :instrument_id, :version, cast(:state as text), :revision, cast(:content as jsonb),
  :content_hash, :at, :by,
  case when cast(:state as text) = 'published' then cast(:at as timestamptz) end,
  case when cast(:state as text) = 'published' then cast(:by as text) end)
""")
# Only a draft: whoever published it meanwhile has won.
_SET_CONTENT = Command("""
update instrument_version
set content = cast(:content as jsonb), revision = :revision, changed_at = :at, changed_by = :by
where instrument_id = :instrument_id and state = 'draft'
""")
_PUBLISH = Command("""
update instrument_version
set state = 'published', revision = :revision, content_hash = :content_hash, published_at = :at, published_by = :by
where instrument_id = :instrument_id and state = 'draft'
""")
_RETIRE = Command("""
update instrument_version set state = 'retired', revision = :revision, retired_at = :at, retired_by = :by
where instrument_id = :instrument_id and version = :version and state = 'published'
""")
_DELETE_DRAFT = Command("delete from instrument_version where instrument_id = :instrument_id and state = 'draft'")


async def find_version(session: Transaction, instrument_id: UUID, version: int) -> InstrumentVersion | None:
    """Returns the version with all that it says, whatever its state; None where the session's district has none."""
    return _read(await _VERSION.first(session, instrument_id=instrument_id, version=version))


async def find_draft(session: Transaction, instrument_id: UUID) -> InstrumentVersion | None:
    return _read(await _DRAFT.first(session, instrument_id=instrument_id))


async def find_last_published(session: Transaction, instrument_id: UUID) -> InstrumentVersion | None:
    """Returns the newest version that was published, retired ones included."""
    return _read(await _LAST_PUBLISHED.first(session, instrument_id=instrument_id))


async def find_published_between(
    session: Transaction, instrument_id: UUID, first: int, last: int
) -> list[InstrumentVersion]:
    """Returns the published and retired versions from the first to the last of these numbers, oldest first."""
    found = await _BETWEEN.all(session, instrument_id=instrument_id, first=first, last=last)
    return [_with_content(row) for row in found]


async def find_versions(
    session: Transaction, instrument_id: UUID, before: int | None, limit: int
) -> list[VersionRecord]:
    """Returns the versions, newest first."""
    return await _LIST.all(session, instrument_id=instrument_id, before=before, limit=limit)


async def find_version_state(session: Transaction, instrument_id: UUID, version: int) -> str | None:
    return await _STATE.get(session, instrument_id=instrument_id, version=version)


async def add_version(
    session: Transaction,
    district_id: UUID,
    instrument_id: UUID,
    version: int,
    content: Instrument,
    state: Literal["draft", "published"],
    *,
    revision: int,
    at: datetime,
    by: str,
) -> str | None:
    """Adds a version; returns the hash of its content where it is published at once."""
    stored = stored_content(content)
    hashed = content_hash(stored) if state == "published" else None
    await _ADD.run(
        session,
        district_id=district_id,
        instrument_id=instrument_id,
        version=version,
        state=state,
        revision=revision,
        content=stored,
        content_hash=hashed,
        at=at,
        by=by,
    )
    return hashed


async def set_draft(
    session: Transaction, instrument_id: UUID, content: Instrument, *, revision: int, at: datetime, by: str
) -> None:
    """Stores what the draft says now."""
    stored = stored_content(content)
    await _SET_CONTENT.run(session, instrument_id=instrument_id, content=stored, revision=revision, at=at, by=by)


async def set_published(
    session: Transaction, instrument_id: UUID, hashed: str, *, revision: int, at: datetime, by: str
) -> None:
    """Publishes the draft."""
    await _PUBLISH.run(session, instrument_id=instrument_id, content_hash=hashed, revision=revision, at=at, by=by)


async def set_retired(
    session: Transaction, instrument_id: UUID, version: int, *, revision: int, at: datetime, by: str
) -> None:
    """Retires a version that is published."""
    await _RETIRE.run(session, instrument_id=instrument_id, version=version, revision=revision, at=at, by=by)


async def delete_draft(session: Transaction, instrument_id: UUID) -> None:
    await _DELETE_DRAFT.run(session, instrument_id=instrument_id)


def _read(row: StoredVersion | None) -> InstrumentVersion | None:
    return None if row is None else _with_content(row)


def _with_content(row: StoredVersion) -> InstrumentVersion:
    origin = None
    if row.origin_instrument_id is not None and row.origin_version is not None:
        origin = Origin(row.origin_instrument_id, row.origin_version)
    record = VersionRecord._make(row[: len(VersionRecord._fields)])
    return InstrumentVersion(record, instrument_from_stored(row.content, origin))
