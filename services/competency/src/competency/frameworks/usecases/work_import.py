"""Importing in the background: a package waits, is worked, and its sender can ask how far it is.

The framework is stored in one transaction, together with the report and the end of the import. Progress is committed by
transactions of its own, for nobody sees into the other. Where a process dies, the import is begun anew.
"""

import asyncio
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID

from competency.common.scales import Scale
from competency.frameworks.queries import imports
from competency.frameworks.queries.imports import ImportRecord, ImportToWork
from competency.frameworks.rules.life import FrameworkState
from competency.frameworks.schemas.imports import ImportOut
from competency.frameworks.usecases.import_framework import read, save_import
from competency.frameworks.usecases.save_framework import prepare
from shared.db.database import Database
from shared.db.driver_errors import is_database_away
from shared.db.query import Transaction
from shared.db.wake import wake_after_commit
from shared.errors import NotFound, Problem, TooManyRequests
from shared.values.ids import new_id

IMPORTS_WAKE = "loop.competency.imports"
MOST_WAITING = 4
"""Packages of a district, of up to 64 MB each, that the table holds at most."""
MOST_ATTEMPTS = 3


async def queue_import(
    session: Transaction,
    district_id: UUID,
    raw: bytes,
    scale: Scale,
    *,
    base_url: str,
    state: FrameworkState,
    queued_by: str,
) -> ImportOut:
    """Stores the package until it is worked. Raises a 429 where several of the district's wait."""
    if await imports.count_waiting_imports(session, district_id) >= MOST_WAITING:
        raise TooManyRequests(
            f"{MOST_WAITING} packages of this district wait to be imported. Send this one when they are done.",
            retry_after=10,
        )
    import_id = new_id()
    await imports.queue_import(
        session,
        district_id,
        import_id,
        package=await asyncio.to_thread(zlib.compress, raw, 1),
        size=len(raw),
        wanted={
            "minimum": str(scale.minimum),
            "maximum": str(scale.maximum),
            "mastery": str(scale.mastery),
            "state": state.value,
            "base_url": base_url,
        },
        queued_by=queued_by,
    )
    wake_after_commit(session, IMPORTS_WAKE)
    return await read_import(session, import_id)


async def read_import(session: Transaction, import_id: UUID) -> ImportOut:
    """Returns how far the import is. Raises a 404."""
    found = await imports.find_import(session, import_id)
    if found is None:
        raise NotFound("This district has no such import; the oldest are forgotten after a month.")
    return import_out(found)


def import_out(record: ImportRecord) -> ImportOut:
    """Returns the import as it goes out."""
    return ImportOut.model_validate(record._asdict())


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
    taken: ImportToWork
    beat: Callable[[], None]
    counts: _Counts = field(default_factory=_Counts)

    async def run(self) -> None:
        wanted, raw = self.taken.wanted, await asyncio.to_thread(zlib.decompress, self.taken.package)
        framework = await asyncio.to_thread(read, raw)
        items = len(framework.items)
        await self._record(_Counts(items, items))
        prepared = await asyncio.to_thread(prepare, framework, wanted["base_url"])
        await self._record(_Counts(items, items, items))
        scale = Scale(Decimal(wanted["minimum"]), Decimal(wanted["maximum"]), Decimal(wanted["mastery"]))
        rows, total = 0, max(1, prepared.rows)

        async def progress(more: int) -> None:
            nonlocal rows
            rows += more
            await self._record(replace(self.counts, kept=min(items, items * rows // total)))

        async with self.database.transaction(self.taken.district_id) as session:
            report = await save_import(
                session, self.taken.district_id, raw, prepared, scale, FrameworkState(wanted["state"]), progress
            )
            await imports.finish_import(session, self.taken.import_id, report=report.model_dump_json())

    async def _record(self, counts: _Counts) -> None:
        self.counts = counts
        self.beat()
        async with self.database.transaction(self.taken.district_id, durable=False) as session:
            await imports.record_progress(
                session,
                self.taken.import_id,
                items=counts.items,
                read=counts.read,
                normalised=counts.normalised,
                kept=counts.kept,
            )

    async def refuse(self, problem: Problem) -> None:
        async with self.database.transaction(self.taken.district_id) as session:
            await imports.finish_import(session, self.taken.import_id, problem=problem.body())


async def work_next_import(database: Database, beat: Callable[[], None]) -> bool:
    """Works the import that waits longest, of any district; returns whether there was one. One that fails is tried
    again, a few times.
    """
    async with database.transaction(None) as session:
        taken = await imports.take_next_import(session)
    if taken is None:
        return False
    work = _Work(database, taken, beat)
    try:
        await work.run()
    except Problem as problem:
        if is_database_away(problem):
            raise
        await work.refuse(problem)
    except Exception as error:
        if taken.attempts >= MOST_ATTEMPTS and not is_database_away(error):
            await work.refuse(Problem("Something went wrong on our side, more than once. It has been logged."))
        raise
    return True
