"""Packages that wait to be imported in the background."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.frameworks.models import FrameworkImport
from shared.db.query import columns

KEEP_DAYS = 30

_SHOWN = "import_id, state, size, items, read, normalised, kept, queued_at, started_at, finished_at, report, problem"
_TAKE_TURNS = text("select pg_advisory_xact_lock(hashtextextended(:words, 6))")
_WAITING = text("select count(*) from framework_import where finished_at is null")
_QUEUE = text("""
insert into framework_import (district_id, import_id, package, size, wanted, queued_by)
values (:district_id, :import_id, :package, :size, cast(:wanted as jsonb), :queued_by)
""")
_ONE = text(f"select {_SHOWN} from framework_import where import_id = :import_id")  # noqa: S608
_LIST = text(f"""
select {_SHOWN} from framework_import where (cast(:after as uuid) is null or import_id < :after)
order by import_id desc limit :limit
""")  # noqa: S608
_TAKE_UP = text(f"""
update framework_import i set state = 'working', attempts = attempts + 1, items = 0, read = 0, normalised = 0, kept = 0,
  started_at = coalesce(started_at, clock_timestamp())
from (select district_id, import_id from framework_import where finished_at is null
      order by attempts, queued_at limit 1 for update skip locked) next
where i.district_id = next.district_id and i.import_id = next.import_id
  returning {columns(FrameworkImport, "i")}
""")  # noqa: S608
_ADVANCE = text("""
update framework_import set items = :items, read = :read, normalised = :normalised, kept = :kept
where import_id = :import_id and finished_at is null
""")
_FINISH = text("""
update framework_import set state = :state, report = cast(:report as jsonb), problem = cast(:problem as jsonb),
  finished_at = clock_timestamp(), package = null, kept = case when :state = 'done' then items else 0 end
where import_id = :import_id and finished_at is null
""")
_PURGE = text(f"""
delete from framework_import where finished_at < now() - interval '{KEEP_DAYS} days'
""")  # noqa: S608


async def count_waiting(session: AsyncSession, district_id: UUID) -> int:
    """How many the district has that are not finished; others who would add one wait for this transaction."""
    await session.execute(_TAKE_TURNS, {"words": str(district_id)})
    return int(await session.scalar(_WAITING) or 0)


async def queue(session: AsyncSession, wanted: Mapping[str, Any], **columns: Any) -> None:
    await session.execute(_QUEUE, {**columns, "wanted": json.dumps(dict(wanted))})


async def one(session: AsyncSession, import_id: UUID) -> Row[Any] | None:
    return (await session.execute(_ONE, {"import_id": import_id})).one_or_none()


async def listed(session: AsyncSession, after: UUID | None, limit: int) -> Sequence[Row[Any]]:
    """The newest first."""
    return (await session.execute(_LIST, {"after": after, "limit": limit})).all()


async def take_up(session: AsyncSession) -> Row[Any] | None:
    """The next import of any district, begun anew if a process died over it. One that failed lets others go first."""
    return (await session.execute(_TAKE_UP)).one_or_none()


async def advance(session: AsyncSession, import_id: UUID, **counts: int) -> None:
    await session.execute(_ADVANCE, {"import_id": import_id, **counts})


async def finish(
    session: AsyncSession, import_id: UUID, *, report: str | None = None, problem: Mapping[str, Any] | None = None
) -> None:
    """Done with its report, or refused with the problem; the package goes."""
    await session.execute(
        _FINISH,
        {
            "import_id": import_id,
            "state": "refused" if report is None else "done",
            "report": report,
            "problem": None if problem is None else json.dumps(dict(problem)),
        },
    )


async def purge(session: AsyncSession) -> None:
    """Forget reports that have been there to be read for long."""
    await session.execute(_PURGE)
