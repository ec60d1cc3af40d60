"""Works the packages that wait to be imported: a loop and no job, for how far it is must be seen before it commits."""

from functools import partial

from competency.common.context import CompetencyContext
from competency.frameworks.usecases.work_import import IMPORTS_WAKE, work_next_import
from shared.db.database import Database
from shared.db.wake import sleep_until_woken, sleeper
from shared.run.loops import Beat, Loop

POLL_SECONDS = 1.0


async def work_imports(database: Database, beat: Beat) -> None:
    """Works imports for as long as the process runs."""
    with sleeper(IMPORTS_WAKE) as woken:
        while True:
            beat()
            if not await work_next_import(database, beat):
                await sleep_until_woken(woken, POLL_SECONDS)


def loops(context: CompetencyContext) -> list[Loop]:
    return [Loop("competency.imports", partial(work_imports, context.database))]
