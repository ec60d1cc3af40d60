"""Importing in the background: a package waits, is worked, and whoever sent it can ask how far it is.

The framework is kept in one transaction, with the report and the end of the import; how far it is goes out by
transactions of its own, for nobody sees into the other. A process that dies leaves an import that is begun anew.
"""

import asyncio
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.common.scales import Scale
from competency.frameworks.queries import imports as queries
from competency.frameworks.rules.life import FrameworkState
from competency.frameworks.schemas.imports import ImportOut
from competency.frameworks.usecases.import_framework import keep_import, read
from competency.frameworks.usecases.keep_framework import prepare
from shared.db.database import Database
from shared.db.driver_errors import is_database_away
from shared.db.wake import wake_after_commit
from shared.errors import NotFound, Problem, TooManyRequests
from shared.values.ids import new_id

IMPORTS_WAKE = "loop.competency.imports"
MOST_WAITING = 4
"""Packages of a district, of up to 64 MB each: what stands in the table at most."""
MOST_ATTEMPTS = 3


async def queue_import(
    session: AsyncSession,
    district_id: UUID,
    raw: bytes,
    scale: Scale,
    *,
    base_url: str,
    state: FrameworkState,
    queued_by: str,
) -> ImportOut:
    """Keep the package until it is worked. Raises a 429 where the district has several that wait."""
    if await queries.count_waiting(session, district_id) >= MOST_WAITING:
        raise TooManyRequests(
            f"{MOST_WAITING} packages of this district wait to be imported. Send this one when they are done.",
            retry_after=10,
        )
    import_id = new_id()
    await queries.queue(
        session,
        {
            "minimum": str(scale.minimum),
            "maximum": str(scale.maximum),
            "mastery": str(scale.mastery),
            "state": state.value,
            "base_url": base_url,
        },
        district_id=district_id,
        import_id=import_id,
        package=await asyncio.to_thread(zlib.compress, raw, 1),
        size=len(raw),
        queued_by=queued_by,
    )
    wake_after_commit(session, IMPORTS_WAKE)
    return await read_import(session, import_id)


async def read_import(session: AsyncSession, import_id: UUID) -> ImportOut:
    found = await queries.one(session, import_id)
    if found is None:
        raise NotFound("This district has no such import; the oldest are forgotten after a month.")
    return import_out(found)


async def list_imports(session: AsyncSession, after: tuple[UUID] | None, limit: int) -> Sequence[Any]:
    """Rows behind the cursor `[import_id]`, the newest first."""
    return await queries.listed(session, after[0] if after else None, limit)


def import_out(row: Any) -> ImportOut:
    return ImportOut.model_validate({name: getattr(row, name) for name in ImportOut.model_fields})


@dataclass(frozen=True)
class _Counts:
    items: int = 0
    read: int = 0
    normalised: int = 0
    kept: int = 0


@dataclass
class _Work:
    """An import under way."""

    database: Database
    row: Any
    beat: Callable[[], None]
    counts: _Counts = field(default_factory=_Counts)

    async def run(self) -> None:
        wanted, raw = self.row.wanted, await asyncio.to_thread(zlib.decompress, self.row.package)
        framework = await asyncio.to_thread(read, raw)
        items = len(framework.items)
        await self._tell(_Counts(items, items))
        prepared = await asyncio.to_thread(prepare, framework, wanted["base_url"])
        await self._tell(_Counts(items, items, items))
        scale = Scale(Decimal(wanted["minimum"]), Decimal(wanted["maximum"]), Decimal(wanted["mastery"]))
        rows, total = 0, max(1, prepared.rows)

        async def told(more: int) -> None:
            nonlocal rows
            rows += more
            await self._tell(replace(self.counts, kept=min(items, items * rows // total)))

        async with self.database.transaction(self.row.district_id) as session:
            report = await keep_import(
                session, self.row.district_id, raw, prepared, scale, FrameworkState(wanted["state"]), told
            )
            await queries.finish(session, self.row.import_id, report=report.model_dump_json())

    async def _tell(self, counts: _Counts) -> None:
        self.counts = counts
        self.beat()
        async with self.database.transaction(self.row.district_id, durable=False) as session:
            await queries.advance(session, self.row.import_id, **vars(counts))

    async def refuse(self, problem: Problem) -> None:
        async with self.database.transaction(self.row.district_id) as session:
            await queries.finish(session, self.row.import_id, problem=problem.body())


async def work_next_import(database: Database, beat: Callable[[], None]) -> bool:
    """Work the import that waits longest, of any district; whether there was one. One that fails is tried again, but
    not for ever.
    """
    async with database.transaction(None) as session:
        row = await queries.take_up(session)
    if row is None:
        return False
    work = _Work(database, row, beat)
    try:
        await work.run()
    except Problem as problem:
        if is_database_away(problem):
            raise
        await work.refuse(problem)
    except Exception as error:
        if row.attempts >= MOST_ATTEMPTS and not is_database_away(error):
            await work.refuse(Problem("Something went wrong on our side, more than once. It has been logged."))
        raise
    return True
