"""Scheduled work of the resources service."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import structlog

from resources.files.context import ResourcesContext
from resources.files.usecases.checking import check_next
from resources.files.usecases.collecting import collect, expire_next, forget_ended, sweep
from resources.files.usecases.keeping import remove_released
from resources.files.usecases.receiving import CHECKS_WAKE
from resources.files.usecases.scanning import Scanner, ScannerAway
from resources.outcomes.usecases.hearing import forget_old
from resources.outcomes.usecases.releasing import release_next
from resources.remarks.usecases.rating import count_ratings
from resources.searches.usecases.forgetting import forget_known
from resources.searches.usecases.indexing import index_unread
from resources.searches.usecases.saving import tell_new_items
from resources.store.opening import open_store
from resources.store.port import StoreAway, StoreFull
from shared.db.wake import sleep_until_woken, waiter
from shared.run.housekeeping import housekeeping_jobs
from shared.run.jobs import Job, timed
from shared.run.loops import Beat, Loop

log = structlog.get_logger(__name__)

POLL_SECONDS = 5.0
SHORTEST_PAUSE, LONGEST_PAUSE = 5.0, 60.0
"""While store or scanner is away; a loop has to beat at least every two minutes."""
CHECKS_AT_ONCE = 2
COLLECTED_EVERY, SWEPT_EVERY = 60.0, 6 * 3600.0


def jobs(context: ResourcesContext) -> list[Job]:
    return [
        *housekeeping_jobs("resources"),
        Job("resources.uploads-expire", 60, timed(expire_next, context.now)),
        Job("resources.uploads-forget", 900, timed(forget_ended, context.now)),
        Job("resources.ratings", 300, timed(count_ratings, context.now)),
        Job("resources.adopted-files", 60, timed(remove_released, context.now)),
        Job("resources.searches", 600, index_unread),
        Job("resources.notices", 300, timed(tell_new_items, context.now)),
        Job("resources.known-items", 6 * 3600, timed(forget_known, context.now)),
        Job("resources.outcomes", 3600, timed(release_next, context.now)),
        Job("resources.outcomes-forget", 3600, timed(forget_old, context.now)),
    ]


def loops(context: ResourcesContext) -> list[Loop]:
    """Loops and no jobs, for the store is called outside of transactions."""
    checks = [
        Loop(f"resources.checks-{number}", partial(check_uploads, context)) for number in range(1, CHECKS_AT_ONCE + 1)
    ]
    return [
        *checks,
        Loop("resources.collecting", partial(collect_garbage, context)),
        Loop("resources.sweeping", partial(sweep_store, context)),
    ]


async def check_uploads(context: ResourcesContext, beat: Beat) -> None:
    """Checks what has come, for as long as the process runs."""
    store, settings = open_store(context.settings), context.settings
    scanner = Scanner(settings.clamd_address, settings.store_seconds) if settings.clamd_address else None
    with waiter(CHECKS_WAKE, of=context.database.place) as woken:

        async def turn() -> None:
            if not await check_next(context.database, store, scanner, context.now, beat):
                await sleep_until_woken(woken, POLL_SECONDS)

        await _again_and_again(turn, beat)


async def collect_garbage(context: ResourcesContext, beat: Beat) -> None:
    """Removes what nothing refers to, for as long as the process runs."""
    store = open_store(context.settings)

    async def turn() -> None:
        await collect(context.database, store, context.now() - timedelta(seconds=context.settings.grace_seconds), beat)
        await asyncio.sleep(COLLECTED_EVERY)

    await _again_and_again(turn, beat)


async def sweep_store(context: ResourcesContext, beat: Beat) -> None:
    """Goes through the store for bytes without a row, for as long as the process runs."""
    store = open_store(context.settings)

    async def turn() -> None:
        await sweep(context.database, store, context.now() - timedelta(seconds=context.settings.grace_seconds), beat)
        for _ in range(int(SWEPT_EVERY / COLLECTED_EVERY)):
            beat()
            await asyncio.sleep(COLLECTED_EVERY)

    await _again_and_again(turn, beat)


async def _again_and_again(turn: Callable[[], Awaitable[None]], beat: Beat) -> None:
    pause = SHORTEST_PAUSE
    while True:
        beat()
        try:
            await turn()
            pause = SHORTEST_PAUSE
        except (StoreAway, StoreFull, ScannerAway) as error:
            log.warning("files.away", what=type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
