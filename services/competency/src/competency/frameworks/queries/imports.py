"""Reads and writes the packages that wait to be imported in the background."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from competency.frameworks.schemas.imports import ImportJson
from shared.db.query import Command, Query, Scalar, Transaction

KEEP_DAYS = 30


class ImportRecord(NamedTuple):
    """An import, how far it is, and what came of it."""

    import_id: UUID
    state: Literal["waiting", "working", "done", "refused"]
    size: int
    items: int
    read: int
    normalised: int
    kept: int
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    report: ImportJson | None
    problem: ImportJson | None


class ImportToWork(NamedTuple):
    """An import that was taken up: its package, compressed, and how it is to be stored."""

    district_id: UUID
    import_id: UUID
    package: bytes
    wanted: dict[str, str]
    attempts: int


_COLUMNS = "import_id, state, size, items, read, normalised, kept, queued_at, started_at, finished_at, report, problem"
_TAKE_TURNS = Command("select pg_advisory_xact_lock(hashtextextended(:district_id, 6))")
_WAITING = Scalar("select count(*) from framework_import where finished_at is null", int)
_QUEUE = Command("""
insert into framework_import (district_id, import_id, package, size, wanted, queued_by)
values (:district_id, :import_id, :package, :size, cast(:wanted as jsonb), :queued_by)
""")
_FIND = Query(f"select {_COLUMNS} from framework_import where import_id = :import_id", ImportRecord)  # noqa: S608
_LIST = Query(
    f"""
select {_COLUMNS} from framework_import where (cast(:after as uuid) is null or import_id < cast(:after as uuid))
order by import_id desc limit :limit
""",  # noqa: S608
    ImportRecord,
)
# An import that failed lets others go first.
_TAKE_NEXT = Query(
    """
update framework_import i set state = 'working', attempts = attempts + 1, items = 0, read = 0, normalised = 0, kept = 0,
  started_at = coalesce(started_at, clock_timestamp())
from (select district_id, import_id from framework_import where finished_at is null
      order by attempts, queued_at limit 1 for update skip locked) next
where i.district_id = next.district_id and i.import_id = next.import_id
returning i.district_id, i.import_id, i.package, i.wanted, i.attempts
""",
    ImportToWork,
)
_RECORD_PROGRESS = Command("""
update framework_import set items = :items, read = :read, normalised = :normalised, kept = :kept
where import_id = :import_id and finished_at is null
""")
_FINISH = Command("""
update framework_import set state = :state, report = cast(:report as jsonb), problem = cast(:problem as jsonb),
  finished_at = clock_timestamp(), package = null, kept = case when :state = 'done' then items else 0 end
where import_id = :import_id and finished_at is null
""")
_DELETE_OLD = Command(f"delete from framework_import where finished_at < now() - interval '{KEEP_DAYS} days'")  # noqa: S608


async def count_waiting_imports(session: Transaction, district_id: UUID) -> int:
    """Returns how many of the district's are not finished; others who would add one wait for this transaction."""
    await _TAKE_TURNS.run(session, district_id=str(district_id))
    return await _WAITING.one(session)


async def queue_import(
    session: Transaction,
    district_id: UUID,
    import_id: UUID,
    *,
    package: bytes,
    size: int,
    wanted: Mapping[str, str],
    queued_by: str,
) -> None:
    """Stores the package, compressed, until it is worked; `wanted` says how it is to be stored then."""
    await _QUEUE.run(
        session,
        district_id=district_id,
        import_id=import_id,
        package=package,
        size=size,
        wanted=json.dumps(dict(wanted)),
        queued_by=queued_by,
    )


async def find_import(session: Transaction, import_id: UUID) -> ImportRecord | None:
    """Returns the import; None where the district has no such import."""
    return await _FIND.first(session, import_id=import_id)


async def find_imports(session: Transaction, after: UUID | None, limit: int) -> list[ImportRecord]:
    """Returns the district's imports, the newest first."""
    return await _LIST.all(session, after=after, limit=limit)


async def take_next_import(session: Transaction) -> ImportToWork | None:
    """Returns the next import of any district; it is begun anew if a process died over it."""
    return await _TAKE_NEXT.first(session)


async def record_progress(
    session: Transaction, import_id: UUID, *, items: int, read: int, normalised: int, kept: int
) -> None:
    """Stores how many items the import has, and how many of them are read, normalised and stored."""
    await _RECORD_PROGRESS.run(session, import_id=import_id, items=items, read=read, normalised=normalised, kept=kept)


async def finish_import(
    session: Transaction, import_id: UUID, *, report: str | None = None, problem: ImportJson | None = None
) -> None:
    """Ends the import with its report (JSON text) or the problem that it is refused with, and deletes its package."""
    await _FINISH.run(
        session,
        import_id=import_id,
        state="refused" if report is None else "done",
        report=report,
        problem=None if problem is None else json.dumps(problem),
    )


async def delete_old_imports(session: Transaction) -> None:
    """Deletes the imports that were finished long ago."""
    await _DELETE_OLD.run(session)
