"""Work by the clock: under a lease, one process at a time, one transaction a run.

A job is a function of a session (worker role, no tenant until it calls `set_tenant`) that does a bounded piece of work
and says whether there is more at once. It must be safe to repeat: a lease makes doing it twice rare, not impossible.
Each run is a trace of its own; one that does what a request has asked for keeps the request's `traceparent` and goes on
in it (`shared.telemetry.in_trace`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.database import Database
from shared.db.driver_errors import is_plan_outdated
from shared.db.leases import Leases
from shared.db.wake import sleep_until_woken, waiter
from shared.telemetry import JOB_RUNS, Heartbeat, in_trace
from shared.values.clock import Clock

log = structlog.get_logger(__name__)

Work = Callable[[AsyncSession], Awaitable[bool]]


@dataclass(frozen=True)
class Job:
    """`work` returns True when there is more to do at once. `wake` names a hint that cuts the wait short."""

    name: str
    every_seconds: float
    work: Work
    wake: str | None = None


def timed(work: Callable[[AsyncSession, datetime], Awaitable[bool]], clock: Clock) -> Work:
    """The work as a job does it: each run is told when it begins, by the context's clock (`context.now`)."""

    async def run(session: AsyncSession) -> bool:
        return await work(session, clock())

    return run


class JobRunner:
    """Runs a service's jobs in one process, each while this process holds the job's lease."""

    def __init__(self, jobs: Sequence[Job], database: Database, *, holder: str) -> None:
        self._jobs = jobs
        self._database = database
        self.leases = Leases(database, "job", [job.name for job in jobs], holder=holder)

    async def run(self) -> None:
        if not self._jobs:
            await asyncio.Event().wait()
        keeping = asyncio.create_task(self.leases.keep())
        try:
            await asyncio.gather(*(self._repeat(job) for job in self._jobs))
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def _repeat(self, job: Job) -> None:
        heartbeat = Heartbeat(f"job.{job.name}", limit_seconds=max(600.0, job.every_seconds * 3))
        with waiter(job.wake or f"job.{job.name}") as woken, heartbeat.watched():
            while True:
                more = False
                if job.name in self.leases.held:
                    more = await self.run_once(job)
                heartbeat.beat()
                if not more:
                    await sleep_until_woken(woken, job.every_seconds if job.name in self.leases.held else 1.0)

    async def run_once(self, job: Job) -> bool:
        try:
            try:
                more = await self._work(job)
            except Exception as error:
                if not is_plan_outdated(error):
                    raise
                more = await self._work(job)
        except Exception:
            log.exception("job.failed", job=job.name)
            JOB_RUNS.labels(job.name, "failed").inc()
            return False
        JOB_RUNS.labels(job.name, "done").inc()
        return more

    async def _work(self, job: Job) -> bool:
        with in_trace(None):
            async with self._database.transaction(None) as session:
                return await job.work(session)
